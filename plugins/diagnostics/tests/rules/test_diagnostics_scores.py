"""Scores are exact, and a practice of many does not outvote a practice of few."""

from fractions import Fraction

import pytest
from federation_diagnostics.rules.answers import PersonAnswers
from federation_diagnostics.rules.questionnaire import DIMENSIONS, ITEMS
from federation_diagnostics.rules.scores import (
    MeanScore,
    alpha,
    answered_by_practice,
    dimension_points,
    score,
    year_ago,
)
from hypothesis import given
from hypothesis import strategies as st
from surveyed import VISION, alike, person

POINTS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.fractions(1, 5, max_denominator=3)), min_size=1, max_size=20
)


def scored(*points: tuple[str, int]) -> MeanScore:
    found = score((practice, Fraction(number)) for practice, number in points)
    assert found is not None
    return found


def test_the_vectors_of_agreement() -> None:
    assert scored(*[("A", 4)] * 7).agreement == 1
    assert scored(*(("A", answer) for answer in (1, 2, 3, 4, 5))).agreement == 0
    assert scored(("A", 1), ("B", 5)).agreement == 0
    assert scored(("A", 3), ("A", 4)).agreement == Fraction(7, 8)


def test_a_mean_is_the_mean_of_the_practices() -> None:
    found = scored(*[("large", 5)] * 40, *[("small", 2)] * 3, ("small", 3))
    assert found.mean == Fraction(5 + Fraction(9, 4), 2)
    assert (found.people, found.practices) == (44, 2)
    assert found.spread == (0, 3, 1, 0, 40)
    assert found.agreeing == Fraction(40, 44)
    assert found.heaviest == Fraction(1, 8)


def test_nobody_has_no_score() -> None:
    assert score([]) is None


def test_a_person_counts_with_what_they_know() -> None:
    answers = [person("A", (5, None, 4)), person("A", (None, None, None)), person("B", (1, 1, 2))]
    assert dimension_points(answers, VISION) == [("A", Fraction(9, 2)), ("B", Fraction(4, 3))]


@given(POINTS)
def test_bounds(points: list[tuple[str, Fraction]]) -> None:
    found = score(points)
    assert found is not None
    assert 1 <= found.mean <= 5
    assert 0 <= found.agreement <= 1
    assert 0 <= found.variance <= 4
    assert sum(found.spread) == found.people == len(points)
    assert 0 < found.heaviest <= 1


@given(POINTS, st.randoms())
def test_order_does_not_matter(points: list[tuple[str, Fraction]], order: object) -> None:
    shuffled = sorted(points, key=lambda _: order.random())  # type: ignore[attr-defined]
    assert score(shuffled) == score(points)


@given(POINTS, st.sampled_from("ABC"), st.integers(2, 5))
def test_a_practice_that_answers_many_times_over_counts_the_same(
    points: list[tuple[str, Fraction]], practice: str, times: int
) -> None:
    more = [point for point in points for _ in range(times if point[0] == practice else 1)]
    one, other = score(points), score(more)
    assert one is not None
    assert other is not None
    assert one.mean == other.mean


def test_alpha_needs_ten_who_answered_everything_and_differ() -> None:
    rows = [(1, 2, 2), (2, 2, 3), (3, 3, 3), (4, 5, 4), (5, 5, 5)] * 2
    answers = [person("A", row) for row in rows]
    # Statements' variances 2, 1.84 and 1.04; the sums 5, 7, 9, 13 and 15 have 13.76.
    assert alpha(answers, VISION) == Fraction(3, 2) * (1 - Fraction(488, 1376))
    assert alpha(answers[1:], VISION) is None
    assert alpha([*answers[1:], person("A", (1, 2, None))], VISION) is None
    assert alpha([*answers, person("A", (1, 2, None))], VISION) == alpha(answers, VISION)
    assert alpha(alike("A", *[3] * 12), VISION) is None


def test_three_statements_that_say_the_same_have_an_alpha_of_one() -> None:
    assert alpha(alike("A", *[1, 2, 3, 4, 5] * 2), VISION) == 1


def test_a_year_ago_and_response() -> None:
    answers = [
        person("B", year_ago={"vision": "better"}),
        person("A"),
        person("B", year_ago={"vision": None}),
    ]
    assert year_ago(answers, VISION) == {"better": 1, None: 2}
    assert answered_by_practice(answers, {"C": 4, "B": 2, "A": 1}) == {"A": (1, 1), "B": (2, 2), "C": (0, 4)}
    assert list(answered_by_practice(answers, {"C": 4, "B": 2, "A": 1})) == ["A", "B", "C"]


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda one: one.key)
def test_every_statement_is_scored_in_its_own_dimension(dimension: object) -> None:
    answers = [PersonAnswers("A", {key: 5 if key.startswith(dimension.key) else 1 for key in ITEMS})]  # type: ignore[attr-defined]
    assert [dimension_points(answers, one) for one in DIMENSIONS] == [
        [("A", Fraction(5 if one is dimension else 1))] for one in DIMENSIONS
    ]
