"""The places of people in a federation against the record: nobody holds a role that no entry gave them."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_called, at_entry
from federation.network.models import Membership

_ON_ROLES = tuple(
    f"membership.{word}"
    for word in (
        "started",
        "restarted",
        "joined",
        "confirmed",
        "refused",
        "ended",
        "chair",
        "chair_confirmed",
        "chair_refused",
    )
)


class RecordedRole(NamedTuple):
    """One role as the record has it, and the entry that said it last."""

    person: str
    role: str
    practice: int | None
    given_by: int | None
    waits: bool
    confirmed_by: int | None
    act: RecordedAct
    ended: RecordedAct | None = None
    chair_by: int | None = None
    chair_confirmed_by: int | None = None


def memberships() -> Iterator[RecordFlaw]:
    """Every role against the entries that gave, confirmed and ended it."""
    roles, chair = _recorded_roles()
    for row in _rows():
        kept = roles.pop(row.id, None)
        if kept is None:
            yield RecordFlaw(_called(row), "no entry gave this role")
        else:
            yield from _flaws_of(row, kept, chair == row.id and kept.ended is None)
    for kept in roles.values():
        yield at_entry(kept.act, "the role that it gave is missing")


def _rows() -> Sequence[Any]:
    return db.session.execute(
        select(
            Membership.id,
            Membership.person_id,
            Membership.role,
            Membership.practice_id,
            Membership.given_by,
            Membership.waits,
            Membership.confirmed_by,
            Membership.confirmed_at.is_not(None).label("confirmed"),
            Membership.started_at,
            Membership.is_chair,
            Membership.chair_given_at.is_not(None).label("chair_given"),
            Membership.chair_given_by,
            Membership.chair_confirmed_at.is_not(None).label("chair_confirmed"),
            Membership.chair_confirmed_by,
            Membership.ended_at,
        ).order_by(Membership.id)
    ).all()


def _called(row: Any) -> str:
    return f"Role {row.id} ({row.role}, person {row.person_id})"


def _flaws_of(row: Any, kept: RecordedRole, is_chair: bool) -> Iterator[RecordFlaw]:
    """In what a role differs from what the record says of it; ``is_chair``: by the record it is the chair's."""
    if kept[:4] != (f"person:{row.person_id}", row.role, row.practice_id, row.given_by):
        yield at_entry(kept.act, "the role that it gave was changed: its person, kind, practice or giver")
    if kept.act.data.get("began", began := record.stamp(row.started_at)) != began:
        yield at_entry(kept.act, "when the role that it gave began was changed")
    if (
        kept.confirmed_by != row.confirmed_by
        or row.confirmed != (kept.confirmed_by is not None)
        or (kept.waits != row.waits and row.ended_at is None)
    ):
        yield RecordFlaw(
            _called(row), "whether a second person has confirmed it was changed without an entry"
        )
    if kept.ended is None and row.ended_at is not None:
        yield RecordFlaw(_called(row), "it has ended, and no entry ended it")
    if kept.ended is not None and row.ended_at is None:
        yield at_entry(kept.ended, "the role that it ended has come back")
    if row.is_chair != is_chair:
        yield RecordFlaw(_called(row), "whether it is the chair’s was changed without an entry")
    elif row.is_chair and (kept.chair_by, kept.chair_confirmed_by, kept.chair_by is not None) != (
        row.chair_given_by,
        row.chair_confirmed_by if row.chair_confirmed else None,
        row.chair_given,
    ):
        yield RecordFlaw(
            _called(row), "who made it the chair’s, or confirmed that, was changed without an entry"
        )


def _recorded_roles() -> tuple[dict[int, RecordedRole], int | None]:
    roles: dict[int, RecordedRole] = {}
    chair: int | None = None
    for subject, act in acts_called(*_ON_ROLES):
        number, waits = act.data.get("membership"), bool(act.data.get("waits"))
        if not isinstance(number, int):
            continue
        kept = roles.get(number)
        match act.name.partition(".")[2]:
            case "started":
                role, practice = str(act.data.get("role")), act.data.get("practice")
                roles[number] = RecordedRole(subject, role, practice, act.actor, waits, None, act)
            case "restarted" if kept:
                giver = act.data.get("given_by")
                roles[number] = kept._replace(given_by=giver, confirmed_by=None, act=act)
                if chair == number:
                    roles[number] = roles[number]._replace(chair_by=giver, chair_confirmed_by=None)
            case "joined" if kept and kept.person == f"person:{act.data.get('guest')}":
                roles[number] = kept._replace(person=subject, act=act)
            case "confirmed" if kept:
                roles[number] = kept._replace(waits=False, confirmed_by=act.actor)
            case "ended" | "refused" if kept:
                roles[number] = kept._replace(ended=act)
            case "chair" if kept:
                roles[number] = kept._replace(chair_by=act.actor, chair_confirmed_by=None)
                chair = chair if waits else number
            case "chair_confirmed" if kept:
                roles[number] = kept._replace(chair_confirmed_by=act.actor)
                chair = number
            case "chair_refused" if chair == number:
                chair = None
    return roles, chair
