"""The places on the pages of decisions to which other features may add, and what those are told of the page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from federation.decisions.models import Decision
from federation.plugin.door import door


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """The page of a proposal or decision (``decisions.decision``). ``terms`` is JSON text of the data that its feature acts
    on, ``verdict`` empty until there is one."""

    decision_id: int
    state: str
    subject: str
    terms: str
    verdict: str


def panels_of(decision: Decision, terms: Mapping[str, Any]) -> list[Markup]:
    """The panels that other features add to a decision's page; ``terms`` are the data of the version that is shown."""
    shown = DecisionShown(
        decision.id,
        decision.state,
        decision.subject,
        json.dumps(dict(terms), sort_keys=True),
        decision.verdict or "",
    )
    return door().calls.panels("decisions.decision", shown)
