"""Recalls, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission
from federation.mandates import schemas
from federation.mandates.actions.recalling import sign_recall, take_back
from federation.mandates.blueprint import ONE_GROUP, programs
from federation.mandates.queries.acts import practice_coded, practice_numbered
from federation.mandates.queries.recalls import recall_of
from federation.mandates.queries.standing import standing_mandate
from federation.network.groups.queries import group_here


@programs.route(f"{ONE_GROUP}/recall")
class RecallView(Endpoint):
    """Asking for the recall of a group's mandate."""

    @permission("mandates.read")
    @programs.response(200, schemas.RecallStandingSchema)
    def get(self, group_id: int) -> Response:
        """Which practices ask for the recall of the mandate, who signed for each and when, and how many are needed. There is none
        to read where the group has no mandate in force."""
        group_here(group_id)
        mandate = standing_mandate(group_id)
        if mandate is None:
            raise NotFound()
        found = recall_of(mandate.id)
        names = [
            {
                "practice": one.code,
                "name": one.practice,
                "reason": one.reason,
                "signed_by": one.signed_by,
                "signed_at": iso(one.signed_at),
            }
            for one in found.names
        ]
        vote = found.vote.decision_id if found.vote else None
        return answer({"signed": found.signed, "needed": found.needed, "decision": vote, "names": names})

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
