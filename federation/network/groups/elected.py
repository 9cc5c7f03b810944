"""Seats that the members give by a vote, and that nobody else takes away; taking a seat where the members let practices do so;
giving up one's own."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import NotFound, Refusal
from federation.network.groups.actions import check_stands, close_seat, practice_of
from federation.network.groups.letters import GivenSeat, tell_seated
from federation.network.groups.queries import group_here, seats_of, standings
from federation.network.groups.words import seat_words
from federation.network.models import GroupSeat, Membership, NetworkGroup, Practice
from federation.network.permissions import SeatGivenUp, SeatTaken


class ElectedSeat(NamedTuple):
    """What the members have elected people to: a seat in a group, by a decision."""

    group_id: int
    is_lead: bool
    has_vote: bool
    decision_id: int


def seat_elected(elected: ElectedSeat, people: Sequence[int], replaces: bool) -> list[int]:
    """In the open unit of work: seat the people whom the members have elected, and return those who are seated. With ``replaces``
    those who were elected before to lead, or to sit there, and are not among them make room. Who has no role in the federation
    any more is left out, and a group that has ended seats nobody. What somebody has in the group already stays theirs."""
    group, now = held(NetworkGroup, elected.group_id)
    if group.ended_at is not None:
        return []
    here = select(Membership.person_id).where(Membership.person_id.in_(people), Membership.in_force())
    there = set(db.session.scalars(here))
    standing = select(GroupSeat).where(
        GroupSeat.group_id == group.id, GroupSeat.is_held(), GroupSeat.person_id.is_not(None)
    )
    seats = db.session.scalars(standing.order_by(GroupSeat.id).with_for_update()).all()
    for seat in seats:
        if replaces and seat.elected_in and seat.is_lead == elected.is_lead and seat.person_id not in there:
            seat.ended_at = now
            record.append(None, "seat.ended", f"group:{group.id}", seat=seat.id, decision=elected.decision_id)
    held_by = {seat.person_id: seat for seat in seats}
    seated = [person for person in people if person in there]
    for person in seated:
        seat = held_by.get(person) or GroupSeat(
            group_id=group.id, person_id=person, came_from_id=practice_of(person), started_at=now, waits=True
        )
        kept = not seat.waits
        seat.is_lead = elected.is_lead or (kept and seat.is_lead)
        seat.has_vote = elected.has_vote or (kept and seat.has_vote)
        seat.waits, seat.elected_in = False, elected.decision_id
        db.session.add(seat)
        db.session.flush()
        record.append(
            None,
            "seat.elected",
            f"group:{group.id}",
            seat=seat.id,
            person=person,
            decision=elected.decision_id,
            lead=seat.is_lead,
            vote=seat.has_vote,
        )
    return seated


def take_seat(actor: Actor, group_id: int, practice_id: int) -> int:
    """Take a seat in a group for a practice that has a vote among the members, where the mandate of the group lets each do so.
    It counts at once, because the members have decided that. Returns its number; everybody in the group is told."""
    authorize(actor, "network.take_seats")
    group_here(group_id)
    practice = db.session.get(Practice, practice_id)
    if practice is None:
        raise NotFound()
    authorize(actor, "network.take_seats", SeatTaken(practice_id))
    with unit_of_work():
        group, now = held(NetworkGroup, group_id)
        check_stands(group)
        standing = standings().get(group_id)
        if standing is None or not standing.is_used or not standing.own_seats:
            raise Refusal("The members have not decided that practices take seats in this group themselves.")
        if practice.membership != "full" or practice.left_on is not None or practice.closed_on is not None:
            raise Refusal("Only a full member takes a seat itself.")
        if any(seat.practice_code == practice.code for seat in seats_of(group_id)):
            raise Refusal(f"{practice.name} has a seat in this group already.")
        seat = GroupSeat(
            group_id=group_id,
            practice_id=practice_id,
            is_lead=False,
            has_vote=standing.own_seats == "vote",
            given_by=actor.person_id,
            started_at=now,
            waits=False,
        )
        db.session.add(seat)
        db.session.flush()
        record.append(
            actor.person_id,
            "seat.taken",
            f"group:{group_id}",
            seat=seat.id,
            practice=practice_id,
            lead=False,
            vote=seat.has_vote,
        )
        words = seat_words(False, seat.has_vote)
        tell_seated(
            group_id,
            group.name,
            [GivenSeat(seat.id, practice.name, words, False, frozenset())],
            actor.name,
        )
        return seat.id


def give_up_seat(actor: Actor, group_id: int, seat_id: int) -> None:
    """Give up one's own seat, or that of a practice that one represents. Everybody in the group is told."""
    authorize(actor, "network.give_up_seats")
    with unit_of_work():
        group, _ = held(NetworkGroup, group_id)
        seat, now = held(GroupSeat, seat_id)
        if seat.group_id != group_id:
            raise NotFound()
        authorize(actor, "network.give_up_seats", SeatGivenUp(seat.person_id, seat.practice_id))
        if seat.ended_at is not None:
            raise Refusal("This seat has ended already.")
        close_seat(actor, group, seat, now)
