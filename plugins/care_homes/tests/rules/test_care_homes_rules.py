"""Weeks, rates, rounding of small numbers, places, a sketch."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from federation_care_homes.homes.grid import to_grid
from federation_care_homes.periods import is_month, monday_of, week_of
from federation_care_homes.privacy import about, coarse, sum_of, weighed
from federation_care_homes.running.rules import money_shares, plan_due, rates

from federation.toolkit import add_working_days


def test_weeks_and_months() -> None:
    assert (monday_of("2026-W40"), week_of(date(2026, 9, 30))) == (date(2026, 9, 28), "2026-W40")
    assert [monday_of(week) for week in ("2026-W54", "2026-W00", "W40", "2026-w40")] == [None] * 4
    assert [is_month(one) for one in ("2026-10", "2026-13", "2026-1")] == [True, False, False]


def test_plans_are_due_by_the_rule_of_their_day() -> None:
    assert plan_due(date(2026, 12, 18), add_working_days) == date(2026, 12, 31)
    assert plan_due(date(2023, 11, 27), add_working_days) == date(2023, 12, 4)


def test_small_homes_are_counted_by_whole_quarters() -> None:
    months = {"2026-01": 1, "2026-02": 0, "2026-03": 2, "2026-04": 5}
    assert next((one.period, one.rate) for one in rates(months, 40)) == ("2026-01", Fraction(5, 2))
    assert [(one.period, one.admissions, one.rate) for one in rates(months, 15)] == [("2026-Q1", 3, 20)]
    assert rates(months, 0) == []


def test_numbers_for_those_whom_they_do_not_concern() -> None:
    words = {number: about(number, 5) for number in (0, 1, 4, 5, 7, 8, 31)}
    assert list(words.values()) == ["none", *["fewer than 5"] * 2, *["about 5"] * 2, "about 10", "about 30"]


def test_a_total_tells_nothing_that_its_parts_do_not() -> None:
    """As somebody would try to take it apart: whichever counts stand behind what is shown of the parts, the total is the same,
    so that no total narrows a part down. A total that was rounded by itself would: 18, 8 and 1 come to 27, and "about 25" beside
    "about 20", "about 10" and "fewer than 5" leaves nothing else."""
    behind: dict[tuple[int | None, ...], set[int | None]] = {}
    for counts in product(range(13), repeat=3):
        shown = tuple(coarse(count, 5) for count in counts)
        behind.setdefault(shown, set()).add(sum_of(counts, 5))
    assert all(len(sums) == 1 for sums in behind.values())
    hidden = {shown: sums for shown, sums in behind.items() if None in shown}
    assert len(hidden) > 10
    assert sum_of([18, 8, 1], 5) == sum_of([22, 12, 4], 5) == 35
    assert (sum_of([3], 5), sum_of([3, 4], 5), sum_of([], 5)) == (None, 5, 0)
    assert weighed({"A": 18, "B": 3}, 5) == {"A": 20, "B": Fraction(5, 2)}


def test_money_is_the_whole() -> None:
    shares = money_shares({"practice": Fraction(7, 10), "nurses": Fraction(1, 5)})
    assert (sum(shares.values()), shares["pharmacist"]) == (1, Fraction(1, 10))
    with pytest.raises(ValueError, match="more than the whole"):
        money_shares({"practice": Fraction(1), "nurses": Fraction(1, 5)})


def test_a_place_of_the_survey_s_own_example() -> None:
    assert to_grid(52.657979, 1.716052) == (651_410, 313_177)
