"""Mandates and proposals about them, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, address, answer
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.mandates import schemas
from federation.mandates.actions.granting import propose_mandate, propose_withdrawal
from federation.mandates.blueprint import ONE_GROUP, programs
from federation.mandates.queries.standing import StandingMandate, newest_mandates
from federation.mandates.words import term_of

_OF_TERMS = ("areas", "task", "powers", "item_pence", "total_pence", "reserved", "report_days", "grace_days")

_OF_REPORTS = ("report_events", "report_above_pence", "report_hours", "report_informs")


@programs.route("/mandates")
class MandatesView(Endpoint):
    """The scheme of delegation."""

    @permission("mandates.read")
    @programs.response(200, schemas.MandatesSchema)
    def get(self) -> Response:
        """The newest mandate of each group that has had one, with what is left of its money."""
        return answer({"items": [_mandate(one) for one in newest_mandates()]})


@programs.route(f"{ONE_GROUP}/mandate")
class GroupMandateView(Endpoint):
    """The mandate of a group."""

    @permission("mandates.propose")
    @programs.arguments(schemas.MandateSent)
    @programs.response(201, schemas.MandateProposed)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Begin a proposal that gives a group this mandate, in the place of the one it has. The members decide."""
        reasons = sent.pop("reasons")
        made = propose_mandate(actor(), group_id, sent, reasons)
        return answer({"decision": made}, 201, address(f"decisions/{made}"))


@programs.route(f"{ONE_GROUP}/mandate/withdrawal")
class MandateWithdrawalView(Endpoint):
    """Taking a mandate back."""

    @permission("mandates.propose")
    @programs.arguments(schemas.WithdrawalSent)
    @programs.response(201, schemas.MandateProposed)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """Begin a proposal that takes a group's mandate back. The members decide."""
        made = propose_withdrawal(actor(), group_id, sent["reason"])
        return answer({"decision": made}, 201, address(f"decisions/{made}"))


def _mandate(one: StandingMandate) -> dict[str, Any]:
    return {
        "id": one.id,
        "group": one.group_id,
        "name": one.group,
        "state": one.state,
        "decision": one.decision_id,
        "number": one.number,
        **{name: one.terms[name] for name in _OF_TERMS},
        **{name: term_of(one.terms, name) for name in _OF_REPORTS},
        "spent_pence": one.spent_pence,
        "committed_pence": one.committed_pence,
        "left_pence": one.left_pence,
        "starts_at": iso(one.starts_at),
        "ends_at": iso(one.ends_at),
        "report_due_at": iso(one.report_due_at),
        "suspends_at": iso(one.suspends_at),
        "ratify": one.terms["ratify"],
        "call_in_days": one.terms["call_in_days"],
        "own_seats": term_of(one.terms, "own_seats"),
        "words": [f"{about}: {words}" for about, words in one.lines],
    }
