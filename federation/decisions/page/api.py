"""One decision, whatever its state: read whole, and changed while it is written."""

from typing import Any

from flask import Response

from federation.decisions.blueprint import ONE_DECISION, programs
from federation.decisions.page.schemas import DecisionSchema
from federation.decisions.page.whole import whole
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.actions.replacing import set_supersedes
from federation.decisions.proposals.api import draft_from
from federation.decisions.proposals.queries import texts as reading
from federation.decisions.proposals.schemas import RevisionSchema, WrittenSchema
from federation.decisions.seen import seen
from federation.kernel.api import Endpoint, answer, nothing
from federation.kernel.db import unit_of_work
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, permission


@programs.route(ONE_DECISION)
class DecisionView(Endpoint):
    """One decision."""

    @permission("decisions.read")
    @programs.response(200, DecisionSchema)
    def get(self, decision_id: int) -> Response:
        """A decision, whatever its state."""
        return answer(whole(decision_id, actor()))

    @permission("decisions.edit")
    @programs.arguments(RevisionSchema)
    @programs.response(200, WrittenSchema)
    def patch(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Change parts of a proposal: the next version, unless nothing differs."""
        with unit_of_work():
            before = seen(decision_id, actor()).view.decision
            draft = draft_from(reading.draft_of(decision_id, before.version), sent)
            version = proposals.revise(actor(), decision_id, draft, sent.get("based_on"))
            if "supersedes" in sent:
                _supersede(decision_id, sent["supersedes"])
        return answer({"id": decision_id, "state": before.state, "version": version})

    @permission("decisions.edit")
    @programs.response(204)
    def delete(self, decision_id: int) -> Response:
        """Delete a draft with all its versions."""
        proposals.delete_draft(actor(), decision_id)
        return nothing()


def _supersede(decision_id: int, other: int | None) -> None:
    try:
        set_supersedes(actor(), decision_id, other)
    except Invalid as no:
        raise Invalid(no.words, "supersedes") from None
