"""Reading groups and who sits in them."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from flask import Flask, current_app
from sqlalchemy import bindparam, func, or_, select

from federation.kernel.db import MappedBase, db
from federation.kernel.policy import Actor, GroupPlace, Seat
from federation.kernel.reading import read_for
from federation.kernel.refusals import NotFound
from federation.network.groups.words import KIND_TITLES, seat_words
from federation.network.models import (
    GroupSeat,
    GroupWording,
    Membership,
    NetworkGroup,
    Practice,
    StoredFile,
    ThreadComment,
)
from federation.people.models import Person
from federation.plugin.door import door


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
    elected_in: int | None

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
    """Where a group's mandate stands, which the feature above tells: its state, money in pence, when its next report is due, when
    it began; whether members are asked about one; with what any practice takes a seat itself (a vote, a voice, empty: none)."""

    state: str
    spent_pence: int
    committed_pence: int
    left_pence: int
    report_due_at: datetime | None
    starts_at: datetime | None = None
    is_asked: bool = False
    own_seats: str = ""

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
        GroupSeat.elected_in,
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
    .where(
        GroupSeat.group_id == bindparam("group"),
        GroupSeat.counts(),
        GroupSeat.has_vote.is_(True),
        or_(GroupSeat.practice_id.is_(None), Practice.stays()),
    )
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


_READ_BY_ALL = select(NetworkGroup.id).where(
    NetworkGroup.id.in_(bindparam("groups", expanding=True)),
    NetworkGroup.reads == "all",
    NetworkGroup.ended_at.is_(None),
)


def openly_acting(actor: Actor) -> list[GroupPlace]:
    """The groups in which somebody leads or votes, of those that stand and whose writing all read: with them they may buy and
    run tenders. One statement at most."""
    mine = [one for one in actor.groups if one.is_lead or one.has_vote]
    if not mine:
        return []
    numbers = {"groups": [one.group_id for one in mine]}
    open_to_all = set(db.session.scalars(_READ_BY_ALL, numbers))
    return [one for one in mine if one.group_id in open_to_all]


def seats_of(group_id: int) -> list[SeatRow]:
    """Who sits in a group now, leads first. One statement."""
    return [SeatRow._make(row) for row in db.session.execute(_HELD, {"group": group_id})]


def able_to_sit(group_id: int, actor: Actor) -> list[Seat]:
    """The practices for which somebody can take a seat in a group: full members that they represent and that have none there,
    where the members let practices do so. None where the person represents none, else four statements at most."""
    if not actor.representing:
        return []
    standing = standings().get(group_id)
    if standing is None or not (standing.is_used and standing.own_seats):
        return []
    sitting = {seat.practice_code for seat in seats_of(group_id)}
    full = select(Practice.id).where(
        Practice.id.in_([seat.practice_id for seat in actor.representing]),
        Practice.belongs(),
        Practice.membership == "full",
    )
    able = set(db.session.scalars(full))
    return [seat for seat in actor.representing if seat.practice_id in able and seat.code not in sitting]


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


class EarlierWording(NamedTuple):
    """What was said of a group until somebody changed it."""

    name: str
    purpose: str
    reads: str
    until: datetime
    by: str


_EARLIER = (
    select(GroupWording.name, GroupWording.purpose, GroupWording.reads, GroupWording.replaced_at, Person.name)
    .join(Person, Person.id == GroupWording.replaced_by)
    .where(GroupWording.group_id == bindparam("group"))
    .order_by(GroupWording.id.desc())
)


def earlier_wordings(group_id: int) -> list[EarlierWording]:
    """What was said of a group before, the newest first. One statement."""
    return [EarlierWording._make(row) for row in db.session.execute(_EARLIER, {"group": group_id})]


def has_written(group_id: int) -> bool:
    """Whether a feature keeps anything of a group: a proposal, a meeting, a task, something said, a file. Asked for the product
    itself, so that nothing is overlooked that the group keeps to itself."""
    said, filed = (
        [one.name for one in owners.values() if one.of_group]
        for owners in (door().thread_owners, door().file_owners)
    )
    kept = (
        *(select(model.id).where(model.group_id == group_id) for model in _kept_of_groups()),
        select(ThreadComment.id).where(ThreadComment.owner.in_(said), ThreadComment.owner_id == group_id),
        select(StoredFile.id).where(StoredFile.owner.in_(filed), StoredFile.owner_id == group_id),
    )
    with read_for(None):
        return any(db.session.scalar(statement.limit(1)) is not None for statement in kept)


@cache
def _kept_of_groups() -> tuple[Any, ...]:
    """The tables whose rows are of a group, whichever feature has them; not who sits in it, and what was said of it."""
    return tuple(
        mapper.class_
        for mapper in MappedBase.registry.mappers
        if mapper.class_ not in (GroupSeat, GroupWording)
        and any(
            key.column.table.name == NetworkGroup.__tablename__ and key.parent.name == "group_id"
            for key in mapper.local_table.foreign_keys
        )
    )
