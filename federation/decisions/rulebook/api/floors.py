"""What every vote asks for at least."""

from typing import Any

from flask import Response

from federation.decisions import rules
from federation.decisions.blueprint import programs
from federation.decisions.rulebook.actions.floor_proposals import propose_floors
from federation.decisions.rulebook.queries.floors import floor_changes, floors_in
from federation.decisions.rulebook.schemas import FloorsSentSchema, FloorsShownSchema
from federation.decisions.schemas import StateSchema
from federation.kernel.api import Endpoint, address, answer
from federation.kernel.api_fields import iso
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, here, permission


@programs.route("/floors")
class FloorsView(Endpoint):
    """The federation's floors."""

    @permission("decisions.read")
    @programs.response(200, FloorsShownSchema)
    def get(self) -> Response:
        """What every vote asks for at least, as data and in words, and the decisions that changed it."""
        floors = floors_in(here().settings)
        changes = [
            {
                "decision_id": one.decision_id,
                "number": one.number,
                "closed_at": iso(one.closed_at),
                "words": _words(one.changes),
            }
            for one in floor_changes()
        ]
        return answer(
            {"floors": floors.to_dict(), "words": _words(rules.floors_as_read(floors)), "changes": changes}
        )


@programs.route("/floors/proposals")
class FloorProposalsView(Endpoint):
    """Proposing other floors."""

    @permission("decisions.propose")
    @programs.arguments(FloorsSentSchema)
    @programs.response(201, StateSchema)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a proposal about what every vote asks for at least: its text is made of what is chosen, and the members
        decide."""
        try:
            floors = rules.VoteFloors.from_dict(floors_in(here().settings).to_dict() | sent)
        except rules.RuleError as error:
            raise Invalid(error.message, error.field) from None
        made = propose_floors(actor(), floors)
        return answer({"id": made, "state": "draft"}, 201, address(f"decisions/{made}"))


def _words(floors: tuple[rules.FloorInWords, ...]) -> list[str]:
    return [f"{one.about}: {one.words}" for one in floors]
