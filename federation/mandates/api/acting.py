"""Acts of groups, for programs."""

from typing import Any

from flask import Response

from federation.kernel.answers import problem
from federation.kernel.api import ID, Endpoint, PartQuerySchema, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.mandates import schemas
from federation.mandates.actions.acting import OutsideItsMandate, do_act, pay
from federation.mandates.actions.calling_in import call_in
from federation.mandates.actions.escalating import escalate
from federation.mandates.blueprint import ONE_GROUP, place_sent, programs
from federation.mandates.queries.acts import ShownAct, act_here, acts_of, practice_numbered
from federation.mandates.queries.escalations import escalations_of
from federation.mandates.rules import GroupAct
from federation.network.groups.queries import group_here

_ACT = f"/acts/<{ID}:act_id>"


@programs.route(f"{ONE_GROUP}/acts")
class GroupActsView(Endpoint):
    """What a group does in the members' name."""

    @permission("mandates.read")
    @programs.arguments(PartQuerySchema, location="query")
    @programs.response(200, schemas.ActsSchema)
    def get(self, sent: dict[str, Any], group_id: int) -> Response:
        """A part of the acts of a group, the newest first, and what it asked the members for."""
        group_here(group_id)
        found, more = acts_of(group_id, sent["limit"], place_sent(sent["after"]))
        asked = [
            {
                "decision": one.decision_id,
                "words": one.words,
                "pence": one.pence,
                "reasons": list(one.reasons),
                "state": one.state,
                "verdict": one.verdict,
            }
            for one in escalations_of(group_id)
        ]
        items, following = [_act(one) for one in found], str(found[-1].id) if more else None
        return answer({"items": items, "next": following, "escalations": asked})

    @permission("mandates.act")
    @programs.arguments(schemas.ActSent)
    @programs.response(201, schemas.ActDoneSchema)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Act in the members' name, within the mandate. Outside it the answer is 409 with all ``reasons`` (task, power, amount,
        total, term, reserved, suspended), and where to ask the members (``escalates``)."""
        try:
            done = do_act(actor(), group_id, _wanted(sent))
        except OutsideItsMandate as outside:
            return problem(
                409,
                "Conflict",
                outside.words,
                reasons=list(outside.reasons),
                escalates=address(f"groups/{group_id}/escalations"),
            )
        made = {"id": done.id, "call_in_until": iso(done.call_in_until)}
        return answer(made, 201, address(f"acts/{done.id}"))


@programs.route(f"{ONE_GROUP}/escalations")
class EscalationsView(Endpoint):
    """Asking the members for what lies outside a mandate."""

    @permission("mandates.act")
    @programs.arguments(schemas.ActSent)
    @programs.response(201, schemas.MandateProposed)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Make an act that lies outside the mandate a proposal to the members, with everything filled in."""
        made = escalate(actor(), group_id, _wanted(sent))
        return answer({"decision": made}, 201, address(f"decisions/{made}"))


@programs.route(_ACT)
class ActView(Endpoint):
    """One act."""

    @permission("mandates.read")
    @programs.response(200, schemas.ActAnswer)
    def get(self, act_id: int) -> Response:
        """An act, with what was promised and what is spent of it."""
        return answer(_act(act_here(act_id)))


@programs.route(f"{_ACT}/payments")
class PaymentsView(Endpoint):
    """Money of an act."""

    @permission("mandates.act")
    @programs.arguments(schemas.PaymentSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], act_id: int) -> Response:
        """Write down what was spent: never more than was promised."""
        pay(actor(), act_id, sent["pence"], sent["words"], sent["last"])
        return nothing()


@programs.route(f"{_ACT}/call-in")
class CallInView(Endpoint):
    """Calling an act in."""

    @permission("mandates.call_in")
    @programs.arguments(schemas.CallInSent)
    @programs.response(201, schemas.MandateProposed)
    def post(self, sent: dict[str, Any], act_id: int) -> Response:
        """For a practice, within the days agreed: the act is held, and the members vote on it at once."""
        made = call_in(actor(), act_id, practice_numbered(sent["practice"]), sent["reason"])
        return answer({"decision": made}, 201, address(f"decisions/{made}"))


def _wanted(sent: dict[str, Any]) -> GroupAct:
    return GroupAct(**{**sent, "touches": frozenset(sent["touches"])})


def _act(one: ShownAct) -> dict[str, Any]:
    return {
        "id": one.id,
        "group": one.group_id,
        "mandate": one.mandate_id,
        "decision": one.decision_id,
        "power": one.power,
        "area": one.area,
        "pence": one.pence,
        "spent_pence": one.spent_pence,
        "promised_pence": one.promised_pence,
        "words": one.words,
        "state": one.state,
        "person": one.acted_by,
        "acted_at": iso(one.acted_at),
        "call_in_until": iso(one.call_in_until),
        "called_in": one.called_in_id,
    }
