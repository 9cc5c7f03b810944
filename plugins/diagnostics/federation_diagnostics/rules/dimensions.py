"""What is published of one dimension and its statements."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from .answers import Answers
from .bands import AGREEING, UNKNOWN, YEAR_AGO, agreeing, banded
from .figures import Figure, root, rounded
from .floor import ENOUGH, FLOOR, mean_figure
from .questionnaire import Dimension, Item
from .results import Agreement, DimensionResult, ItemResult
from .scores import FEWEST_FOR_ALPHA, Score, alpha, dimension_points, item_points, score, year_ago

HIGH, MEDIUM = Decimal("0.70"), Decimal("0.50")  # agreement as published, from which on it is called so
CLOSEST = Fraction(9, 10)  # agreement above is not told apart: at 1, one answer is everybody's

_TOO_FEW = f"Shown from {FLOOR} answers on."
_NOT_ENOUGH = f"Shown from {ENOUGH} answers on, so that nobody can work out what a few people answered."
_NO_ALPHA = f"Shown where {FEWEST_FOR_ALPHA} people or more answered every statement, and not all alike."


def dimension_result(answers: Sequence[Answers], dimension: Dimension) -> DimensionResult:
    """The dimension without a comparison."""
    found = score(dimension_points(answers, dimension))
    years = year_ago(answers, dimension)
    reliability = alpha(answers, dimension)
    return DimensionResult(
        key=dimension.key,
        title=dimension.title,
        mean=_mean(found),
        agreement=_agreement(found),
        spread=_spread(found),
        alpha=Figure(why=_NO_ALPHA) if reliability is None else Figure(rounded(reliability, 2)),
        year_ago=banded({key or UNKNOWN: number for key, number in years.items()}, YEAR_AGO),
        items=tuple(_item(answers, item) for item in dimension.items),
    )


def _mean(found: Score | None) -> Figure:
    if found is None or found.people < FLOOR:
        return Figure(why=_TOO_FEW)
    return mean_figure(found.mean, found.heaviest)


def _agreement(found: Score | None) -> Agreement:
    if found is None or found.people < ENOUGH:
        return Agreement("", Figure(why=_NOT_ENOUGH))
    if found.agreement > CLOSEST:
        return Agreement("High", Figure(rounded(CLOSEST, 2), "or more"))
    value = rounded(found.agreement, 2)
    return Agreement("High" if value >= HIGH else "Medium" if value >= MEDIUM else "Low", Figure(value))


def _spread(found: Score | None) -> Figure:
    """The standard deviation of single people. It says what agreement says, and stops where that does."""
    if found is None or found.people < ENOUGH:
        return Figure(why=_NOT_ENOUGH)
    if found.agreement > CLOSEST:
        return Figure(root(2 * (1 - CLOSEST), 2), "or less")
    return Figure(root(found.variance, 2))


def _item(answers: Sequence[Answers], item: Item) -> ItemResult:
    found = score(item_points(answers, item))
    one, two, three, four, five = found.spread if found else (0, 0, 0, 0, 0)
    known = found.people if found else 0
    counts = {
        "agree": four + five,
        "between": three,
        "disagree": one + two,
        UNKNOWN: len(answers) - known,
    }
    bands = banded(counts, AGREEING)
    return ItemResult(item.key, item.words, agreeing(counts, bands), bands)
