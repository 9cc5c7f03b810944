"""What a practice that leaves has in groups, and which open votes it is on."""

from typing import NamedTuple

from sqlalchemy import func, or_, select

from federation.decisions.models import Decision, RollEntry
from federation.kernel.db import db
from federation.network.groups.queries import standings
from federation.network.models import GroupSeat, NetworkGroup, ThingDue
from federation.people.models import Person


class SeatOfPractice(NamedTuple):
    """A seat in a group: the practice's own, or of a person who came from it (``person``, by name)."""

    id: int
    group_id: int
    group: str
    person_id: int | None
    person: str
    acts: bool
    """The group acts in the members' name."""


class LeavingEffects(NamedTuple):
    """What it means that a practice leaves."""

    own_seats: list[SeatOfPractice]
    people: list[SeatOfPractice]
    open_votes: int
    dues: int


def seats_with(practice_id: int) -> list[SeatOfPractice]:
    """The seats of a practice, and of people who came from it, in groups that stand. Three statements."""
    rows = db.session.execute(
        select(
            GroupSeat.id,
            GroupSeat.group_id,
            NetworkGroup.name,
            GroupSeat.person_id,
            func.coalesce(Person.name, "").label("person"),
        )
        .join(NetworkGroup, NetworkGroup.id == GroupSeat.group_id)
        .outerjoin(Person, Person.id == GroupSeat.person_id)
        .where(
            or_(GroupSeat.practice_id == practice_id, GroupSeat.came_from_id == practice_id),
            GroupSeat.is_held(),
            NetworkGroup.ended_at.is_(None),
        )
        .order_by(NetworkGroup.name, GroupSeat.id)
    ).all()
    used = {number for number, one in standings().items() if one.is_used}
    return [SeatOfPractice(*row, row.group_id in used) for row in rows]


def effects_of_leaving(practice_id: int) -> LeavingEffects:
    """What it means that a practice leaves: its seats, those of its people, open votes, and what it owes. Five statements."""
    seats = seats_with(practice_id)
    votes = select(func.count()).select_from(RollEntry).join(Decision, Decision.id == RollEntry.decision_id)
    dues = select(func.count()).select_from(ThingDue)
    return LeavingEffects(
        [one for one in seats if one.person_id is None],
        [one for one in seats if one.person_id is not None],
        db.session.scalar(votes.where(RollEntry.practice_id == practice_id, Decision.state == "open")) or 0,
        db.session.scalar(dues.where(ThingDue.practice_id == practice_id, ThingDue.is_open())) or 0,
    )
