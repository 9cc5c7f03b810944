"""Recalls, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, answer, nothing
from federation.kernel.web import actor, permission
from federation.mandates import schemas
from federation.mandates.actions.recalling import sign_recall, take_back
from federation.mandates.blueprint import ONE_GROUP, programs
from federation.mandates.queries.acts import practice_coded, practice_numbered


@programs.route(f"{ONE_GROUP}/recall")
class RecallView(Endpoint):
    """Asking for the recall of a group's mandate."""

    @permission("mandates.call_in")
    @programs.arguments(schemas.CallInSent)
    @programs.response(201, schemas.RecallSigned)
    def post(self, sent: dict[str, Any], group_id: int) -> Response:
        """For a practice, with its reason: once enough practices ask for it, the vote opens by itself."""
        made = sign_recall(actor(), group_id, practice_numbered(sent["practice"]), sent["reason"])
        return answer({"signed": made.signed, "needed": made.needed, "decision": made.decision_id}, 201)


@programs.route(f"{ONE_GROUP}/recall/<code>")
class RecallNameView(Endpoint):
    """The name of a practice under the call for a recall."""

    @permission("mandates.call_in")
    @programs.response(204)
    def delete(self, group_id: int, code: str) -> Response:
        """Take the name of a practice back, as long as no vote has opened by it."""
        take_back(actor(), group_id, practice_coded(code))
        return nothing()
