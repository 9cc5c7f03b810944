"""Reading groups and who sits in them."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask import Flask, current_app
from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.refusals import NotFound
from federation.network.groups.rules import GroupSitters, SeatQuestion, seat_confirmers
from federation.network.groups.words import KIND_TITLES, seat_words
from federation.network.members.queries.second_person import places_held
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
    waits: bool

    @property
    def words(self) -> str:
        """What it gives, in words."""
        return seat_words(self.is_lead, self.has_vote)


class WaitingSeat(NamedTuple):
    """A seat that a second person has to confirm: whose and in which group, what it gives then, who gave it and when, and who
    can confirm it."""

    id: int
    group_id: int
    group: str
    name: str
    words: str
    giver: str
    since: datetime
    can: frozenset[int]


class GroupVoter(NamedTuple):
    """Who votes in a group: a person, or a practice."""

    person_id: int | None
    practice_id: int | None
    code: str
    name: str


class GroupStanding(NamedTuple):
    """Where a group's mandate stands, which the feature above tells: its state, money in pence, when its next report is due, and
    when it began."""

    state: str
    spent_pence: int
    committed_pence: int
    left_pence: int
    report_due_at: datetime | None
    starts_at: datetime | None = None

    @property
    def is_used(self) -> bool:
        """Whether the group acts by it, or will when it has reported."""
        return self.state in ("in_force", "suspended")


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
        GroupSeat.waits,
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
    .where(GroupSeat.group_id == bindparam("group"), GroupSeat.counts(), GroupSeat.has_vote.is_(True))
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


_giver = aliased(Person)
_WAITING = (
    select(
        GroupSeat.id,
        GroupSeat.group_id,
        NetworkGroup.name.label("group"),
        GroupSeat.person_id,
        GroupSeat.practice_id,
        func.coalesce(Person.name, Practice.name).label("name"),
        GroupSeat.is_lead,
        GroupSeat.has_vote,
        GroupSeat.given_by,
        _giver.name.label("giver"),
        GroupSeat.started_at,
    )
    .join(NetworkGroup, NetworkGroup.id == GroupSeat.group_id)
    .join(_giver, _giver.id == GroupSeat.given_by)
    .outerjoin(Person, Person.id == GroupSeat.person_id)
    .outerjoin(Practice, Practice.id == GroupSeat.practice_id)
    .where(GroupSeat.is_held(), GroupSeat.waits.is_(True), NetworkGroup.ended_at.is_(None))
    .order_by(GroupSeat.id)
)


def seats_to_confirm(*only: ColumnElement[bool]) -> list[WaitingSeat]:
    """The seats that wait for a second person, the oldest first, as far as the conditions hold. One statement where nothing
    waits, else five."""
    rows = db.session.execute(_WAITING.where(*only)).all()
    if not rows:
        return []
    counted = db.session.execute(
        select(GroupSeat.group_id, GroupSeat.person_id, GroupSeat.practice_id).where(
            GroupSeat.group_id.in_({row.group_id for row in rows}),
            GroupSeat.counts(),
            or_(GroupSeat.is_lead.is_(True), GroupSeat.has_vote.is_(True)),
        )
    ).all()
    practices = {row.practice_id for row in (*rows, *counted) if row.practice_id is not None}
    places, told = places_held(practices, representatives=False), standings()

    def who_can(row: Any) -> frozenset[int]:
        standing = told.get(row.group_id)
        at_practice = {
            place.person_id
            for place in places
            if place.practice_id == row.practice_id and place.practice_id is not None and place.ended is None
        }
        since = (standing.starts_at if standing and standing.is_used else None) or row.started_at
        here = [one for one in counted if one.group_id == row.group_id]
        sitting = GroupSitters(
            frozenset(one.person_id for one in here if one.person_id is not None),
            frozenset(one.practice_id for one in here if one.practice_id is not None),
        )
        gained_by = frozenset(at_practice if row.person_id is None else {row.person_id})
        return seat_confirmers(SeatQuestion(gained_by, row.given_by, row.started_at, since), sitting, places)

    return [
        WaitingSeat(
            row.id,
            row.group_id,
            row.group,
            row.name,
            seat_words(row.is_lead, row.has_vote),
            row.giver,
            row.started_at,
            who_can(row),
        )
        for row in rows
    ]


def seats_for(actor: Actor) -> list[WaitingSeat]:
    """The seats that this person can confirm; only those are asked who are of the executive, or whose seats in groups count."""
    groups = {place.group_id for place in actor.groups if place.has_vote or place.is_lead}
    if "executive" not in actor.roles and not groups:
        return []
    only = () if "executive" in actor.roles else (GroupSeat.group_id.in_(groups),)
    return [one for one in seats_to_confirm(*only) if actor.person_id in one.can]


def named_seats(numbers: Collection[int]) -> list[tuple[str, str]]:
    """Those of these seats that are held now: whose, and what each gives. One statement."""
    rows = db.session.execute(
        select(func.coalesce(Person.name, Practice.name), GroupSeat.is_lead, GroupSeat.has_vote)
        .outerjoin(Person, Person.id == GroupSeat.person_id)
        .outerjoin(Practice, Practice.id == GroupSeat.practice_id)
        .where(GroupSeat.id.in_(numbers), GroupSeat.is_held())
        .order_by(GroupSeat.is_lead.desc(), GroupSeat.id)
    )
    return [(name, seat_words(is_lead, has_vote)) for name, is_lead, has_vote in rows]
