"""Reading groups and who sits in them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from flask import Flask, current_app
from sqlalchemy import bindparam, func, select

from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.network.groups.words import KIND_TITLES, seat_words
from federation.network.models import GroupSeat, Membership, NetworkGroup, Practice
from federation.people.models import Person


class ListedGroup(NamedTuple):
    """A group with how many seats it has now."""

    id: int
    code: str
    name: str
    kind: str
    purpose: str
    reads: str
    ended_at: datetime | None
    seats: int

    @property
    def kind_title(self) -> str:
        """What it is, in words."""
        return KIND_TITLES[self.kind]


class SeatRow(NamedTuple):
    """A seat that is held now: of a person or of a practice."""

    id: int
    person_id: int | None
    practice_code: str | None
    name: str
    is_lead: bool
    has_vote: bool
    started_at: datetime

    @property
    def words(self) -> str:
        """What it gives, in words."""
        return seat_words(self.is_lead, self.has_vote)


class GroupVoter(NamedTuple):
    """Who votes in a group: a person, or a practice."""

    person_id: int | None
    practice_id: int | None
    code: str
    name: str


class GroupStanding(NamedTuple):
    """Where a group's mandate stands, which the feature above tells: its state, money in pence, and when its next report is
    due."""

    state: str
    spent_pence: int
    committed_pence: int
    left_pence: int
    report_due_at: datetime | None


def connect_standings(app: Flask, told: Callable[[], Mapping[int, GroupStanding]]) -> None:
    """Let the feature above tell where the mandate of each group stands; a group that has none is left out."""
    app.extensions["network.standings"] = told


def standings() -> Mapping[int, GroupStanding]:
    """Where the mandate of each group stands, by the group's number."""
    told: Callable[[], Mapping[int, GroupStanding]] = current_app.extensions["network.standings"]
    return told()


_SEATS = (
    select(func.count(GroupSeat.id))
    .where(GroupSeat.group_id == NetworkGroup.id, GroupSeat.is_held())
    .scalar_subquery()
)
_GROUPS = select(
    NetworkGroup.id,
    NetworkGroup.code,
    NetworkGroup.name,
    NetworkGroup.kind,
    NetworkGroup.purpose,
    NetworkGroup.reads,
    NetworkGroup.ended_at,
    _SEATS,
)
_ALL = _GROUPS.order_by(NetworkGroup.ended_at.is_not(None), NetworkGroup.name)
_ONE = _GROUPS.where(NetworkGroup.id == bindparam("group"))
_HELD = (
    select(
        GroupSeat.id,
        GroupSeat.person_id,
        Practice.code,
        func.coalesce(Person.name, Practice.name),
        GroupSeat.is_lead,
        GroupSeat.has_vote,
        GroupSeat.started_at,
    )
    .outerjoin(Person, Person.id == GroupSeat.person_id)
    .outerjoin(Practice, Practice.id == GroupSeat.practice_id)
    .where(GroupSeat.group_id == bindparam("group"), GroupSeat.is_held())
    .order_by(GroupSeat.is_lead.desc(), GroupSeat.has_vote.desc(), func.coalesce(Person.name, Practice.name))
)
_VOTERS = (
    select(
        GroupSeat.person_id, GroupSeat.practice_id, Practice.code, func.coalesce(Person.name, Practice.name)
    )
    .outerjoin(Person, Person.id == GroupSeat.person_id)
    .outerjoin(Practice, Practice.id == GroupSeat.practice_id)
    .where(GroupSeat.group_id == bindparam("group"), GroupSeat.is_held(), GroupSeat.has_vote.is_(True))
    .order_by(GroupSeat.id)
)


def groups() -> list[ListedGroup]:
    """Every group, by name; those that have ended last. One statement."""
    return [ListedGroup._make(row) for row in db.session.execute(_ALL)]


def group_here(group_id: int) -> ListedGroup:
    """One group. Raises ``NotFound``. One statement."""
    row = db.session.execute(_ONE, {"group": group_id}).first()
    if row is None:
        raise NotFound()
    return ListedGroup._make(row)


def seats_of(group_id: int) -> list[SeatRow]:
    """Who sits in a group now, leads first. One statement."""
    return [SeatRow._make(row) for row in db.session.execute(_HELD, {"group": group_id})]


def voters_of(group_id: int) -> list[GroupVoter]:
    """Who votes in a group now; a person's code is their number behind p-. One statement."""
    rows = db.session.execute(_VOTERS, {"group": group_id})
    return [
        GroupVoter(person, practice, code or f"p-{person}", name) for person, practice, code, name in rows
    ]


def people_seated(group_id: int) -> list[int]:
    """The people who sit in a group now, for themselves or for a practice that they represent. One statement."""
    own = select(GroupSeat.person_id).where(
        GroupSeat.group_id == group_id, GroupSeat.is_held(), GroupSeat.person_id.is_not(None)
    )
    for_practice = (
        select(Membership.person_id)
        .join(GroupSeat, GroupSeat.practice_id == Membership.practice_id)
        .where(
            GroupSeat.group_id == group_id,
            GroupSeat.is_held(),
            Membership.role == "representative",
            Membership.in_force(),
        )
    )
    asked = select(Person.id).where(
        Person.id.in_(own) | Person.id.in_(for_practice), Person.erased_at.is_(None)
    )
    return sorted(db.session.scalars(asked))
