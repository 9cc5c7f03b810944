"""The agenda of a meeting and votes in it, for programs."""

from typing import Any

from flask import Response

from federation.decisions.rulebook.queries.rulebook import rule_named
from federation.kernel.api import Endpoint, address, answer
from federation.kernel.api_fields import iso
from federation.kernel.refusals import Invalid, NotFound
from federation.kernel.web import actor, permission
from federation.meetings import schemas
from federation.meetings.actions.agenda import add_item
from federation.meetings.actions.room import put_on_agenda, vote_in_room
from federation.meetings.blueprint import API_ITEM, API_ONE, programs
from federation.meetings.queries.agenda import item_of
from federation.meetings.queries.meetings import meeting_here


@programs.route(f"{API_ONE}/items")
class ItemsView(Endpoint):
    """The agenda."""

    @permission("meetings.speak")
    @programs.arguments(schemas.ItemSent)
    @programs.response(201, schemas.ItemMade)
    def post(self, sent: dict[str, Any], meeting_id: int) -> Response:
        """Put something on the agenda. A proposal stands there with its text as it is now, and can be voted on in the meeting."""
        if sent["decision"] is None:
            number = add_item(actor(), meeting_id, sent["title"], sent["about"])
        else:
            number = put_on_agenda(actor(), meeting_id, sent["decision"])
        return answer({"id": number}, 201, address(f"meetings/{meeting_id}"))


@programs.route(f"{API_ITEM}/vote")
class RoomVoteView(Endpoint):
    """Voting in a meeting."""

    @permission("decisions.put_to_vote")
    @programs.arguments(schemas.RoomVoteSent)
    @programs.response(201, schemas.RoomVoteOpened)
    def post(self, sent: dict[str, Any], meeting_id: int, item_id: int) -> Response:
        """Open the vote on a proposal of the agenda, in the meeting. It closes once no missing vote can change the result;
        whoever is not there has the usual notice. Refused with every reason."""
        meeting_here(meeting_id)
        _, item = item_of(meeting_id, item_id)
        if item.vote is None:
            raise NotFound()
        try:
            rule = rule_named(sent["preset"])
        except Invalid as no:
            raise Invalid(no.words, "preset") from None
        closes_at = vote_in_room(actor(), meeting_id, item_id, rule)
        return answer({"decision": item.vote.decision_id, "closes_at": iso(closes_at)}, 201)
