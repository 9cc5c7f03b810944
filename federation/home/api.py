"""What needs somebody, for programs: votes that their practices owe and what features ask them for, in one list."""

from datetime import timedelta
from typing import Any

from flask import Response

from federation.decisions.voting.queries.owed import VoteOwed, votes_owed
from federation.home.schemas import DuesSchema, DuesWantedSchema
from federation.kernel.api import Endpoint, Interface, answer
from federation.kernel.api_fields import iso
from federation.kernel.days import time_now
from federation.kernel.web import actor, here, permission
from federation.network.dues.queries import DueOwners, ShownDue, done_lately, things_owed
from federation.people.addresses import full_address

AHEAD = timedelta(days=3660)
LATELY = timedelta(weeks=8)
programs = Interface("api_home", "federation.home", "What needs somebody, whichever feature asks for it.")


@programs.route("/dues")
class DuesView(Endpoint):
    """What you must do."""

    @permission("decisions.read")
    @programs.arguments(DuesWantedSchema, location="query")
    @programs.response(200, DuesSchema)
    def get(self, sent: dict[str, Any]) -> Response:
        """What you or your practices must do, by time, votes among it (the first 50 of each kind); or what was done in
        the last 8 weeks."""
        who, now = actor(), time_now()
        owners = DueOwners(who.person_id, [seat.practice_id for seat in who.seats], here().plugins)
        if sent["which"] == "done":
            return answer({"items": [_due(one) for one in done_lately(owners, now - LATELY)], "next": None})
        items = [*map(_due, things_owed(owners, now + AHEAD)), *map(_vote, votes_owed(who))]
        return answer({"items": sorted(items, key=lambda one: str(one["due_at"])), "next": None})


def _due(one: ShownDue) -> dict[str, Any]:
    return {
        "feature": one.feature,
        "kind": "due",
        "words": one.words,
        "about": one.about,
        "page": one.full_url(here().slug),
        "due_at": iso(one.due_at),
        "whole_day": one.whole_day,
        "begun": one.begun,
        "done_at": iso(one.done_at) if one.done_at else None,
        "word": one.word,
        "owner": one.owner,
        "practice": one.practice,
    }


def _vote(one: VoteOwed) -> dict[str, Any]:
    return {
        "feature": "decisions",
        "kind": "vote",
        "words": one.title,
        "about": "Cast a vote",
        "page": full_address("decisions.show", federation=here().slug, decision_id=one.decision_id),
        "due_at": iso(one.closes_at),
        "whole_day": False,
        "begun": False,
        "done_at": None,
        "word": "",
        "owner": None,
        "practice": one.practice,
    }
