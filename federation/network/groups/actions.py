"""Beginning and ending groups, and giving and ending seats in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.groups.letters import GivenSeat, tell_ended, tell_group_ended, tell_seated
from federation.network.groups.naming import check_free, code_of, words_of
from federation.network.groups.queries import standings
from federation.network.groups.waiting import seats_to_confirm
from federation.network.groups.words import KIND_TITLES, seat_words
from federation.network.locking import locked, narrow_requests
from federation.network.models import GroupSeat, Membership, NetworkGroup, Practice
from federation.people.models import Person

MOST_SEATS: Final = 200


class SeatWanted(NamedTuple):
    """A seat to give: to a person by number, or to a practice by code."""

    person_id: int | None = None
    practice: str | None = None
    is_lead: bool = False
    has_vote: bool = True


class GroupWanted(NamedTuple):
    """A group to begin. Without a ``code`` its name gives one: "Home Visiting Group" HVG."""

    name: str
    purpose: str
    kind: str = "sub_group"
    reads: str = "all"
    code: str = ""
    parent_id: int | None = None
    seats: Sequence[SeatWanted] = ()


def begin_group(actor: Actor, wanted: GroupWanted) -> int:
    """Begin a group, with its first seats. Returns its number; everybody who sits in it is told."""
    authorize(actor, "network.groups")
    name, purpose = words_of(wanted.name, wanted.purpose, wanted.reads)
    _check(wanted)
    with unit_of_work() as session:
        if wanted.reads == "all":
            locked()
        else:
            narrow_requests()
        if wanted.parent_id is not None:
            held(NetworkGroup, wanted.parent_id)
        check_free(name)
        now = session.execute(select(record.now_here())).scalar_one()
        group = NetworkGroup(
            kind=wanted.kind,
            code=code_of(wanted.code, name),
            name=name,
            purpose=purpose,
            reads=wanted.reads,
            parent_id=wanted.parent_id,
            created_by=actor.person_id,
            created_at=now,
        )
        session.add(group)
        session.flush()
        record.append(
            actor.person_id,
            "group.begun",
            f"group:{group.id}",
            kind=group.kind,
            reads=group.reads,
            code=group.code,
            text=record.digest([name, purpose]),
        )
        _give(actor, group, now, wanted.seats)
        return group.id


def give_seat(actor: Actor, group_id: int, wanted: SeatWanted) -> int:
    """Give a person or a practice a seat. Returns the number of the seat; everybody in the group is told."""
    return give_seats(actor, group_id, [wanted])[0]


def give_seats(actor: Actor, group_id: int, wanted: Sequence[SeatWanted]) -> list[int]:
    """Give several people and practices seats: all of them, or none. Returns their numbers; everybody in the group is told in
    one letter."""
    authorize(actor, "network.groups")
    if not wanted:
        raise Invalid("Say who gets a seat", "seats")
    if len(wanted) > MOST_SEATS:
        raise Invalid(f"Give {MOST_SEATS} seats or fewer at once", "seats")
    with unit_of_work():
        group, now = held(NetworkGroup, group_id)
        check_stands(group)
        _refuse_for_oneself(actor, group_id, wanted)
        return _give(actor, group, now, wanted)


def end_seat(actor: Actor, group_id: int, seat_id: int) -> None:
    """End a seat. Votes that are open stay as they are: who may vote in them was fixed when they opened."""
    authorize(actor, "network.groups")
    with unit_of_work():
        group, _ = held(NetworkGroup, group_id)
        seat, now = held(GroupSeat, seat_id)
        if seat.group_id != group_id or seat.ended_at is not None:
            raise Refusal("This seat has ended already.")
        if seat.elected_in is not None and seat.person_id is not None and _is_here(seat.person_id):
            raise Refusal(
                "The members elected them to this seat. They can give it up, or the members elect others in their place."
            )
        close_seat(actor, group, seat, now)


def close_seat(actor: Actor, group: NetworkGroup, seat: GroupSeat, now: datetime) -> None:
    """End a seat in the open unit of work that holds it, and tell everybody in the group."""
    seat.ended_at, seat.ended_by = now, actor.person_id
    record.append(actor.person_id, "seat.ended", f"group:{group.id}", seat=seat.id)
    db.session.flush()
    tell_ended(group.id, group.name, seat.id, _whose(seat), seat.person_id, actor.name)


def end_group(actor: Actor, group_id: int) -> None:
    """End a group: nobody votes or leads in it any more. What it decided stays. Everybody who sits in it is told."""
    authorize(actor, "network.groups")
    with unit_of_work():
        group, now = held(NetworkGroup, group_id)
        check_stands(group)
        group.ended_at = now
        record.append(actor.person_id, "group.ended", f"group:{group_id}")
        tell_group_ended(group_id, group.name, actor.name)


def _check(wanted: GroupWanted) -> None:
    if wanted.kind not in KIND_TITLES:
        raise Invalid("Select what kind of group it is", "kind")
    if len(wanted.seats) > MOST_SEATS:
        raise Invalid(f"A group can have {MOST_SEATS} seats", "seats")


def check_stands(group: NetworkGroup) -> None:
    """Raises ``Refusal`` where the group has ended."""
    if group.ended_at is not None:
        raise Refusal("This group has ended.")


def _refuse_for_oneself(actor: Actor, group_id: int, wanted: Sequence[SeatWanted]) -> None:
    """Where a group acts in the members' name, nobody gives themselves, or a practice that they represent, a seat in it."""
    if not _acts_for_members(group_id):
        return
    own = any(one.person_id == actor.person_id for one in wanted)
    theirs = {(one.practice or "").strip().upper() for one in wanted}
    if own or not theirs.isdisjoint(seat.code for seat in actor.seats):
        raise Refusal(
            "This group acts in the members’ name, so somebody else has to give you or your practice a seat in it."
        )


