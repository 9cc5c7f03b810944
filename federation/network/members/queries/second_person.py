"""Roles that a second person has to confirm: which they are, and who can."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, or_, select, union_all
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.network.members.queries.early import EARLY, OWN, early_among
from federation.network.members.queries.roles import role_in_words
from federation.network.members.queries.votes import UndecidedVote, votes_told
from federation.network.members.rules.early import EarlyRoles
from federation.network.members.rules.second_person import (
    CONFIRMED,
    HeldPlace,
    RoleQuestion,
    before_what,
    confirmers,
)
from federation.network.models import Membership, Practice
from federation.people.models import Person, SignIn

ABLE = or_(
    Person.password_hash.is_not(None),
    Person.erased_at.is_not(None),
    exists().where(SignIn.person_id == Person.id),
)
"""Whether a person has ever been able to sign in, as far as can be told."""
_giver = aliased(Person)


class WaitingRole(NamedTuple):
    """A role, or the chair, that a second person has to confirm, and who can. ``votes`` are those that were open already
    when it began; ``waits``: it gives nothing at all until then."""

    membership_id: int
    person_id: int
    name: str
    words: str
    is_chair: bool
    asked: RoleQuestion
    giver: str | None
    waits: bool
    votes: tuple[UndecidedVote, ...]
    can: frozenset[int]

    @property
    def key(self) -> str:
        """How letters about it are told from others."""
        return f"{self.membership_id}{':chair' if self.is_chair else ''}"


def roles_to_confirm(membership_id: int | None = None) -> list[WaitingRole]:
    """The roles of the federation that wait for a second person, the oldest first; or that one. One statement where
    nothing waits, else three."""
    statement = _waiting(votes_told().oldest)
    if membership_id is not None:
        statement = statement.where(Membership.id == membership_id)
    return _to_confirm(db.session.execute(statement).all())


def _to_confirm(rows: Sequence[Any]) -> list[WaitingRole]:
    """Those of these roles that wait for a second person, and who can confirm them."""
    votes = votes_told().undecided() if rows else ()
    found = [one for row in rows for one in _asked(row, votes)]
    if not found:
        return []
    practices = {asked.practice_id for _, asked, _ in found if asked.practice_id is not None}
    places = places_held(practices, representatives=any(asked.practice_id is None for _, asked, _ in found))
    result = []
    for row, asked, is_chair in found:
        concerned = _concerned(row, asked, votes)
        before = before_what(asked.since, [vote.opened_at for vote in concerned])
        practice = f" of {row.practice}" if row.practice else ""
        result.append(
            WaitingRole(
                row.id,
                row.person_id,
                row.name,
                role_in_words(row.role, is_chair) + practice,
                is_chair,
                asked,
                row.chair_giver if is_chair else row.giver,
                not row.is_chair if is_chair else row.waits,
                tuple(concerned),
                confirmers(asked, before, places),
            )
        )
    return result


def roles_for(actor: Actor) -> tuple[list[WaitingRole], list[EarlyRoles]]:
    """What this person can confirm, and the roles that others gave themselves before anybody else was here. One statement
    where there is neither."""
    if not actor.roles & (CONFIRMED | {"administrator"}):
        return [], []
    rows = db.session.execute(_waiting(votes_told().oldest, early=True)).all()
    mine = [one for one in _to_confirm(rows) if actor.person_id in one.can]
    return mine, [one for one in early_among(rows) if one.person_id != actor.person_id]


_asking, _recent, _chairing = aliased(Membership), aliased(Membership), aliased(Membership)


def _to_look_at(oldest: ScalarSelect[Any]) -> tuple[Select[int], ...]:
    """The few roles among which those are that wait: each part by an index of its own."""
    return (
        select(_asking.id).where(_asking.waits.is_(True)),
        select(_recent.id).where(_recent.started_at >= oldest),
        select(_chairing.id).where(_chairing.chair_given_at.is_not(None)),
    )


@cache
def _waiting(oldest: ScalarSelect[Any], *, early: bool = False) -> Any:
    """Roles that no second person has confirmed, and that wait or began after the oldest vote opened that is undecided;
    and early ones besides. Built once: everybody's first page asks."""
    chair_giver = aliased(Person)
    among = _to_look_at(oldest) + (OWN if early else ())
    return (
        select(
            Membership.id,
            Membership.person_id,
            Membership.role,
            Membership.practice_id,
            Membership.started_at,
            Membership.given_by,
            Membership.waits,
            Membership.confirmed_at,
            Membership.is_chair,
            Membership.chair_given_at,
            Membership.chair_given_by,
            Membership.chair_confirmed_at,
            Person.name,
            Practice.name.label("practice"),
            _giver.name.label("giver"),
            chair_giver.name.label("chair_giver"),
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Practice, Practice.id == Membership.practice_id)
        .outerjoin(_giver, _giver.id == Membership.given_by)
        .outerjoin(chair_giver, chair_giver.id == Membership.chair_given_by)
        .where(
            Membership.id.in_(union_all(*among)),
            Membership.ended_at.is_(None),
            Membership.role.in_(CONFIRMED),
            or_(
                and_(
                    Membership.confirmed_at.is_(None),
                    or_(Membership.waits.is_(True), Membership.started_at >= oldest),
                ),
                and_(
                    Membership.chair_given_at.is_not(None),
                    Membership.chair_confirmed_at.is_(None),
                    or_(Membership.is_chair.is_(False), Membership.chair_given_at >= oldest),
                ),
                *((EARLY,) if early else ()),
            ),
        )
        .order_by(Membership.id)
    )


