"""Where pages and endpoints for programs join decisions: the rooms add theirs, and nothing of theirs is imported here."""

from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from federation.kernel.api import ID, Interface

blueprint = Blueprint("decisions", "federation.decisions", url_prefix="/f/<federation>")
programs = Interface(
    "api_decisions",
    "federation.decisions",
    "Proposals, votes, verdicts, what follows from them, and the register.",
)
BACK = 303
"""How a page answers after an act: go and look."""
ONE_DECISION = f"/decisions/<{ID}:decision_id>"
"""The address of a decision, for programs."""
_DECISIONS = "/f/<federation>/decisions"


@blueprint.before_request
def _section() -> None:
    """Mark the section that the address lies in, whether or not there is something to show there."""
    rule = request.url_rule.rule if request.url_rule else ""
    if rule.startswith((f"{_DECISIONS}/rules", f"{_DECISIONS}/kinds", f"{_DECISIONS}/floors")):
        g.section = "our_federation"
    elif rule.startswith(_DECISIONS):
        g.section = "decisions"


def to_page(endpoint: str, **values: Any) -> Response:
    """Go to a page of decisions after an act."""
    return redirect(url_for(f"decisions.{endpoint}", **values), BACK)
