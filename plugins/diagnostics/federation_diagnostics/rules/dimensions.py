"""What is published of one dimension and its statements."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from .answers import PersonAnswers
from .bands import AGREEING, UNKNOWN, YEAR_AGO, QuestionBands, agreeing, banded
from .figures import ShownFigure, root, rounded
from .floor import CLOSEST, ENOUGH, FLOOR, LOOSEST, mean_figure
from .questionnaire import SurveyDimension, SurveyStatement
from .results import AgreementLevel, DimensionResult, ItemResult
from .scores import MeanScore, alpha, complete, dimension_points, score, year_ago

HIGH, MEDIUM = Decimal("0.70"), Decimal("0.50")  # agreement as published, from which on it is called so

TOO_FEW = f"Shown from {FLOOR} answers on."
NOT_ENOUGH = (
    f"Shown where {ENOUGH} people or more answered every statement of the dimension, so that nobody can work "
    "out what a few of them answered."
)
NO_ALPHA = f"Shown where {ENOUGH} people or more answered every statement of the dimension, not all alike."


def dimension_result(answers: Sequence[PersonAnswers], dimension: SurveyDimension) -> DimensionResult:
    """The dimension without a comparison."""
    found = score(dimension_points(answers, dimension))
    enough = len(complete(answers, dimension)) >= ENOUGH
    agreement, spread = (
        agreement_and_spread(found) if found and enough else (ShownFigure(why=NOT_ENOUGH),) * 2
    )
    years = year_ago(answers, dimension)
    reliability = alpha(answers, dimension)
    return DimensionResult(
        key=dimension.key,
        title=dimension.title,
        mean=_mean(found),
        agreement=AgreementLevel(_word(agreement), agreement),
        spread=spread,
        alpha=ShownFigure(why=NO_ALPHA) if reliability is None else ShownFigure(rounded(reliability, 2)),
        year_ago=banded({key or UNKNOWN: number for key, number in years.items()}, YEAR_AGO),
        items=tuple(_item(answers, item, enough) for item in dimension.items),
    )


def _mean(found: MeanScore | None) -> ShownFigure:
    if found is None or found.people < FLOOR:
        return ShownFigure(why=TOO_FEW)
    return mean_figure(found.mean, found.heaviest)


def agreement_and_spread(found: MeanScore) -> tuple[ShownFigure, ShownFigure]:
    """Agreement, and the standard deviation of single people: it says the same, and stops where that does."""
    if found.agreement > CLOSEST:
        return ShownFigure(rounded(CLOSEST, 2), "or more"), ShownFigure(_deviation(CLOSEST), "or less")
    if found.agreement < LOOSEST:
        return ShownFigure(rounded(LOOSEST, 2), "or less"), ShownFigure(_deviation(LOOSEST), "or more")
    return ShownFigure(rounded(found.agreement, 2)), ShownFigure(root(found.variance, 2))


def _deviation(agreement: Fraction) -> Decimal:
    return root(2 * (1 - agreement), 2)


def _word(agreement: ShownFigure) -> str:
    if agreement.value is None:
        return ""
    return "High" if agreement.value >= HIGH else "Medium" if agreement.value >= MEDIUM else "Low"


def _item(answers: Sequence[PersonAnswers], item: SurveyStatement, enough: bool) -> ItemResult:
    if not enough:
        return ItemResult(item.key, item.words, ShownFigure(why=NOT_ENOUGH), QuestionBands(why=NOT_ENOUGH))
    found = [one.items.get(item.key) for one in answers]
    counts = {
        "agree": found.count(4) + found.count(5),
        "between": found.count(3),
        "disagree": found.count(1) + found.count(2),
        UNKNOWN: found.count(None),
    }
    bands = banded(counts, AGREEING)
    return ItemResult(item.key, item.words, agreeing(counts, bands), bands)
