"""The word on a seat in a group that acts in the members' name, a second person's or the members'; and the seats of a practice
that leaves."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, or_, select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import NotFound, NotYours
from federation.network.groups.letters import tell_ended, tell_word_on_seat
from federation.network.groups.queries import group_here
from federation.network.groups.waiting import WaitingSeat, seats_to_confirm
from federation.network.locking import one_at_a_time
from federation.network.models import GroupSeat


def confirm_seat(actor: Actor, group_id: int, seat_id: int) -> None:
    """Confirm a seat that somebody else gave in a group that acts in the members' name: it counts from now on."""
    with unit_of_work():
        seat, waiting, now = _to_confirm(actor, group_id, seat_id)
        seat.waits, seat.confirmed_by, seat.confirmed_at = False, actor.person_id, now
        _note_word(actor, "seat.confirmed", seat, waiting)


def refuse_seat(actor: Actor, group_id: int, seat_id: int) -> None:
    """Refuse a seat that somebody else gave in a group that acts in the members' name: it ends."""
    with unit_of_work():
        seat, waiting, now = _to_confirm(actor, group_id, seat_id)
        seat.ended_at, seat.ended_by = now, actor.person_id
        _note_word(actor, "seat.refused", seat, waiting)


def settle_seats(group_id: int, named: Collection[int], decision_id: int) -> None:
    """In the open unit of work that holds the group: the members have decided who acts for them. The seats that they ``named``
    count from now on, as do those of whom they have elected; any other that acts, and that no second person has confirmed, waits
    for one."""
    acting = select(GroupSeat).where(
        GroupSeat.group_id == group_id,
        GroupSeat.is_held(),
        GroupSeat.confirmed_at.is_(None),
        GroupSeat.elected_in.is_(None),
        or_(GroupSeat.is_lead.is_(True), GroupSeat.has_vote.is_(True)),
    )
    for seat in db.session.scalars(acting.order_by(GroupSeat.id).with_for_update()).all():
        waits = seat.id not in named
        if seat.waits != waits:
            seat.waits = waits
            act = "seat.waits" if waits else "seat.settled"
            record.append(None, act, f"group:{group_id}", seat=seat.id, decision=decision_id)
    db.session.flush()


def end_seats_of(practice_id: int, name: str) -> None:
    """In the open unit of work in which a practice leaves: its own seats end, and everybody in those groups is told."""
    _end(select(GroupSeat.id).where(GroupSeat.practice_id == practice_id, GroupSeat.is_held()), name)


def end_seats_of_person(person_id: int, name: str) -> None:
    """In the open unit of work in which somebody's last role here ends with their practice: so do their seats."""
    _end(select(GroupSeat.id).where(GroupSeat.person_id == person_id, GroupSeat.is_held()), name)


def _end(seats: Select[int], name: str) -> None:
    for number in db.session.scalars(seats.order_by(GroupSeat.id)).all():
        seat, now = held(GroupSeat, number)
        group = group_here(seat.group_id)
        seat.ended_at = now
        record.append(None, "seat.ended", f"group:{group.id}", seat=number)
        db.session.flush()
        tell_ended(group.id, group.name, number, name, None, name)


def _to_confirm(actor: Actor, group_id: int, seat_id: int) -> tuple[GroupSeat, WaitingSeat, datetime]:
    """A seat that the actor can confirm, held until the unit of work ends. Raises ``NotFound`` where no such seat waits."""
    authorize(actor, "network.confirm_seats")
    one_at_a_time()
    seat, now = held(GroupSeat, seat_id)
    found = seats_to_confirm(GroupSeat.group_id == group_id, GroupSeat.id == seat_id)
    if not found:
        raise NotFound()
    if actor.person_id not in found[0].can:
        raise NotYours(
            "You cannot confirm this seat. It takes somebody who sits in the group already, or one of the executive, who neither "
            "gave the seat nor gains it, and who does not owe their own place to whoever did."
        )
    return seat, found[0], now


def _note_word(actor: Actor, act: str, seat: GroupSeat, waiting: WaitingSeat) -> None:
    record.append(
        actor.person_id,
        act,
        f"group:{seat.group_id}",
        seat=seat.id,
        person=seat.person_id,
        practice=seat.practice_id,
        given_by=seat.given_by,
    )
    db.session.flush()
    tell_word_on_seat(
        waiting, act == "seat.confirmed", set(filter(None, (seat.given_by, seat.person_id))), actor.name
    )
