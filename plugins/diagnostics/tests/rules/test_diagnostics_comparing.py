"""Changes between two surveys, and what may be chance."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, sqrt

import pytest
from federation_diagnostics.rules.comparing import (
    DimensionSample,
    MeanChange,
    chance_words,
    change,
    margin,
    worth,
)
from federation_diagnostics.rules.figures import ShownFigure, root, root_up, rounded, rounded_up
from hypothesis import given
from hypothesis import strategies as st


def sample(mean: str, spread: str = "0.82", answers: int = 61) -> DimensionSample:
    return DimensionSample(ShownFigure(Decimal(mean)), ShownFigure(Decimal(spread)), Fraction(answers))


def test_the_margin_of_61_answers() -> None:
    """1.96 x the root of (0.82² / 61 + 0.82² / 61) is 0.2910, never rounded down."""
    assert margin(sample("3.2"), sample("3.3")) == Decimal("0.30")
    assert margin(sample("3.2", answers=244), sample("3.3", answers=244)) == Decimal("0.15")


@pytest.mark.parametrize(
    ("now", "before", "words", "certainty", "threshold"),
    [
        (sample("3.8"), sample("3.2"), "Up 0.6", "", "0.3"),
        (sample("3.2"), sample("3.5"), "Down 0.3", "", "0.3"),
        (sample("4.1"), sample("3.9"), "Up 0.2", "May be chance", "0.3"),
        (sample("3.2"), sample("3.2"), "No change", "", "0.3"),
        (sample("3.3", answers=900), sample("3.2", answers=900), "Up 0.1", "May be chance", "0.2"),
        (sample("3.4", answers=900), sample("3.2", answers=900), "Up 0.2", "", "0.2"),
    ],
)
def test_changes_in_words(
    now: DimensionSample, before: DimensionSample, words: str, certainty: str, threshold: str
) -> None:
    found = change(now, before)
    assert (found.words, found.certainty, found.threshold) == (words, certainty, Decimal(threshold))
    assert found.was == before.mean.words
    assert found.sure is (certainty == "" and words != "No change")


def test_without_a_spread_every_change_may_be_chance() -> None:
    few = DimensionSample(ShownFigure(Decimal("4.4")), ShownFigure(why="Too few."), Fraction(7))
    found = change(few, sample("2.1"))
    assert (found.words, found.certainty, found.threshold) == ("Up 2.3", "May be chance", None)
    assert found.why == "With fewer than 10 answers a change cannot be told from chance."


@pytest.mark.parametrize("mean", [ShownFigure(why="Too few."), ShownFigure(Decimal("4.5"), "or more")])
def test_a_mean_that_is_not_shown_exactly_is_not_compared(mean: ShownFigure) -> None:
    found = change(DimensionSample(mean, ShownFigure(Decimal("0.50")), Fraction(20)), sample("4.0"))
    assert (found.by, found.words, found.certainty) == (None, "Cannot be told", "")
    assert found.why == "One of the two means is not shown, or only as “or more” or “or less”."


def test_the_worth_of_answers_falls_where_few_speak_for_a_practice() -> None:
    assert worth([5, 5, 5]) == 15
    assert worth([7, 0]) == 7
    assert worth([40, 1, 1, 1]) == Fraction(16 * 40, 121)


def test_the_sentence_under_the_table() -> None:
    narrow, wide = (
        MeanChange(Decimal("0.1"), "3.0", Decimal("0.3")),
        MeanChange(None, "3.0", None, "Not compared."),
    )
    wider = MeanChange(Decimal("0.1"), "3.0", Decimal("0.4"))
    assert chance_words([narrow, wide, narrow], 61) == "A change under 0.3 may be chance with 61 answers."
    assert (
        chance_words([wider, narrow], 61)
        == "A change under 0.3 to 0.4 (it differs by dimension) may be chance with 61 answers."
    )
    assert chance_words([wide], 7) == "Not compared."
    assert chance_words([], 61) == ""


@given(st.fractions(0, 4))
def test_roots_by_whole_numbers(number: Fraction) -> None:
    below, above = root(number, 2), root_up(number, 2)
    step = Fraction(1, 100)
    assert (Fraction(below) - step / 2) ** 2 <= number or below == 0
    assert number < (Fraction(below) + step / 2) ** 2
    assert Fraction(above) ** 2 >= number
    assert above == 0 or (Fraction(above) - step) ** 2 < number
    assert abs(float(above) - ceil(sqrt(number) * 100) / 100) < 0.011


def test_halves_are_rounded_up() -> None:
    assert [str(rounded(Fraction(number, 20), 1)) for number in (1, 3, -1, -3, 40)] == [
        "0.1",
        "0.2",
        "0.0",
        "-0.1",
        "2.0",
    ]
    assert str(rounded_up(Fraction(400, 61), 0)) == "7"
    assert str(root(Fraction(2), 2)) == "1.41"
    assert str(root_up(Fraction(2), 2)) == "1.42"
