"""Working days in England, held against the days that were published."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kernel.working_days import (
    add_working_days,
    bank_holidays,
    is_working_day,
    notice_by,
    notice_ends,
    working_days_between,
)

PUBLISHED = {
    2019: ("01-01", "04-19", "04-22", "05-06", "05-27", "08-26", "12-25", "12-26"),
    2020: ("01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"),
    2021: ("01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"),
    2022: ("01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"),
    2023: ("01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"),
    2024: ("01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"),
    2025: ("01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"),
    2026: ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"),
    2027: ("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"),
}
_days = st.dates(date(1980, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_as_published(year: int) -> None:
    assert tuple(f"{on:%m-%d}" for on in bank_holidays(year)) == PUBLISHED[year]


def test_days_that_a_proclamation_moved_or_added() -> None:
    assert date(1995, 5, 8) in bank_holidays(1995) and date(1995, 5, 1) not in bank_holidays(1995)
    assert [date(2002, 6, 3), date(2002, 6, 4)] == [on for on in bank_holidays(2002) if on.month == 6]
    assert bank_holidays(2011)[date(2011, 4, 29)] == "Royal wedding"
    assert bank_holidays(1999)[date(1999, 12, 31)] == "Millennium Eve"


def test_a_standstill_of_eight_working_days() -> None:
    """Counted from the day after a notice, as the statutory guidance of the selection regime says."""
    assert add_working_days(date(2026, 1, 5), 8) == date(2026, 1, 15)
    assert working_days_between(date(2026, 1, 5), date(2026, 1, 15)) == 8


def test_over_christmas_and_back() -> None:
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 29), -1) == date(2026, 12, 24)
    assert add_working_days(date(2026, 12, 26), 0) == date(2026, 12, 26)
    assert working_days_between(date(2026, 12, 29), date(2026, 12, 24)) == -1


@settings(max_examples=100, database=None)
@given(_days, st.integers(-80, 80))
def test_counting_undoes_adding(start: date, count: int) -> None:
    end = add_working_days(start, count)
    assert working_days_between(start, end) == count
    assert count == 0 or is_working_day(end)


def test_clear_days_count_neither_the_notice_nor_the_event() -> None:
    assert notice_ends(date(2026, 11, 1), 14) == date(2026, 11, 16)
    assert notice_by(date(2026, 11, 16), 14) == date(2026, 11, 1)
    between = date(2026, 11, 16) - date(2026, 11, 1) - timedelta(days=1)
    assert between.days == 14


@pytest.mark.parametrize("year", [1977, 2201])
def test_years_without_a_rule(year: int) -> None:
    with pytest.raises(ValueError, match="1978 to 2200"):
        bank_holidays(year)
