"""Splitting a neighbourhood and merging several: no practice is lost, and what there was before stays known."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import func, select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.words import day
from federation.network.locking import locked
from federation.network.models import Neighbourhood, PlaceChange, Practice
from federation.network.practices.actions.neighbourhoods import LONGEST_NEIGHBOURHOOD
from federation.network.practices.actions.totals import recount
from federation.network.practices.letters import tell_moved
from federation.network.practices.queries.rearranging import (
    Rearrangement,
    places_named,
    practices_to_place,
    rearrangement,
)
from federation.network.practices.rules import PlacedPractice, rearranged

MOST_PARTS: Final = 20
_ACTS: Final = {"split": "neighbourhood.split", "merged": "neighbourhoods.merged"}


def planned(ids: Collection[int], names: Sequence[str], goes: Mapping[int, str]) -> Rearrangement:
    """What it means that each practice of these neighbourhoods goes into the new one of the name that ``goes`` says. Raises
    ``Invalid`` for names that cannot be taken, and for practices that go nowhere. Four statements."""
    return _plan(ids, names, goes)[0]


def merge_plan(ids: Collection[int], name: str) -> tuple[list[str], dict[int, str]]:
    """The names and the ways of a merger: everything goes into the one. One statement."""
    name = " ".join(name.split())
    return [name], {one.id: name for part in practices_to_place(ids).values() for one in part}


def rearrange(
    actor: Actor,
    ids: Collection[int],
    names: Sequence[str],
    goes: Mapping[int, str],
    seen: str | None = None,
) -> Rearrangement:
    """Split one neighbourhood into several, or merge several into one. ``seen`` is the fingerprint of what was shown before: what
    has changed since is refused. Everybody at a practice that moves is told."""
    authorize(actor, "network.arrange")
    with unit_of_work() as session:
        locked()
        plan, old = _plan(ids, names, goes)
        if seen is not None and seen != plan.digest:
            raise Refusal(
                "Something has changed since this was shown, so nothing was done. Look at it again."
            )
        now = session.execute(select(record.now_here())).scalar_one()
        for number, name in old.items():
            row = session.get_one(Neighbourhood, number)
            row.ended_at, row.name = now, f"{name[:60]} (until {day(now)}, {number})"
        session.flush()
        new = {name: Neighbourhood(name=name) for name in names}
        session.add_all(new.values())
        session.flush()
        for practice in session.scalars(select(Practice).where(Practice.id.in_(list(goes)))).all():
            practice.neighbourhood_id = new[goes[practice.id]].id
        kind = "split" if len(old) == 1 else "merged"
        parts = {"before": [list(one) for one in plan.before], "after": [list(one) for one in plan.after]}
        change = PlaceChange(kind=kind, person_id=actor.person_id, at=now, parts=parts)
        session.add(change)
        recount()
        seq = record.append(
            actor.person_id,
            _ACTS[kind],
            f"federation:{actor.federation_id}",
            before=sorted(old),
            after=sorted(one.id for one in new.values()),
            practices=plan.total.practices,
            patients=plan.total.patients,
            parts=record.digest(parts),
        )
        tell_moved(actor.name, seq, goes)
        return plan


def _plan(
    ids: Collection[int], names: Sequence[str], goes: Mapping[int, str]
) -> tuple[Rearrangement, dict[int, str]]:
    if not ids or (len(ids) == 1) == (len(names) == 1) or (len(ids) > 1 and len(names) > 1):
        raise Invalid("Split one into two or more, or merge two or more into one", "names")
    old = places_named(ids)
    _check_names(names, old)
    there = practices_to_place(ids)
    before = {
        name: [PlacedPractice(one.id, one.patients) for one in there[number]] for number, name in old.items()
    }
    try:
        after = rearranged(before, names, goes)
    except ValueError:
        raise Invalid(
            "Say for each practice where it goes, and put at least one into each", "practice"
        ) from None
    return rearrangement(before, after), old


def _check_names(names: Sequence[str], old: Mapping[int, str]) -> None:
    if len(names) > MOST_PARTS or len({name.lower() for name in names}) != len(names):
        raise Invalid(f"Give each another name, and {MOST_PARTS} at most", "names")
    for name in names:
        plain_text(name, "names", "Enter a name")
        if len(name) > LONGEST_NEIGHBOURHOOD:
            raise Invalid(f"A name must have {LONGEST_NEIGHBOURHOOD} characters or less", "names")
    taken = db.session.scalars(
        select(Neighbourhood.name).where(
            func.lower(Neighbourhood.name).in_([name.lower() for name in names]),
            Neighbourhood.id.not_in(list(old)),
        )
    ).first()
    if taken is not None:
        raise Invalid(f"There is {taken} already", "names")
