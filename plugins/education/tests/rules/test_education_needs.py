"""Gaps between how important a task is and how well it is done."""

from fractions import Fraction

import pytest
from federation_education.figures import one_place
from federation_education.needs.rules import PracticeReply, RatedTask, TaskRating, flaw, gaps
from hypothesis import given
from hypothesis import strategies as st

_TASKS = [RatedTask(str(place), f"Task {place}") for place in range(1, 4)]
_RATED = st.tuples(st.integers(0, 2), st.integers(1, 7), st.integers(1, 7))
_REPLY = st.tuples(st.integers(0, 50), st.lists(_RATED, max_size=3)).map(
    lambda said: PracticeReply(
        said[0] or None, {_TASKS[task].key: TaskRating(high, low) for task, high, low in said[1]}
    )
)


def test_a_gap_is_importance_less_performance_over_those_who_rated_it() -> None:
    replies = [
        PracticeReply(3, {"1": TaskRating(7, 3), "2": TaskRating(5, 5)}),
        PracticeReply(None, {"1": TaskRating(6, 4)}),
        PracticeReply(2, {"1": TaskRating(6, 4), "2": TaskRating(6, 1)}),
    ]
    first, second = gaps(_TASKS, replies)
    assert (first.task.key, first.importance, first.performance, first.gap) == (
        "1",
        Fraction(19, 3),
        Fraction(11, 3),
        Fraction(8, 3),
    )
    assert (first.answered, first.people, first.reach) == (3, 5, Fraction(40, 3))
    assert (second.task.key, second.gap, second.answered) == ("2", Fraction(5, 2), 2)


@given(st.lists(_REPLY, max_size=6))
def test_gaps_fall_and_stay_within_the_scale_whatever_the_order(replies: list[PracticeReply]) -> None:
    found = gaps(_TASKS, replies)
    assert found == gaps(_TASKS, reversed(replies))
    assert [one.gap for one in found] == sorted((one.gap for one in found), reverse=True)
    assert all(-6 <= one.gap <= 6 and one.answered for one in found)
    assert {one.task.key for one in found} == {key for reply in replies for key in reply.answers}


@pytest.mark.parametrize("value", [0, 8, -1, True, 1.5, "3", None])
def test_only_whole_numbers_from_1_to_7_are_ratings(value: object) -> None:
    assert flaw(value, 4) and flaw(4, value) and not flaw(1, 7)


@pytest.mark.parametrize(
    ("value", "words"), [(Fraction(19, 3), "6.3"), (Fraction(1, 20), "0.1"), (Fraction(-5, 2), "−2.5")]
)
def test_a_place_is_enough_to_read(value: Fraction, words: str) -> None:
    assert one_place(value) == words
