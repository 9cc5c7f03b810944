"""How it goes: rounds, plans within their time, admissions as rates, and money split to the penny."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, NamedTuple

from ..periods import quarter_of

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
