"""The answers of elections to the hooks of other features."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from federation.decisions.events import DecisionClosed
from federation.decisions.voting.actions.opening import OpeningVote
from federation.electing.actions import apply_election
from federation.electing.models import GroupCandidate
from federation.electing.queries import elections_of
from federation.electing.subjects import ELECT
from federation.kernel.db import db
from federation.kernel.policy import may
from federation.kernel.web import actor
from federation.network.places import GroupShown
from federation.plugin.feature import Objection, Panel, PersonalRecord
from federation.plugin.hooks import hookimpl


@hookimpl
def happened(event: Any) -> None:
    """Whom the members elected sits in the group."""
    if isinstance(event, DecisionClosed) and event.verdict == "carried" and event.subject == ELECT:
        apply_election(event)


@hookimpl
def objections(act: Any) -> list[Objection]:
    """The members as a whole elect people to groups."""
    if isinstance(act, OpeningVote) and act.subject == ELECT and act.group_id is not None:
        return [Objection("The members as a whole elect people to a group, and no group does.")]
    return []


@hookimpl
def panels(place: str, subject: Any) -> Sequence[Panel]:
    """On the page of a group: the elections to it."""
    if not isinstance(subject, GroupShown):
        return []
    found = elections_of(subject.group_id)
    begins = (
        subject.stands
        and may(actor(), "electing.begin")
        and not any(one.state in ("standing", "to_vote", "voting") for one in found)
    )
    if not found and not begins:
        return []
    values = {"group": subject, "elections": found, "begins": begins}
    return [Panel("electing/_group.html", values)]


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """For what a person put themselves forward, and what they said."""
    rows = db.session.execute(
        select(GroupCandidate.election_id, GroupCandidate.words, GroupCandidate.stood_at)
        .where(GroupCandidate.person_id == person_id)
        .order_by(GroupCandidate.id)
    )
    return [
        PersonalRecord(
            "Stood for a seat in a group",
            {"election": row.election_id, "words": row.words, "at": row.stood_at.isoformat()},
        )
        for row in rows
    ]
