"""The maturity workshop: levels, groups, timetable, what is recorded, priorities."""

from datetime import datetime
from itertools import pairwise

import pytest
from federation_diagnostics.rules.errors import DiagnosticsError
from federation_diagnostics.rules.maturity import LEVEL_TITLES, LEVELS, MATURITY
from federation_diagnostics.rules.protocol import STEPS, groups, timetable
from federation_diagnostics.rules.questionnaire import DIMENSIONS
from federation_diagnostics.rules.workshop import LevelEntry, by_gap, outcomes, priorities
from hypothesis import given
from hypothesis import strategies as st


def test_every_dimension_of_the_survey_has_four_levels() -> None:
    assert [(one.key, one.title) for one in MATURITY] == [(one.key, one.title) for one in DIMENSIONS]
    assert LEVELS == (1, 2, 3, 4) == tuple(LEVEL_TITLES)
    assert len({level for one in MATURITY for level in one.levels}) == 32


@given(st.integers(4, 400))
def test_groups_are_of_4_to_8_and_as_equal_as_can_be(number: int) -> None:
    sizes = groups(number)
    assert sum(sizes) == number
    assert all(4 <= size <= 8 for size in sizes)
    assert max(sizes) - min(sizes) <= 1
    assert number < 15 or len(sizes) > 1


def test_groups_of_some_numbers() -> None:
    assert groups(8) == (8,)
    assert groups(9) == (5, 4)
    assert groups(15) == (8, 7)
    assert groups(17) == (6, 6, 5)
    with pytest.raises(DiagnosticsError, match="needs 4 people or more"):
        groups(3)


@pytest.mark.parametrize("minutes", [90, 105, 120])
def test_a_timetable_fills_its_minutes(minutes: int) -> None:
    slots = timetable(datetime(2026, 10, 8, 13, 30), minutes)
    assert sum(slot.minutes for slot in slots) == minutes
    assert [slot.step for slot in slots] == list(STEPS)
    assert all(before.ends == after.begins for before, after in pairwise(slots))
    assert slots[2].minutes == minutes - 50 >= 5 * len(MATURITY)


def test_the_usual_timetable_of_an_afternoon() -> None:
    slots = timetable(datetime(2026, 10, 8, 13, 30))
    assert [f"{slot.begins:%H:%M}" for slot in slots] == [
        "13:30",
        "13:38",
        "13:45",
        "14:40",
        "14:55",
        "15:05",
        "15:13",
    ]
    assert f"{slots[-1].ends:%H:%M}" == "15:15"


@pytest.mark.parametrize("minutes", [89, 121])
def test_a_workshop_takes_90_to_120_minutes(minutes: int) -> None:
    with pytest.raises(DiagnosticsError, match="A workshop takes 90 to 120 minutes"):
        timetable(datetime(2026, 10, 8, 13, 30), minutes)


ENTRIES = [
    LevelEntry("Table 2", "vision", 3, 4, "Ours is known to all"),
    LevelEntry("Table 1", "vision", 2, 3),
    LevelEntry("Table 3", "vision", 4, 4, "So is ours"),
    LevelEntry("Table 1", "fairness", 1, 3),
    LevelEntry("Table 2", "fairness", 1, 3),
    LevelEntry("Table 1", "trust", 2, 3),
]


def test_the_lowest_level_is_recorded_and_the_range_noted() -> None:
    vision, trust, fairness = outcomes(ENTRIES, {"trust": 4, "fairness": 2})
    assert vision.words == "Level 2 (2 to 4) now, 3 (3 to 4) wanted; 3 groups"
    assert trust.words == "Level 2 now, 3 wanted; 1 group"
    assert (vision.gap, trust.gap, fairness.gap) == (1, 1, 2)
    assert (vision.votes, trust.votes, fairness.votes) == (0, 4, 2)
    assert vision.notes == (("Table 2", "Ours is known to all"), ("Table 3", "So is ours"))


def test_a_range_within_a_group_is_noted_too() -> None:
    (alone,) = outcomes([LevelEntry("Table 1", "trust", 2, 3, highest=4)])
    assert alone.words == "Level 2 (2 to 4) now, 3 wanted; 1 group"
    (several,) = outcomes(
        [LevelEntry("Table 1", "trust", 2, 3, highest=3), LevelEntry("Table 2", "trust", 1, 2)]
    )
    assert several.words == "Level 1 (1 to 3) now, 2 (2 to 3) wanted; 2 groups"


@pytest.mark.parametrize("highest", [0, 1, 5])
def test_a_highest_level_that_cannot_be(highest: int) -> None:
    with pytest.raises(DiagnosticsError) as refused:
        LevelEntry("Table 1", "trust", 2, 3, highest=highest)
    assert refused.value.field == "highest"


def test_priorities_by_votes_and_before_them_by_gap() -> None:
    found = outcomes(ENTRIES, {"trust": 4, "fairness": 2})
    assert [one.dimension for one in priorities(found)] == ["trust", "fairness", "vision"]
    assert [one.dimension for one in by_gap(found)] == ["fairness", "vision", "trust"]
    assert priorities(outcomes(ENTRIES)) == by_gap(outcomes(ENTRIES))


@given(st.permutations(ENTRIES))
def test_the_order_of_entries_does_not_matter(entries: list[LevelEntry]) -> None:
    assert outcomes(entries) == outcomes(ENTRIES)


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(1, 4)).filter(lambda pair: pair[0] <= pair[1]), min_size=1
    )
)
def test_a_gap_is_never_below_nothing(levels: list[tuple[int, int]]) -> None:
    entries = [LevelEntry(f"Table {place}", "vision", *pair) for place, pair in enumerate(levels)]
    (found,) = outcomes(entries)
    assert 0 <= found.gap <= 3
    assert found.current.lowest == min(now for now, _ in levels)


@pytest.mark.parametrize(
    ("dimension", "current", "wanted", "field"),
    [
        ("weather", 1, 2, "dimension"),
        ("vision", 0, 2, "current"),
        ("vision", 3, 5, "wanted"),
        ("vision", 3, 2, "wanted"),
    ],
)
def test_entries_that_cannot_be(dimension: str, current: int, wanted: int, field: str) -> None:
    with pytest.raises(DiagnosticsError) as refused:
        LevelEntry("Table 1", dimension, current, wanted)
    assert refused.value.field == field


def test_a_group_enters_a_dimension_once_and_votes_are_counted() -> None:
    with pytest.raises(DiagnosticsError, match="Table 1 has entered this dimension already"):
        outcomes([*ENTRIES, LevelEntry("Table 1", "trust", 1, 2)])
    with pytest.raises(DiagnosticsError, match="not part of the workshop"):
        outcomes(ENTRIES, {"weather": 1})
    with pytest.raises(DiagnosticsError, match="0 or more"):
        outcomes(ENTRIES, {"trust": -1})
