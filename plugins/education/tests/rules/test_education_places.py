"""Whose turn it is, briefs against the four principles, and when a course is judged."""

from datetime import date
from fractions import Fraction

from federation_education.assurance.rules import CLOSES_AFTER, OPENS_AFTER, JudgeSays, agreeing, level_times
from federation_education.briefs.rules import may_be_judged, principles_met
from federation_education.courses.rules import PlaceHolder, allotted, in_turn, spent_when_stopped
from federation_education.figures import YesOf, months_after
from hypothesis import given, settings
from hypothesis import strategies as st

_HOLDERS = st.lists(
    st.tuples(st.integers(0, 9_000), st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)), max_size=5
).map(lambda rows: [PlaceHolder(f"Z{at}", *row) for at, row in enumerate(rows)])


def test_the_fewest_places_for_its_patients_come_first() -> None:
    holders = [
        PlaceHolder("A", 10_000, 2, 2, 2),
        PlaceHolder("B", 5_000, 1, 1, 2),
        PlaceHolder("C", 20_000, 3, 3, 1),
        PlaceHolder("D", 0, 0, 0, 1),
    ]
    assert in_turn(holders, 9) == ["C", "A", "B", "A", "B", "D"]
    assert in_turn(holders, 2) == ["C", "A"]


def test_a_share_is_kept_until_it_is_freed() -> None:
    holders = [PlaceHolder("A", 10_000, 2, 0, 0), PlaceHolder("B", 5_000, 2, 0, 4)]
    assert allotted(holders, 4, kept=True) == ["B", "B"]
    assert allotted(holders, 4, kept=False) == ["B", "B", "B", "B"]
    assert allotted(holders, 5, kept=True) == ["B", "B", "B"]


@settings(deadline=None)
@given(_HOLDERS, st.integers(0, 30), st.booleans())
def test_never_more_places_than_there_are_nor_than_wait(
    holders: list[PlaceHolder], places: int, kept: bool
) -> None:
    order = allotted(holders, places, kept)
    taken = sum(one.booked for one in holders)
    assert len(order) <= max(0, places - taken)
    assert all(order.count(one.code) <= one.waiting for one in holders)
    if not kept:
        assert len(order) == min(max(0, places - taken), sum(one.waiting for one in holders))
    assert order == allotted(list(reversed(holders)), places, kept)


def test_a_brief_meets_four_principles_or_says_why_not() -> None:
    brief = {"why": "They asked.", "doing": "In pairs.", "solving": "Their cases.", "use": " "}
    assert principles_met(brief) == {"why": True, "doing": True, "solving": True, "use": False}
    assert not may_be_judged(brief)
    assert may_be_judged({**brief, "because": "The machines come later."})
    assert may_be_judged({**brief, "use": "On Monday."})


def test_levels_come_at_the_end_and_after_3_6_and_12_months() -> None:
    assert months_after(date(2027, 11, 30), 3) == date(2028, 2, 29)
    times = level_times(date(2026, 11, 17))
    assert [one.opens for one in times.values()] == [
        date(2026, 11, 17),
        date(2027, 2, 17),
        date(2027, 2, 17),
        date(2027, 11, 17),
    ]
    assert times[3].closes == date(2027, 5, 17)


def test_two_of_those_who_judge_now_say_the_same() -> None:
    day = date(2027, 3, 1)
    one, other = JudgeSays(1, "remedy", day), JudgeSays(2, "remedy", day)
    assert agreeing([one], {1, 2}) is None
    assert agreeing([one, other], {1, 2}) == one
    assert agreeing([one, other], {2}) is None and agreeing([one, other], {1}) is None
    assert agreeing([one, other._replace(right_by=date(2027, 3, 2))], {1, 2}) is None
    assert agreeing([one, JudgeSays(1, "stop", None), other], {1, 2}) is None
    assert agreeing([one, JudgeSays(2, "stop", None), JudgeSays(3, "remedy", day)], {1, 2, 3}) == one


def test_what_a_stopped_course_has_used_is_the_part_of_its_minutes() -> None:
    assert spent_when_stopped(70_001, [(100, True), (200, False)]) == 23_334
    assert spent_when_stopped(70_001, [(100, True), (200, True)]) == 70_001
    assert spent_when_stopped(70_001, []) == 0 == spent_when_stopped(70_001, [(90, False)])


def test_what_is_said_names_both_numbers() -> None:
    assert YesOf(17, 20, 22).words == "17 of the 20 who answered said yes, 85% (22 were asked)"
    assert Fraction(17, 20) * Fraction(20, 22) == Fraction(17, 22)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_no_level_is_asked_outside_the_days_on_which_the_sweep_looks(ended_on: date) -> None:
    for level, times in level_times(ended_on).items():
        first, last = CLOSES_AFTER[level]
        assert OPENS_AFTER[level] <= (times.opens - ended_on).days <= OPENS_AFTER[level] + 3
        assert first <= (times.closes - ended_on).days <= last
