"""Asking for an extraordinary general meeting, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.web import actor, permission
from federation.mandates.queries.acts import practice_coded, practice_numbered
from federation.meetings import schemas
from federation.meetings.actions.asking import SignedAsking, ask_for_meeting, call_asked_meeting, stop_asking
from federation.meetings.blueprint import programs
from federation.meetings.queries.asking import MeetingAsking, asking_now


@programs.route("/meetings/asked")
class AskingView(Endpoint):
    """Asking for an extraordinary general meeting."""

    @permission("meetings.read")
    @programs.response(200, schemas.AskingAnswer)
    def get(self) -> Response:
        """How many practices ask for one now, and until when it must be called."""
        return answer(_shown(asking_now()))

    @permission("meetings.ask")
    @programs.arguments(schemas.AskingSent)
    @programs.response(201, schemas.AskingAnswer)
    def post(self, sent: dict[str, Any]) -> Response:
        """For a practice, with what it is about: once enough practices ask, the meeting must be called."""
        return answer(
            _shown(ask_for_meeting(actor(), practice_numbered(sent["practice"]), sent["reason"])), 201
        )


@programs.route("/meetings/asked/<code>")
class AskingNameView(Endpoint):
    """The name of a practice that asks for a meeting."""

    @permission("meetings.ask")
    @programs.response(204)
    def delete(self, code: str) -> Response:
        """Take the name of a practice back, as long as too few ask."""
        stop_asking(actor(), practice_coded(code))
        return nothing()


@programs.route("/meetings/asked/call")
class AskedCallView(Endpoint):
    """Calling the meeting that practices have asked for."""

    @permission("meetings.call_asked")
    @programs.arguments(schemas.MoveSent)
    @programs.response(201, schemas.MeetingCalled)
    def post(self, sent: dict[str, Any]) -> Response:
        """By an administrator or the executive; where nobody has in time, by a practice that asked."""
        number = call_asked_meeting(actor(), sent["starts_at"], sent["place"])
        return answer({"id": number}, 201, address(f"meetings/{number}"))


def _shown(one: MeetingAsking | SignedAsking) -> dict[str, Any]:
    return {"signed": one.signed, "needed": one.needed, "call_by": one.call_by and iso(one.call_by)}
