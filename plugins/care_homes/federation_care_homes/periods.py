"""Weeks, months and quarters as they are written: 2026-W40, 2026-10, 2026-Q4."""

import re
from datetime import date, timedelta
from typing import Final

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
