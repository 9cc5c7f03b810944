"""Who is at a meeting, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, nothing
from federation.kernel.web import actor, permission
from federation.meetings import schemas
from federation.meetings.actions.presence import confirm_presence, correct_presence, note_presence, say_here
from federation.meetings.blueprint import API_ONE, programs


@programs.route(f"{API_ONE}/attendance")
class AttendanceView(Endpoint):
    """Who is there."""

    @permission("meetings.run")
    @programs.arguments(schemas.AttendanceSent)
    @programs.response(204)
    def put(self, sent: dict[str, Any], meeting_id: int) -> Response:
        """Note who is there or sends apologies; of whom nothing is said, nothing changes. Others than oneself
        count for the quorum once they, or a second person who is there, say so."""
        note_presence(actor(), meeting_id, sent["states"])
        return nothing()


@programs.route(f"{API_ONE}/here")
class HereView(Endpoint):
    """Saying that one is there."""

    @permission("meetings.take_part")
    @programs.arguments(schemas.HereSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], meeting_id: int) -> Response:
        """Say that one is at the meeting, from an hour before its beginning to twelve hours after it."""
        say_here(actor(), meeting_id, sent["state"])
        return nothing()


@programs.route(f"{API_ONE}/attendance/confirm")
class PresenceConfirmView(Endpoint):
    """Confirming who is there."""

    @permission("meetings.confirm")
    @programs.arguments(schemas.PresenceConfirmSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], meeting_id: int) -> Response:
        """Confirm that people are there whom somebody else has noted: by somebody who has said that they are there themselves."""
        confirm_presence(actor(), meeting_id, sent["people"])
        return nothing()


@programs.route(f"{API_ONE}/attendance/corrections")
class PresenceCorrectionView(Endpoint):
    """Correcting who is there."""

    @permission("meetings.take_part")
    @programs.arguments(schemas.PresenceCorrectionSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], meeting_id: int) -> Response:
        """Say why somebody who counts as there was not: oneself, or as one who leads the meeting. A vote keeps its count."""
        correct_presence(actor(), meeting_id, sent["person"], sent["reason"])
        return nothing()
