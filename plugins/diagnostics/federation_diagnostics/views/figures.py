"""The figures of a survey to take away, as they are published and no others."""

from collections.abc import Iterator

from werkzeug.wrappers import Response

from federation.toolkit import Refusal, csv_response, here, permission

from ..queries import results as queries
from ..rules.bands import QuestionBands
from ..rules.results import DimensionResult, SurveyReport
from . import blueprint
from .results import NOT_YET, base_asked

HEADINGS = (
    "What",
    "Words",
    "Mean of 5",
    "Agreement",
    "Agreement in a word",
    "Spread",
    "Alpha",
    "Before",
    "Change",
    "More than chance",
    "Agree, %",
    "Answers",
    "Compared with a year ago",
)


@blueprint.get("/surveys/<int:survey_id>/figures.csv")
@permission("diagnostics.read")
def figures(survey_id: int) -> Response:
    """Every figure of the report."""
    found = queries.results_of(survey_id, base_asked())
    if not isinstance(found, queries.SurveyResults):
        raise Refusal(NOT_YET)
    return csv_response(f"{here().slug}-survey-{survey_id}.csv", HEADINGS, list(_rows(found.report)))


def _rows(report: SurveyReport) -> Iterator[tuple[str, ...]]:
    for one in report.dimensions:
        yield _dimension(one)
        for item in one.items:
            yield (
                "Statement",
                item.words,
                *("",) * 8,
                item.agree.words,
                _counts(item.bands),
                "",
            )


def _dimension(one: DimensionResult) -> tuple[str, ...]:
    change = one.change
    return (
        "Dimension",
        one.title,
        one.mean.words,
        one.agreement.figure.words,
        one.agreement.word,
        one.spread.words,
        one.alpha.words,
        change.was if change else "",
        change.words if change else "",
        ("Yes" if change.sure else "No") if change and change.by is not None else "",
        "",
        "",
        _counts(one.year_ago),
    )


def _counts(bands: QuestionBands) -> str:
    return "; ".join(f"{group.words}: {group.people}" for group in bands.groups) or bands.why
