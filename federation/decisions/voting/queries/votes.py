"""The roll of a vote as it is read: with its ballots once they may be shown, objections, and interests declared before."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, tuple_
from sqlalchemy.orm import aliased

from federation.decisions import rules
from federation.decisions.models import (
    Ballot,
    DeclaredInterest,
    ObjectionResolution,
    RollEntry,
)
from federation.decisions.voting.queries.ballots import Way, latest_ballot, seer, way_of
from federation.kernel.db import db
from federation.network.models import Practice
from federation.people.models import Person
from federation.plugin.door import door

SHOWN_ON_PAGE = 60


class RollRow(NamedTuple):
    """One voter on the roll and how it voted; after the close also who cast its ballot, when, how often it had
    changed, and how it was cast."""

    practice_id: int | None
    person_id: int | None
    code: str
    name: str
    patients: int
    weight: int
    recused: bool
    recusal_reason: str | None
    stance: str | None
    choice: str | None
    reason: str | None
    answer: str | None
    resolved: bool
    cast_by: str | None = None
    cast_at: datetime | None = None
    changes: int | None = None
    way: Way | None = None
    link_seen_by: str | None = None
    """Whoever was shown the link by which the account that cast it was opened, where that was somebody else."""


_ROLL = (
    select(
        RollEntry.practice_id,
        RollEntry.person_id,
        RollEntry.code,
        RollEntry.name,
        RollEntry.patients,
        RollEntry.weight,
        RollEntry.recused_at,
        RollEntry.recusal_reason,
    )
    .where(RollEntry.decision_id == bindparam("decision"))
    .order_by(RollEntry.name, RollEntry.code)
    .limit(bindparam("most"))
)
_ROLL_WITH_BALLOTS = (
    _ROLL.add_columns(
        Ballot.stance,
        Ballot.choice,
        Ballot.reason,
        ObjectionResolution.words,
        ObjectionResolution.accepted_at,
        Person.name.label("caster"),
        Ballot.cast_at,
        Ballot.version,
        Ballot.by_link,
        Ballot.by_program,
        seer.name.label("seer"),
    )
    .select_from(RollEntry)
    .outerjoin(Ballot, latest_ballot())
    .outerjoin(Person, Person.id == Ballot.cast_by)
    .outerjoin(seer, seer.id == Person.link_seen_by)
    .outerjoin(ObjectionResolution, ObjectionResolution.ballot_id == Ballot.id)
)


def _after(statement: Any) -> Any:
    """From behind one practice of the roll on."""
    one = aliased(RollEntry)
    place = (
        select(one.name, one.code)
        .where(one.decision_id == bindparam("decision"), one.code == bindparam("after"))
        .scalar_subquery()
    )
    return statement.where(tuple_(RollEntry.name, RollEntry.code) > place)


_ROLL_AFTER, _ROLL_WITH_BALLOTS_AFTER = _after(_ROLL), _after(_ROLL_WITH_BALLOTS)


def roll_rows(
    decision_id: int, results: bool, after: str = "", most: int = SHOWN_ON_PAGE, over: bool = False
) -> list[RollRow]:
    """Practices on the roll in order of name, after the one whose code is given; stances only where ``results`` may be
    shown, and who cast them only once the vote is ``over``."""
    values = {"decision": decision_id, "most": most} | ({"after": after} if after else {})
    rows: Any
    if not results:
        rows = db.session.execute(_ROLL_AFTER if after else _ROLL, values)
        return [
            RollRow._make((*row[:6], row[6] is not None, row[7], *(None,) * 4, False, *(None,) * 5))
            for row in rows
        ]
    rows = db.session.execute(_ROLL_WITH_BALLOTS_AFTER if after else _ROLL_WITH_BALLOTS, values)
    return [
        RollRow._make((*row[:6], row[6] is not None, *row[7:12], row[12] is not None, *_caster(row, over)))
        for row in rows
    ]


def _caster(row: Any, over: bool) -> tuple[str | None, datetime | None, int | None, Way | None, str | None]:
    """Who cast a ballot, when, how often it had changed, how it was cast, and who had seen the link of the account."""
    if not over or row.version is None or row.recused_at is not None:
        return (None, None, None, None, None)
    way = way_of(row.by_link, row.by_program)
    return (row.caster, row.cast_at, row.version - 1, way, row.seer)


def objections(decision_id: int, stances: tuple[str, ...] = (), most: int = 500) -> list[RollRow]:
    """The objections of a consent round, with their answers: everybody reads them, because they are to be resolved.
    With other ``stances`` it is those: the dissent of a vote that is over."""
    found: Any = db.session.execute(
        select(
            RollEntry.practice_id,
            RollEntry.person_id,
            RollEntry.code,
            RollEntry.name,
            RollEntry.patients,
            RollEntry.weight,
            RollEntry.recused_at,
            RollEntry.recusal_reason,
            Ballot.stance,
            Ballot.choice,
            Ballot.reason,
            ObjectionResolution.words,
            ObjectionResolution.accepted_at,
        )
        .select_from(RollEntry)
        .join(Ballot, latest_ballot())
        .outerjoin(ObjectionResolution, ObjectionResolution.ballot_id == Ballot.id)
        .where(
            RollEntry.decision_id == decision_id,
            Ballot.stance.in_(stances or rules.answered_stances()),
            RollEntry.recused_at.is_(None),
        )
        .order_by(RollEntry.name)
        .limit(most)
    )
    return [
        RollRow._make((*row[:6], False, None, *row[8:12], row[12] is not None, *(None,) * 5)) for row in found
    ]


class InterestRow(NamedTuple):
    """An interest declared, or demanded by a feature, before voting opened: of a practice, or of a person."""

    practice_id: int | None
    person_id: int | None
    name: str
    reason: str
    demanded_by: str
    shut_out: bool

    @property
    def demander(self) -> str:
        """The title of the feature that demands it; nothing where somebody declared it."""
        return door().features[self.demanded_by].title if self.demanded_by in door().features else ""


def reads_votes(decision_id: int) -> bool:
    """Whether the person of the request reads who could vote, and how, once voting has opened: not where a group lets others
    read its results alone. One statement."""
    found = db.session.scalar(select(RollEntry.id).where(RollEntry.decision_id == decision_id).limit(1))
    return found is not None


def interests(decision_id: int) -> list[InterestRow]:
    """Interests declared before voting opened, by name. One statement."""
    rows = db.session.execute(
        select(
            DeclaredInterest.practice_id,
            DeclaredInterest.person_id,
            func.coalesce(Practice.name, Person.name).label("voter"),
            DeclaredInterest.reason,
            DeclaredInterest.demanded_by,
            DeclaredInterest.shut_out,
        )
        .outerjoin(Practice, Practice.id == DeclaredInterest.practice_id)
        .outerjoin(Person, Person.id == DeclaredInterest.person_id)
        .where(DeclaredInterest.decision_id == decision_id)
        .order_by("voter")
    ).all()
    return [InterestRow._make(row) for row in rows]
