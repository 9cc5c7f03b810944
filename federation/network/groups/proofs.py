"""Seats against the record: who acts for a group, and whose seat waits for a second person, is what the record says."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_about, in_parts
from federation.network.models import GroupSeat

_GIVES = ("seat.given", "seat.elected", "seat.taken")
_COUNTS = ("seat.confirmed", "seat.settled")
SaidSeat = tuple[bool, bool, bool]


def seats() -> Iterator[RecordFlaw]:
    """Every seat that is held, a few groups at a time: whether it leads, votes and waits."""
    groups = db.session.scalars(select(GroupSeat.group_id).where(GroupSeat.is_held()).distinct()).all()
    for part in in_parts(sorted(groups)):
        acts = acts_about([f"group:{number}" for number in part])
        said = {number: _said(acts[f"group:{number}"]) for number in part}
        held = select(GroupSeat).where(GroupSeat.is_held(), GroupSeat.group_id.in_(part))
        for seat in db.session.scalars(held.order_by(GroupSeat.id)).all():
            kept = (seat.is_lead, seat.has_vote, seat.waits)
            if said[seat.group_id].get(seat.id) != kept:
                yield RecordFlaw(f"Seat {seat.id}", "it does not lead, vote or wait as the record says")


def _said(acts: Iterable[RecordedAct]) -> dict[int, SaidSeat]:
    """What the acts about a group say of its seats: whether each leads, votes and waits."""
    found: dict[int, SaidSeat] = {}
    for act in acts:
        number = act.data.get("seat")
        if act.name in _GIVES and number is not None:
            lead, vote = bool(act.data.get("lead")), bool(act.data.get("vote"))
            found[number] = (lead, vote, bool(act.data.get("waits")))
        elif number in found and act.name in (*_COUNTS, "seat.waits"):
            found[number] = (*found[number][:2], act.name == "seat.waits")
    return found
