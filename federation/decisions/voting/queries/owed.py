"""The votes that practices still owe. Read from the votes that are open: a practice's own roll entries grow for ever."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select

from federation.decisions.models import Ballot, Decision, RollEntry
from federation.kernel.db import db
from federation.kernel.policy import Actor, Seat
from federation.kernel.record import now_here

MOST_OWED = 50


class VoteOwed(NamedTuple):
    """A vote that a practice owes."""

    decision_id: int
    title: str
    closes_at: datetime
    practice_id: int
    practice: str


_OWED = (
    select(
        Decision.id,
        Decision.title,
        Decision.closes_at,
        RollEntry.practice_id,
        RollEntry.name,
        Decision.opened_at,
    )
    .join(RollEntry, RollEntry.decision_id == Decision.id)
    .where(
        Decision.takes_ballots(now_here()),
        RollEntry.recused_at.is_(None),
        RollEntry.practice_id.in_(bindparam("practices", expanding=True)),
        ~exists().where(Ballot.roll_entry_id == RollEntry.id),
    )
    .order_by(Decision.closes_at, Decision.id, RollEntry.name)
    .limit(MOST_OWED)
)


def votes_owed(actor: Actor, seats: Collection[Seat] | None = None) -> list[VoteOwed]:
    """Open votes in which the actor's practices (or these of them) have no ballot yet and have not stood aside, by
    deadline; none in which the actor's place does not count, because nobody else may know who has not voted."""
    practices = {seat.practice_id for seat in (actor.seats if seats is None else seats)}
    if not practices:
        return []
    rows = db.session.execute(_OWED, {"practices": sorted(practices)})
    found = [(VoteOwed._make(row[:-1]), row.opened_at) for row in rows]
    return [owed for owed, opened_at in found if actor.as_of(opened_at).belongs_to(owed.practice_id)]