def _acts_for_members(group_id: int) -> bool:
    """Whether the group has a mandate by which it acts, now or when it has reported."""
    standing = standings().get(group_id)
    return standing is not None and standing.is_used


def practice_of(person_id: int) -> int | None:
    """The one practice to which a person belongs; None where it is none or several."""
    found = db.session.scalars(
        select(Membership.practice_id)
        .where(Membership.person_id == person_id, Membership.practice_id.is_not(None), Membership.in_force())
        .distinct()
    ).all()
    return found[0] if len(found) == 1 else None


def _seat(actor: Actor, group: NetworkGroup, now: datetime, wanted: SeatWanted) -> tuple[GroupSeat, str]:
    """Write a seat in the open unit of work; with whose it is, in words."""
    if (wanted.person_id is None) == (wanted.practice is None):
        raise Invalid("Give a seat to a person or to a practice", "seats")
    if wanted.is_lead and wanted.practice is not None:
        raise Invalid("A lead is a person", "seats")
    practice_id = None if wanted.practice is None else _practice(wanted.practice)
    if wanted.person_id is not None:
        _check_person(wanted.person_id)
    standing = select(GroupSeat.id).where(
        GroupSeat.group_id == group.id,
        GroupSeat.is_held(),
        GroupSeat.person_id == wanted.person_id
        if practice_id is None
        else GroupSeat.practice_id == practice_id,
    )
    if db.session.scalar(standing) is not None:
        raise Invalid("They have a seat in this group already", "seats")
    seat = GroupSeat(
        group_id=group.id,
        person_id=wanted.person_id,
        practice_id=practice_id,
        came_from_id=None if wanted.person_id is None else practice_of(wanted.person_id),
        is_lead=wanted.is_lead,
        has_vote=wanted.has_vote,
        given_by=actor.person_id,
        started_at=now,
        waits=(wanted.is_lead or wanted.has_vote) and _acts_for_members(group.id),
    )
    db.session.add(seat)
    db.session.flush()
    record.append(
        actor.person_id,
        "seat.given",
        f"group:{group.id}",
        seat=seat.id,
        person=wanted.person_id,
        practice=practice_id,
        lead=wanted.is_lead,
        vote=wanted.has_vote,
        **({"waits": True} if seat.waits else {}),
    )
    return seat, _whose(seat)


def _practice(code: str) -> int:
    found = db.session.scalar(select(Practice.id).where(Practice.code == code, Practice.belongs()))
    if found is None:
        raise Invalid(f"There is no practice with the code {code} in this federation", "seats")
    return found


def _is_here(person_id: int) -> bool:
    here = select(Membership.id).where(Membership.person_id == person_id, Membership.in_force()).limit(1)
    return db.session.scalar(here) is not None


def _check_person(person_id: int) -> None:
    if not _is_here(person_id):
        raise Invalid("They have no role in this federation. Invite them first", "seats")


def _whose(seat: GroupSeat) -> str:
    if seat.person_id is not None:
        return db.session.scalars(select(Person.name).where(Person.id == seat.person_id)).one()
    return db.session.scalars(select(Practice.name).where(Practice.id == seat.practice_id)).one()


def _give(actor: Actor, group: NetworkGroup, now: datetime, wanted: Sequence[SeatWanted]) -> list[int]:
    """Write seats in the open unit of work, and tell everybody in the group."""
    given = [_seat(actor, group, now, one) for one in wanted]
    waiting = [seat.id for seat, _ in given if seat.waits]
    can = {one.id: one.can for one in seats_to_confirm(GroupSeat.id.in_(waiting))} if waiting else {}
    told = [
        GivenSeat(
            seat.id, whose, seat_words(seat.is_lead, seat.has_vote), seat.waits, can.get(seat.id, frozenset())
        )
        for seat, whose in given
    ]
    if told:
        tell_seated(group.id, group.name, told, actor.name)
    return [seat.id for seat, _ in given]
