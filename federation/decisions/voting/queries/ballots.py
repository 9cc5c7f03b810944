"""The ballots of a practice, for its own people, and of somebody who votes for themselves."""

from datetime import datetime
from typing import Final, Literal, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from federation.decisions.models import Ballot, Decision, ObjectionResolution, RollEntry
from federation.kernel.db import RowId, db
from federation.kernel.policy import Actor
from federation.people.models import Person

Way = Literal["link", "signed_in", "program"]
WAYS: Final[dict[Way, str]] = {
    "link": "by the link in a letter",
    "signed_in": "signed in",
    "program": "by a program",
}
"""How a ballot is cast, in words."""


def way_of(by_link: bool | None, by_program: bool | None) -> Way:
    """How a ballot was cast: by the link in a letter, by a program, or by somebody who had signed in."""
    return "link" if by_link else "program" if by_program else "signed_in"


def way_in_words(way: Way, link_seen_by: str | None) -> str:
    """How a ballot was cast, and whether somebody else had seen the link by which the account was opened."""
    seen = f", with an account opened by a link that {link_seen_by} had seen" if link_seen_by else ""
    return WAYS[way] + seen


class OwnEntry(NamedTuple):
    """One of the reader's practices on the roll, or in a group the reader (``practice_id`` is None), with the latest ballot."""

    practice_id: int | None
    code: str
    name: str
    patients: int
    weight: int
    recused_at: datetime | None
    recusal_reason: str | None
    stance: str | None
    choice: str | None
    reason: str | None
    cast_at: datetime | None
    cast_by: str | None
    receipt: str | None
    answer: str | None
    accepted_at: datetime | None
    version: int | None
    by_link: bool | None
    by_program: bool | None
    link_seen_by: str | None

    @property
    def way(self) -> Way | None:
        """How the ballot was cast."""
        return way_of(self.by_link, self.by_program) if self.cast_at else None


def latest_ballot() -> ColumnElement[bool]:
    later = aliased(Ballot)
    newest = (
        select(func.max(later.version))
        .where(later.roll_entry_id == RollEntry.id)
        .correlate(RollEntry)
        .scalar_subquery()
    )
    return and_(Ballot.roll_entry_id == RollEntry.id, Ballot.version == newest)


seer = aliased(Person)
"""Whoever was shown the link of an account."""
_OWN = (
    select(
        RollEntry.practice_id,
        RollEntry.code,
        RollEntry.name,
        RollEntry.patients,
        RollEntry.weight,
        RollEntry.recused_at,
        RollEntry.recusal_reason,
        Ballot.stance,
        Ballot.choice,
        Ballot.reason,
        Ballot.cast_at,
        Person.name,
        Ballot.receipt,
        ObjectionResolution.words,
        ObjectionResolution.accepted_at,
        Ballot.version,
        Ballot.by_link,
        Ballot.by_program,
        seer.name,
        Decision.opened_at,
    )
    .select_from(RollEntry)
    .join(Decision, Decision.id == RollEntry.decision_id)
    .outerjoin(Ballot, latest_ballot())
    .outerjoin(Person, Person.id == Ballot.cast_by)
    .outerjoin(seer, seer.id == Person.link_seen_by)
    .outerjoin(ObjectionResolution, ObjectionResolution.ballot_id == Ballot.id)
    .where(
        RollEntry.decision_id == bindparam("decision"),
        or_(
            RollEntry.practice_id.in_(bindparam("practices", expanding=True)),
            RollEntry.person_id == bindparam("own", type_=RowId),
        ),
    )
    .order_by(RollEntry.name)
)


def own_entries(decision_id: int, actor: Actor) -> list[OwnEntry]:
    """The reader's practices on this roll, as far as their place there counts in this vote, and the reader's own entry in a
    group's: before the close nobody else learns whether or how somebody has voted."""
    ids = [seat.practice_id for seat in actor.seats]
    rows = db.session.execute(_OWN, {"decision": decision_id, "practices": ids, "own": actor.person_id})
    found = [(OwnEntry._make(row[:-1]), row.opened_at) for row in rows]
    return [
        entry
        for entry, opened_at in found
        if entry.practice_id is None or actor.as_of(opened_at).belongs_to(entry.practice_id)
    ]


class PastBallot(NamedTuple):
    """One of the ballots that a voter cast in a decision."""

    version: int
    stance: str
    choice: str
    reason: str
    cast_at: datetime
    cast_by: str
    receipt: str


def past_ballots(decision_id: int, practice_id: int | None, person_id: int) -> list[PastBallot]:
    """All that a practice, or with none a person, cast in a decision, the newest first. For its own people."""
    whose = RollEntry.practice_id == practice_id if practice_id else RollEntry.person_id == person_id
    rows = db.session.execute(
        select(
            Ballot.version,
            Ballot.stance,
            Ballot.choice,
            Ballot.reason,
            Ballot.cast_at,
            Person.name,
            Ballot.receipt,
        )
        .join(RollEntry, RollEntry.id == Ballot.roll_entry_id)
        .join(Person, Person.id == Ballot.cast_by)
        .where(RollEntry.decision_id == decision_id, whose)
        .order_by(Ballot.version.desc())
    )
    return [PastBallot._make(row) for row in rows]
