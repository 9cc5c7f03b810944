"""The votes that practices, and people in groups, still owe. Read from the votes that are open: a practice's own roll
entries grow for ever.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, exists, select, union_all

from federation.decisions import rules
from federation.decisions.models import Ballot, Decision, RollEntry
from federation.decisions.seen import rule_from
from federation.kernel.db import RowId, db
from federation.kernel.policy import Actor, Seat
from federation.kernel.record import now_here
from federation.kernel.words import day

MOST_OWED = 50


class VoteOwed(NamedTuple):
    """A vote that a practice owes; with no practice, the person. ``so_far`` says how far it has come, which where silence agrees
    also says what it means not to answer."""

    decision_id: int
    title: str
    closes_at: datetime
    practice_id: int | None
    practice: str
    so_far: str


def _entries(*more: ColumnElement[bool]) -> Select[Any]:
    """Entries of open votes. Those of practices and those of a person are found apart, each by its index: of a condition on
    either of them the database would look at the whole roll."""
    common = (Decision.takes_ballots(now_here()), RollEntry.recused_at.is_(None), *more)
    both = [
        select(
            Decision.id,
            Decision.title,
            Decision.closes_at,
            RollEntry.practice_id,
            RollEntry.name,
            Decision.opened_at,
            Decision.rule,
            Decision.roll,
            Decision.voted,
        )
        .join(RollEntry, RollEntry.decision_id == Decision.id)
        .where(*common, whose)
        .order_by(Decision.closes_at, Decision.id, RollEntry.name)
        .limit(MOST_OWED)
        for whose in (
            RollEntry.practice_id.in_(bindparam("practices", expanding=True)),
            RollEntry.person_id == bindparam("own", type_=RowId),
        )
    ]
    found = union_all(*(select(one.subquery()) for one in both)).subquery()
    return select(found).order_by(found.c.closes_at, found.c.id, found.c.name).limit(MOST_OWED)


_VOTABLE: Final = _entries()
_OWED: Final = _entries(~exists().where(Ballot.roll_entry_id == RollEntry.id))


def votes_owed(actor: Actor, seats: Collection[Seat] | None = None) -> list[VoteOwed]:
    """Open votes in which the actor's practices (or these of them) have no ballot yet and have not stood aside, by
    deadline; none in which the actor's place does not count, because nobody else may know who has not voted."""
    return _votes(_OWED, actor, actor.seats if seats is None else seats)


def votes_open_to(actor: Actor) -> list[VoteOwed]:
    """The open votes in which the actor can cast a ballot now, or change it, by deadline."""
    return _votes(_VOTABLE, actor, actor.representing)


def _votes(statement: Any, actor: Actor, seats: Collection[Seat]) -> list[VoteOwed]:
    practices = {seat.practice_id for seat in seats}
    if not practices and not actor.groups:
        return []
    rows = db.session.execute(statement, {"practices": sorted(practices), "own": actor.person_id})
    return [
        VoteOwed._make((*row[:5], _so_far(row)))
        for row in rows
        if row.practice_id is None or actor.as_of(row.opened_at).belongs_to(row.practice_id)
    ]


def _so_far(row: Any) -> str:
    voters = rules.members_of("group") if row.practice_id is None else rules.PRACTICES
    summary = rules.RollSummary.from_dict(row.roll, voters)
    return rules.so_far(rule_from(row.rule), summary, row.voted, day(row.closes_at))
