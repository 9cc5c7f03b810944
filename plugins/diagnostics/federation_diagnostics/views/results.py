"""What a survey found: the results, each dimension, answers by practice, comments, and the report to print."""

from typing import Any

from flask import render_template, request, url_for

from federation.toolkit import Refusal, actor, may, permission

from ..queries import results as queries
from ..rules.questionnaire import DIMENSION_KEYS, PROMPTS
from ..rules.results import DimensionResult, SurveyReport
from . import blueprint
from .charts import scale_rows, share_rows

_SURVEY = "/surveys/<int:survey_id>"
_DIMENSION = f"<any({', '.join(DIMENSION_KEYS)}):dimension>"
QUOTED = 2
PAGE = 20
STATES = {
    "discussion": "In discussion",
    "scheduled": "Opening date set",
    "open": "Voting open",
    "withdrawn": "Withdrawn",
    "carried": "Carried",
    "not_carried": "Not carried",
    "inquorate": "Not enough votes",
    "tied": "Tied",
    "referred": "Sent back",
    "advised": "Advice given",
}
"""How a proposal stands, in words."""
NOT_YET = "This survey has no results yet."


def base_asked() -> int | None:
    """The survey that the address says to compare with."""
    given = request.args.get("base", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def show_results(found: queries.SurveyResults) -> str:
    """The page of a survey that has results."""
    report = found.report
    return render_template(
        "diagnostics/survey_results.html",
        **_common(found),
        rows=scale_rows(report),
        weakest=(weakest := _weakest(report)),
        shares=share_rows(weakest) if weakest else [],
        quotes=_quotes(found.comments),
        proposed=queries.proposed(found.facts.id),
        said=STATES,
        proposes=may(actor(), "diagnostics.propose"),
    )


@blueprint.get(f"{_SURVEY}/dimensions/{_DIMENSION}")
@permission("diagnostics.read")
def dimension(survey_id: int, dimension: str) -> str:
    """One dimension with its statements."""
    found = _results(survey_id)
    one = found.report.dimension(dimension)
    keys = [each.key for each in found.report.dimensions]
    at = keys.index(dimension)
    return render_template(
        "diagnostics/survey_dimension.html",
        **_common(found),
        dimension=one,
        rows=[row for row in scale_rows(found.report) if row.key == dimension],
        shares=share_rows(one) if one else [],
        before=found.report.dimensions[at - 1] if at else None,
        after=found.report.dimensions[at + 1] if at + 1 < len(keys) else None,
        proposes=may(actor(), "diagnostics.propose"),
    )


@blueprint.get(f"{_SURVEY}/practices")
@permission("diagnostics.read")
def practices(survey_id: int) -> str:
    """Answers by practice, as far as they may be shown."""
    found = _results(survey_id)
    names = found.facts.names
    rows = sorted(found.report.practices, key=lambda one: names.get(one.key, one.key))
    return render_template("diagnostics/survey_practices.html", **_common(found), practices=rows, names=names)


@blueprint.get(f"{_SURVEY}/comments")
@permission("diagnostics.read")
def comments(survey_id: int) -> str:
    """All comments, without names."""
    facts, found = queries.comments_of(survey_id)
    if facts.state != "closed":
        raise Refusal(NOT_YET)
    start = _start(len(found))
    return render_template(
        "diagnostics/survey_comments.html",
        survey=facts,
        comments=found[start : start + PAGE],
        start=start,
        many=len(found),
        prompts={prompt.key: prompt.words for prompt in PROMPTS},
        earlier=_part(survey_id, max(0, start - PAGE)) if start else None,
        later=_part(survey_id, start + PAGE) if start + PAGE < len(found) else None,
    )


@blueprint.get(f"{_SURVEY}/print")
@permission("diagnostics.read")
def print_survey(survey_id: int) -> str:
    """Everything on one page, to print."""
    found = _results(survey_id)
    names = found.facts.names
    return render_template(
        "diagnostics/survey_print.html",
        **_common(found),
        rows=scale_rows(found.report),
        shares={one.key: share_rows(one) for one in found.report.dimensions},
        practices=sorted(found.report.practices, key=lambda one: names.get(one.key, one.key)),
        names=names,
        comments=found.comments,
        prompts=PROMPTS,
    )


@blueprint.get("/how-figures-are-worked-out")
@permission("diagnostics.read")
def how() -> str:
    """How each figure of a survey is worked out, and what is never shown."""
    return render_template("diagnostics/survey_how.html")


def _results(survey_id: int) -> queries.SurveyResults:
    found = queries.results_of(survey_id, base_asked())
    if isinstance(found, queries.SurveyResults):
        return found
    raise Refusal(NOT_YET)


def _common(found: queries.SurveyResults) -> dict[str, Any]:
    return {
        "survey": found.facts,
        "report": found.report,
        "base": found.base,
        "earlier": [one for one in found.waves if one.id < found.facts.id],
        "many_comments": len(found.comments),
    }


def _weakest(report: SurveyReport) -> DimensionResult | None:
    """The dimension with the lowest mean, the first of equals; None where no mean is shown."""
    shown = [one for one in report.dimensions if one.mean.value is not None]
    return min(shown, key=lambda one: one.mean.value or 0, default=None)


def _quotes(found: tuple[tuple[str, str], ...]) -> list[str]:
    """The first comments on what should change, else the first of all."""
    wanted = [words for prompt, words in found if prompt == "change"] or [words for _, words in found]
    return wanted[:QUOTED]


def _start(many: int) -> int:
    """The place of the first comment of a page: the beginning where the address says none that there is."""
    given = request.args.get("from", "")
    found = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
    return found if found < many else 0


def _part(survey_id: int, start: int) -> str:
    place: dict[str, Any] = {"from": start} if start else {}
    return url_for(".comments", survey_id=survey_id, **place)
