"""From a finding to a proposal: the finding goes with it, and its page shows later whether the figure moved."""

from federation.toolkit import Actor, Draft, NotFound, Refusal, authorize, propose

from ..queries.results import SUBJECT, SurveyResults, results_of
from ..rules.findings import finding

NO_RESULTS = "This survey has no results yet, so there is nothing to propose."


def propose_finding(actor: Actor, survey_id: int, key: str, draft: Draft) -> int:
    """Begin a proposal about what a survey found on a dimension or a statement; returns the decision's number.

    It is a draft that its author goes on writing as any other. Raises :class:`NotFound` for a finding that is none.
    """
    authorize(actor, "diagnostics.propose")
    found = results_of(survey_id)
    if not isinstance(found, SurveyResults):
        raise Refusal(NO_RESULTS)
    one = finding(found.report, key)
    if one is None:
        raise NotFound()
    data = {
        "survey": survey_id,
        "title": found.facts.title,
        "key": key,
        "dimension": one.dimension.key,
        "item": one.item.key if one.item else "",
        "subject": one.title,
        "figure": one.figure,
        "agreement": one.dimension.agreement.words,
        "answered": found.report.answered,
        "invited": found.report.invited,
    }
    return propose(actor, SUBJECT, draft, data)
