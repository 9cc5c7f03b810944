"""How a vote ends."""

from typing import Any

from flask import Response

from federation.decisions.blueprint import ONE_DECISION, programs
from federation.decisions.schemas import StateSchema
from federation.decisions.voting.actions import closing
from federation.decisions.voting.actions.withdrawing import withdraw
from federation.decisions.voting.api.rows import verdict_as_json
from federation.decisions.voting.schemas.votes import CastingVoteSentSchema, ClosedSchema, ReasonSchema
from federation.kernel.api import Endpoint, answer
from federation.kernel.web import actor, permission


@programs.route(f"{ONE_DECISION}/close")
class CloseView(Endpoint):
    """Closing early."""

    @permission("decisions.close_early")
    @programs.arguments(ReasonSchema)
    @programs.response(200, ClosedSchema)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Close a vote before its time, with a reason that every member reads."""
        verdict = closing.close_early(actor(), decision_id, sent["reason"])
        return answer({"id": decision_id, "state": "closed", "verdict": verdict_as_json(verdict)})


@programs.route(f"{ONE_DECISION}/casting-vote")
class CastingVoteView(Endpoint):
    """The chair's casting vote."""

    @permission("decisions.casting_vote")
    @programs.arguments(CastingVoteSentSchema)
    @programs.response(200, ClosedSchema)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Decide a tie, where the rule of the vote says so."""
        verdict = closing.give_casting_vote(actor(), decision_id, sent["stance"], sent["reason"])
        return answer({"id": decision_id, "state": "closed", "verdict": verdict_as_json(verdict)})


@programs.route(f"{ONE_DECISION}/withdraw")
class WithdrawView(Endpoint):
    """Taking a proposal back."""

    @permission("decisions.put_to_vote")
    @programs.arguments(ReasonSchema)
    @programs.response(200, StateSchema)
    def post(self, sent: dict[str, Any], decision_id: int) -> Response:
        """Withdraw a proposal, before or while it is voted on, with a reason that every member reads."""
        withdraw(actor(), decision_id, sent["reason"])
        return answer({"id": decision_id, "state": "withdrawn"})
