"""The votes that practices still owe. Read from the votes that are open: a practice's own roll entries grow for ever."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select

from federation.decisions.models import Ballot, Decision, RollEntry
from federation.kernel.clock import database_now
from federation.kernel.db import db

MOST_OWED = 50


class Owed(NamedTuple):
    """A vote that a practice owes."""

    decision_id: int
    title: str
    closes_at: datetime
    practice_id: int
    practice: str


_OWED = (
    select(Decision.id, Decision.title, Decision.closes_at, RollEntry.practice_id, RollEntry.name)
    .join(RollEntry, RollEntry.decision_id == Decision.id)
    .where(
        Decision.state == "open",
        Decision.closes_at > database_now(),
        RollEntry.recused_at.is_(None),
        RollEntry.practice_id.in_(bindparam("practices", expanding=True)),
        ~exists().where(Ballot.roll_entry_id == RollEntry.id),
    )
    .order_by(Decision.closes_at, Decision.id, RollEntry.name)
    .limit(MOST_OWED)
)


def votes_owed(practice_ids: Collection[int]) -> list[Owed]:
    """Open votes in which these practices have no ballot yet and have not stood aside, by deadline."""
    if not practice_ids:
        return []
    rows = db.session.execute(_OWED, {"practices": list(practice_ids)})
    return [Owed._make(row) for row in rows]
