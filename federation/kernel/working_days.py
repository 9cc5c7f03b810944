"""Working days in England, and periods of notice: pure, from the rules by which bank holidays are set.

The Banking and Financial Dealings Act 1971, schedule 1, and the yearly proclamations under it: eight days, of which those
that fall on a weekend are kept on the next weekday. Days moved or added by a proclamation of their own stand in the
tables below; a new one is an entry there. (A library that knows the holidays of all countries costs every process that
imports it 45 MiB and a second.)
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1978, 2200
"""The rules below hold from the first; the last keeps a mistyped year from being counted to."""

_MAY, _SPRING = "Early May bank holiday", "Spring bank holiday"
_MOVED = {
    (1995, _MAY): date(1995, 5, 8),
    (2002, _SPRING): date(2002, 6, 4),
    (2012, _SPRING): date(2012, 6, 4),
    (2020, _MAY): date(2020, 5, 8),
    (2022, _SPRING): date(2022, 6, 2),
}
_ADDED = {
    date(1981, 7, 29): "Royal wedding",
    date(1999, 12, 31): "Millennium Eve",
    date(2002, 6, 3): "Golden Jubilee",
    date(2011, 4, 29): "Royal wedding",
    date(2012, 6, 5): "Diamond Jubilee",
    date(2022, 6, 3): "Platinum Jubilee",
    date(2022, 9, 19): "State Funeral of Queen Elizabeth II",
    date(2023, 5, 8): "Coronation of King Charles III",
}
_DAY = timedelta(days=1)
_FRIDAY = 4


def is_working_day(on: date) -> bool:
    """Whether a day is neither at a weekend nor a bank holiday. Raises ``ValueError`` outside of the years known."""
    return on.weekday() <= _FRIDAY and on not in bank_holidays(on.year)


def add_working_days(start: date, count: int) -> date:
    """The ``count``-th working day after ``start``, or before it for a negative number; ``start`` itself for 0.

    The day of ``start`` is never counted, as where a standstill begins on the day after a notice.
    """
    step = _DAY if count > 0 else -_DAY
    on, left = start, abs(count)
    while left:
        on += step
        left -= is_working_day(on)
    return on


def working_days_between(start: date, end: date) -> int:
    """How many working days come after ``start`` up to and with ``end``; negative where ``end`` is earlier: then those
    from ``end`` up to the day before ``start``. So it undoes :func:`add_working_days`."""
    if end < start:
        return -sum(is_working_day(on) for on in _days(end, start - _DAY))
    return sum(is_working_day(on) for on in _days(start + _DAY, end))


def notice_ends(given: date, clear_days: int) -> date:
    """The first day on which something may happen of which ``clear_days`` clear days' notice was given: neither the day of
    the notice nor that day itself is counted."""
    return given + _DAY * (clear_days + 1)


def notice_by(event: date, clear_days: int) -> date:
    """The last day on which notice can be given, so that ``clear_days`` clear days lie before the event."""
    return event - _DAY * (clear_days + 1)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> dict[date, str]:
    """The bank holidays of England in a year, none of them at a weekend, in order. Raises ``ValueError`` for a year before
    1978 or after 2200."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"bank holidays are known from {FIRST_YEAR} to {LAST_YEAR}")
    sunday = _easter(year)
    found = {
        _weekday(date(year, 1, 1)): "New Year's Day",
        sunday - 2 * _DAY: "Good Friday",
        sunday + _DAY: "Easter Monday",
        _MOVED.get((year, _MAY), _monday(date(year, 5, 1))): _MAY,
        _MOVED.get((year, _SPRING), _monday(date(year, 5, 25))): _SPRING,
        _monday(date(year, 8, 25)): "Summer bank holiday",
    }
    for first, name in ((date(year, 12, 25), "Christmas Day"), (date(year, 12, 26), "Boxing Day")):
        # On a weekday Boxing Day keeps its own day, and Christmas Day on a Sunday is kept after it.
        taken = {date(year, 12, 26)} if name == "Christmas Day" else set(found)
        found[_weekday(first, taken)] = name
    found |= {on: name for on, name in _ADDED.items() if on.year == year}
    return dict(sorted(found.items()))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * number for number in range((last - first).days + 1))


def _monday(on: date) -> date:
    """The first Monday from a day on."""
    return on + _DAY * (-on.weekday() % 7)


def _weekday(on: date, taken: set[date] | frozenset[date] = frozenset()) -> date:
    """The day, or where it is at a weekend the next weekday that is not taken."""
    if on.weekday() <= _FRIDAY:
        return on
    while on.weekday() > _FRIDAY or on in taken:
        on += _DAY
    return on


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule that Butcher's Ecclesiastical Calendar gave in 1876."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