def _asked(row: Any, votes: Sequence[UndecidedVote]) -> list[tuple[Any, RoleQuestion, bool]]:
    """What of this row is to be confirmed: the role, the chair, or both."""
    found = []
    if row.confirmed_at is None:
        role = RoleQuestion(row.person_id, row.role, row.practice_id, row.started_at, row.given_by)
        if row.waits or _concerned(row, role, votes):
            found.append((row, role, False))
    if row.chair_given_at and row.chair_confirmed_at is None:
        chair = RoleQuestion(row.person_id, row.role, None, row.chair_given_at, row.chair_given_by)
        if not row.is_chair or _concerned(row, chair, votes):
            found.append((row, chair, True))
    return found


def _concerned(row: Any, asked: RoleQuestion, votes: Sequence[UndecidedVote]) -> list[UndecidedVote]:
    """The votes that were open when the role began; a tie is the chair's alone."""
    chair = row.chair_given_at is not None or row.is_chair
    return [vote for vote in votes if vote.opened_at <= asked.since and (chair or not vote.tied)]


def places_held(practice_ids: Collection[int], representatives: bool) -> list[HeldPlace]:
    """Everybody who is or was administrator or executive, has or had a place at these practices, or represents or represented
    any. One statement."""
    wanted: list[ColumnElement[bool]] = [
        Membership.role.in_(("administrator", "executive")),
        Membership.practice_id.in_(practice_ids),
    ]
    if representatives:
        wanted.append(Membership.role == "representative")
    rows = db.session.execute(
        select(
            Membership.person_id,
            Membership.role,
            Membership.practice_id,
            Membership.started_at,
            Membership.ended_at,
            Membership.waits,
            Membership.confirmed_at.is_not(None),
            Membership.given_by,
            ABLE,
        )
        .join(Person, Person.id == Membership.person_id)
        .where(or_(*wanted))
    )
    return [HeldPlace._make(row) for row in rows]


def is_alone(person_id: int) -> bool:
    """Whether nobody else with a role here has ever been able to sign in: the federation is being set up."""
    other = (
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.person_id != person_id, ABLE)
        .limit(1)
    )
    return db.session.execute(other).first() is None


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    """The names of people, by their numbers."""
    if not person_ids:
        return {}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}
