"""The acts of administrators with practices: how they belong, where they are put, and when they leave."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.days import today
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.network.locking import locked
from federation.network.models import Neighbourhood, Practice
from federation.network.practices.actions.totals import recount
from federation.network.practices.letters import tell_off, tell_roll
from federation.network.practices.queries.admission import members_admit

MEMBERSHIPS: Final = ("full", "associate")


def set_membership(actor: Actor, practice_id: int, membership: str, neighbourhood_id: int | None) -> bool:
    """Say how a practice belongs, and in which neighbourhood it lies; whether anything changed.

    Votes that are open keep their roll; the next one asks anew.
    """
    authorize(actor, "network.administer")
    if membership not in MEMBERSHIPS:
        raise Invalid("Select full or associate member", "membership")
    with unit_of_work():
        locked()
        practice = _practice(practice_id)
        changed = practice.membership != membership
        if changed:
            practice.membership = membership
        moved = _place(practice, neighbourhood_id)
        if changed:
            recount()
            seq = record.append(
                actor.person_id, "practice.membership", f"practice:{practice_id}", membership=membership
            )
            if practice.closed_on is None and practice.left_on is None:
                _tell(actor, seq, practice, "" if membership == "full" else "is an associate member now")
        if moved:
            record.append(
                actor.person_id, "practice.placed", f"practice:{practice_id}", neighbourhood=neighbourhood_id
            )
        return changed or moved


def place_practices(actor: Actor, places: Mapping[int, int | None]) -> int:
    """Put practices (by number) into neighbourhoods, or into none; how many moved."""
    authorize(actor, "network.arrange")
    with unit_of_work() as session:
        locked()
        rows = session.scalars(select(Practice).where(Practice.id.in_(list(places)))).all()
        if len(rows) != len(places):
            raise NotFound()
        _known(set(places.values()))
        moved = [row.id for row in rows if row.neighbourhood_id != places[row.id]]
        for row in rows:
            if row.neighbourhood_id != places[row.id]:
                row.neighbourhood_id = places[row.id]
        if moved:
            record.append(
                actor.person_id,
                "practices.placed",
                f"federation:{actor.federation_id}",
                practices={str(id_): places[id_] for id_ in sorted(moved)},
            )
        return len(moved)


def take_leave(actor: Actor, practice_id: int) -> None:
    """Mark a practice as having left the federation today; its votes and people stay as they were."""
    authorize(actor, "network.administer")
    with unit_of_work():
        locked()
        practice = _practice(practice_id)
        if practice.left_on is not None:
            raise Refusal("This practice has left already.")
        if practice.membership == "full" and members_admit():
            raise Refusal(
                "Here a practice leaves by its own notice, from the membership register. Nobody else marks it as having left."
            )
        practice.left_on = today()
        recount()
        seq = record.append(actor.person_id, "practice.left", f"practice:{practice_id}")
        if practice.membership == "full" and practice.closed_on is None:
            _tell(actor, seq, practice, "has left")


def return_practice(actor: Actor, practice_id: int) -> None:
    """Take back that a practice left: it is a member again, with the class it had."""
    authorize(actor, "network.administer")
    with unit_of_work():
        locked()
        practice = _practice(practice_id)
        if practice.left_on is None:
            raise Refusal("This practice has not left.")
        if practice.membership == "full" and members_admit():
            raise Refusal(
                "The members decide who joins. Propose to them, from the membership register, that it joins again."
            )
        practice.left_on = None
        recount()
        seq = record.append(actor.person_id, "practice.returned", f"practice:{practice_id}")
        if practice.membership == "full" and practice.closed_on is None:
            _tell(actor, seq, practice, "")


def _tell(actor: Actor, seq: int, practice: Practice, why_off: str) -> None:
    """Tell whom it concerns that the practice may vote no more, for this reason; without one, that it may now."""
    db.session.flush()
    if why_off:
        tell_off(actor.name, seq, {practice.id: why_off})
    tell_roll(actor.name, seq, [practice.name] if why_off else [], [] if why_off else [practice.name])


def _practice(practice_id: int) -> Practice:
    found = db.session.scalar(select(Practice).where(Practice.id == practice_id).with_for_update())
    if found is None:
        raise NotFound()
    return found


def _place(practice: Practice, neighbourhood_id: int | None) -> bool:
    if practice.neighbourhood_id == neighbourhood_id:
        return False
    _known({neighbourhood_id})
    practice.neighbourhood_id = neighbourhood_id
    return True


def _known(ids: set[int | None]) -> None:
    wanted = ids - {None}
    found = set(
        db.session.scalars(
            select(Neighbourhood.id).where(
                Neighbourhood.id.in_(list(wanted)), Neighbourhood.ended_at.is_(None)
            )
        )
    )
    if found != wanted:
        raise NotFound()
