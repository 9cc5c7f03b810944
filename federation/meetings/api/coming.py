"""Meetings that move, who stands in, and how often groups meet, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, answer, nothing
from federation.kernel.days import time_now
from federation.kernel.web import actor, permission
from federation.meetings import schemas
from federation.meetings.actions.moving import move_meeting
from federation.meetings.actions.rhythm import state_rhythm
from federation.meetings.actions.standing_in import send_stand_in
from federation.meetings.blueprint import API_ONE, programs
from federation.meetings.queries.rhythm import rhythms
from federation.network.groups.queries import group_here


@programs.route(f"{API_ONE}/move")
class MoveView(Endpoint):
    """Moving a meeting."""

    @permission("meetings.run")
    @programs.arguments(schemas.MoveSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], meeting_id: int) -> Response:
        """Hold a meeting at another time or place, with the notice that it needs; who comes is asked anew."""
        move_meeting(actor(), meeting_id, sent["starts_at"], sent["place"])
        return nothing()


@programs.route(f"{API_ONE}/stand-ins")
class StandInView(Endpoint):
    """Who comes in the place of somebody."""

    @permission("meetings.take_part")
    @programs.arguments(schemas.StandInSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], meeting_id: int) -> Response:
        """Let another person of the same practice come in the place of somebody. It gives nobody a vote."""
        send_stand_in(actor(), meeting_id, sent["absent"], sent["person"])
        return nothing()


@programs.route(f"/groups/<{ID}:group_id>/meetings/rhythm")
class RhythmView(Endpoint):
    """How often a group meets."""

    @permission("meetings.read")
    @programs.response(200, schemas.RhythmShown)
    def get(self, group_id: int) -> Response:
        """How often a group said that it meets (0 weeks: it does not say), and its last 8 periods with the day on which it
        did."""
        group_here(group_id)
        found = next(iter(rhythms(time_now(), group_id)), None)
        periods = [
            {
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "met_on": one.met_on and one.met_on.isoformat(),
                "missed": one.is_missed,
            }
            for one in (found.periods if found else ())
        ]
        return answer({"weeks": found.weeks if found else 0, "periods": periods})

    @permission("meetings.run")
    @programs.arguments(schemas.RhythmSent)
    @programs.response(204)
    def put(self, sent: dict[str, Any], group_id: int) -> Response:
        """Say how often a group meets, from the end of the period that runs."""
        state_rhythm(actor(), group_id, sent["weeks"])
        return nothing()
