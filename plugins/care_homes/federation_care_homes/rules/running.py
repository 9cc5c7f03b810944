"""How it goes: weeks, rounds, plans within their time, admissions as rates, and money split to the penny."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

ROLES: Final = {
    "gp": "GP",
    "nurse": "Community nurse",
    "pharmacist": "Pharmacist",
    "social": "Social worker",
    "hospital": "Hospital doctor for older people",
    "paramedic": "Paramedic",
    "other": "Somebody else",
}
PLAN_DAYS: Final = 7
WORKING_SINCE: Final = date(2023, 11, 28)
"""Since the framework of that day assessment and plan are due within 7 working days; before, within 7 days."""
SMALL_HOME: Final = 20
"""In a home with fewer beds a month has too few admissions for limits to mean anything: three months are taken together."""

_WEEK: Final = re.compile(r"(20\d\d)-W(\d\d)")
_QUARTER: Final = re.compile(r"20\d\d-Q[1-4]")
_MONTH: Final = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def monday_of(week: str) -> date | None:
    """The Monday of a week like 2026-W40; None where there is no such week."""
    found = _WEEK.fullmatch(week)
    if found is None:
        return None
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None


def week_of(day: date) -> str:
    """The week of a day, like 2026-W40."""
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02}"


def weeks_back(day: date, count: int) -> list[str]:
    """So many whole weeks before the week of a day, the earliest first."""
    return [week_of(day - timedelta(weeks=back)) for back in range(count, 0, -1)]


def is_month(month: str) -> bool:
    """Whether this is a month like 2026-10."""
    return _MONTH.fullmatch(month) is not None


def is_quarter(quarter: str) -> bool:
    """Whether this is a quarter of a year like 2026-Q4."""
    return _QUARTER.fullmatch(quarter) is not None


def quarter_of(month: str) -> str:
    """The quarter of a month, like 2026-Q4."""
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def weeks_of(year: int, until: date) -> list[str]:
    """The weeks of a year that are over on a day."""
    last = date(year, 12, 28).isocalendar().week
    every = (date.fromisocalendar(year, week, 1) for week in range(1, last + 1))
    return [week_of(monday) for monday in every if monday + timedelta(days=6) < until]


def plan_due(arrived: date, working: Callable[[date, int], date]) -> date:
    """The last day for assessment and plan of somebody who came on a day; ``working`` counts working days on."""
    if arrived >= WORKING_SINCE:
        return working(arrived, PLAN_DAYS)
    return arrived + timedelta(days=PLAN_DAYS)


class AdmissionRate(NamedTuple):
    """Admissions in a period (2026-10, or 2026-Q4 for a small home) and for 100 beds."""

    period: str
    admissions: int
    rate: Fraction


def rates(months: Mapping[str, int], beds: int) -> list[AdmissionRate]:
    """Unplanned admissions for 100 beds in the order of time, by month; by quarter for a small home, whole quarters alone."""
    if not beds:
        return []
    found = dict(sorted(months.items())) if beds >= SMALL_HOME else _quarters(months)
    return [AdmissionRate(period, number, Fraction(number * 100, beds)) for period, number in found.items()]


def _quarters(months: Mapping[str, int]) -> dict[str, int]:
    sums: dict[str, list[int]] = {}
    for month, number in sorted(months.items()):
        sums.setdefault(quarter_of(month), []).append(number)
    return {quarter: sum(numbers) for quarter, numbers in sums.items() if len(numbers) == 3}


class RoundsKept(NamedTuple):
    """Rounds of some weeks: how many were kept, how often each role came to them, and the weeks that were missed."""

    kept: int
    weeks: int
    came: dict[str, int]
    missed: tuple[str, ...]


def rounds_kept(weeks: Sequence[str], said: Mapping[str, tuple[bool, Iterable[str]]]) -> RoundsKept:
    """What became of the rounds of some weeks. ``said`` has for each week whether it was kept and which roles came; a week of
    which nothing was said was not kept."""
    kept = [week for week in weeks if week in said and said[week][0]]
    came = {role: sum(role in tuple(said[week][1]) for week in kept) for role in ROLES}
    missed = tuple(week for week in weeks if week not in kept)
    return RoundsKept(len(kept), len(weeks), {role: n for role, n in came.items() if n}, missed)


def money_shares(shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Shares of money that make up the whole: what is left goes to the last. Raises ``ValueError`` where they are more."""
    left = 1 - sum(shares.values(), Fraction(0))
    if left < 0:
        raise ValueError("the shares are more than the whole")
    return {**shares, "pharmacist": left}
