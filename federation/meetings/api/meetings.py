"""Meetings and their minutes, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.days import time_now
from federation.kernel.web import actor, permission
from federation.meetings import schemas
from federation.meetings.actions.calling import MeetingWanted, call_meeting
from federation.meetings.actions.minutes import approve_minutes, write_minutes
from federation.meetings.blueprint import API_ONE, programs
from federation.meetings.queries.agenda import items_of
from federation.meetings.queries.invited import asked, quorum_of
from federation.meetings.queries.meetings import ShownMeeting, meeting_here, meetings_since
from federation.meetings.queries.minutes import versions_of


@programs.route("/meetings")
class MeetingsView(Endpoint):
    """The meetings."""

    @permission("meetings.read")
    @programs.response(200, schemas.MeetingsSchema)
    def get(self) -> Response:
        """The next 200 meetings that are not called off, by time."""
        return answer({"items": [_meeting(one) for one in meetings_since(time_now())]})

    @permission("meetings.run")
    @programs.arguments(schemas.MeetingSent)
    @programs.response(201, schemas.MeetingCalled)
    def post(self, sent: dict[str, Any]) -> Response:
        """Call a meeting: of a group by one who leads it, of all members by an administrator or the executive."""
        number = call_meeting(
            actor(), MeetingWanted(sent["kind"], sent["group"], sent["starts_at"], sent["place"])
        )
        return answer({"id": number}, 201, address(f"meetings/{number}"))


@programs.route(API_ONE)
class MeetingView(Endpoint):
    """One meeting."""

    @permission("meetings.read")
    @programs.response(200, schemas.MeetingShown)
    def get(self, meeting_id: int) -> Response:
        """A meeting with its agenda, how many are there, and its minutes as they stand."""
        found, versions = meeting_here(meeting_id), versions_of(meeting_id)
        people = asked(found)
        items = [
            {
                "id": one.id,
                "title": one.title,
                "about": one.about,
                "said": one.said,
                "outcome": one.outcome,
                "decision": one.vote and one.vote.decision_id,
                "state": one.vote and (one.vote.verdict or one.vote.state),
            }
            for one in items_of(meeting_id)
        ]
        return answer(
            {
                **_meeting(found),
                "items": items,
                "here": sum(one.is_there for one in people),
                "to_confirm": sum(one.waits for one in people),
                "apologies": sum(one.state == "apologies" for one in people),
                "can_decide": quorum_of(found, people).can_decide,
                "minutes": versions[0].words if versions else "",
            }
        )


@programs.route(f"{API_ONE}/minutes")
class MinutesView(Endpoint):
    """The minutes."""

    @permission("meetings.run")
    @programs.arguments(schemas.MinutesSent)
    @programs.response(201, schemas.MinutesMade)
    def post(self, sent: dict[str, Any], meeting_id: int) -> Response:
        """Write the minutes, or the next version of them. In notes without names a name is refused, with the name."""
        return answer({"version": write_minutes(actor(), meeting_id, sent["words"])}, 201)


@programs.route(f"{API_ONE}/approve")
class ApprovalView(Endpoint):
    """Approving minutes."""

    @permission("meetings.approve")
    @programs.response(204)
    def post(self, meeting_id: int) -> Response:
        """Approve the newest version of the minutes, by somebody who wrote none of them. They do not change any more."""
        approve_minutes(actor(), meeting_id)
        return nothing()


def _meeting(one: ShownMeeting) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "group": one.group_id,
        "starts_at": iso(one.starts_at),
        "place": one.place,
        "state": one.state,
        "version": one.version,
    }
