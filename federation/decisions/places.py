"""The places on the pages of decisions to which other features may add, and what those are told of the page."""

import json
from dataclasses import dataclass

from markupsafe import Markup

from federation.decisions.models import Decision
from federation.plugin.door import door


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """The page of a proposal or decision (``decisions.decision``). ``data`` is JSON text that the proposing feature gave,
    ``verdict`` empty until there is one."""

    decision_id: int
    state: str
    subject: str
    data: str
    verdict: str


def panels_of(decision: Decision) -> list[Markup]:
    """The panels that other features add to a decision's page."""
    shown = DecisionShown(
        decision.id,
        decision.state,
        decision.subject,
        json.dumps(decision.subject_data or {}, sort_keys=True),
        decision.verdict or "",
    )
    return door().calls.panels("decisions.decision", shown)
