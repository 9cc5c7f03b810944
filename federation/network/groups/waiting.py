"""The seats that wait for a second person, and who can confirm each."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.network.groups.queries import standings
from federation.network.groups.rules import GroupSitters, SeatQuestion, seat_confirmers
from federation.network.groups.words import seat_words
from federation.network.members.queries.second_person import places_held
from federation.network.models import GroupSeat, NetworkGroup, Practice
from federation.people.models import Person


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
_ANY_WAITS = select(GroupSeat.id).where(GroupSeat.is_held(), GroupSeat.waits.is_(True)).limit(1)


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
    if ("executive" not in actor.roles and not groups) or db.session.scalar(_ANY_WAITS) is None:
        return []
    only = () if "executive" in actor.roles else (GroupSeat.group_id.in_(groups),)
    return [one for one in seats_to_confirm(*only) if actor.person_id in one.can]
