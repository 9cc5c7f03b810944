"""A federation and the places of its people against the record: nobody holds a role that no entry gave them."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select

from federation.kernel import record, tenancy
from federation.kernel.db import db
from federation.kernel.proof import Act, Flaw, acts_about, acts_called, at_entry
from federation.kernel.record import RecordEntry
from federation.network.models import Federation, Membership
from federation.network.plugins.queries.state import BY_DECISION
from federation.network.record.queries.checkpoints import TO

_ON_ROLES = tuple(
    f"membership.{word}"
    for word in (
        "started",
        "joined",
        "confirmed",
        "refused",
        "ended",
        "chair",
        "chair_confirmed",
        "chair_refused",
    )
)


def beginning() -> Iterator[Flaw]:
    """A federation that exists has a record, and the record begins with the making of it."""
    first = db.session.execute(
        select(RecordEntry.action, RecordEntry.subject).order_by(RecordEntry.seq).limit(1)
    ).first()
    if first is None:
        yield Flaw("The record", "it is empty: it should begin with the making of the federation")
    elif tuple(first) != ("federation.created", f"federation:{tenancy.current()}"):
        yield Flaw("Entry 1", "the record should begin with the making of the federation")


def federation() -> Iterator[Flaw]:
    """Its name, its purpose, and the settings that decide who decides."""
    here = db.session.execute(select(Federation).where(Federation.id == tenancy.current())).scalar_one()
    subject = f"federation:{here.id}"
    about = acts_about([subject])[subject]
    acts = {act.name: act for act in about}
    described, created = acts.get("federation.described"), acts.get("federation.created")
    set_up = next(
        (act for act in reversed(about) if act.name == "federation.settings" and "digest" in act.data), None
    )
    if (described is None and here.purpose) or (
        described is not None and described.data.get("digest") != record.digest(here.purpose)
    ):
        yield _changed(described, "the purpose of the federation was changed")
    settings = here.settings or {}
    if set_up is not None:
        now = {"name": here.name, **{name: settings.get(name) for name in set_up.data.get("settings", ())}}
        if set_up.data.get("digest") != record.digest(now):
            yield at_entry(set_up, "the name or the settings of the federation were changed since then")
    elif created is not None and created.data.get("name", record.digest(here.name)) != record.digest(
        here.name
    ):
        yield at_entry(created, "the name of the federation was changed since then")
    if set_up is None and not settings.get("ballot_links", True):
        yield Flaw("The federation", "no entry holds that letters have no links to ballots")
    keepers = acts.get("federation.checkpoints_to")
    if list(settings.get(TO, ())) != (keepers.data.get("people") if keepers else []):
        yield _changed(keepers, "who gets checkpoints was changed")
    who = [acts[name] for name in ("plugin.members_decide", "plugin.administrators_decide") if name in acts]
    members = bool(who) and max(who, key=lambda act: act.seq).name == "plugin.members_decide"
    if bool(settings.get(BY_DECISION)) != members:
        yield Flaw("The federation", "no entry holds who switches plugins, as it is now")


class Role(NamedTuple):
    """What the record says of one role, and which entry said it last."""

    person: str
    role: str
    practice: int | None
    given_by: int | None
    waits: bool
    confirmed_by: int | None
    act: Act
    ended: Act | None = None
    chair_by: int | None = None
    chair_confirmed_by: int | None = None


def memberships() -> Iterator[Flaw]:
    """Every role against the entries that gave, confirmed and ended it."""
    roles, chair = _recorded_roles()
    rows = db.session.execute(
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
    for row in rows:
        called = f"Role {row.id} ({row.role}, person {row.person_id})"
        kept = roles.pop(row.id, None)
        if kept is None:
            yield Flaw(called, "no entry gave this role")
            continue
        if kept[:4] != (f"person:{row.person_id}", row.role, row.practice_id, row.given_by):
            yield at_entry(kept.act, "the role that it gave was changed: its person, kind, practice or giver")
        if kept.act.data.get("began", began := record.stamp(row.started_at)) != began:
            yield at_entry(kept.act, "when the role that it gave began was changed")
        if (
            kept.confirmed_by != row.confirmed_by
            or row.confirmed != (kept.confirmed_by is not None)
            or (kept.waits != row.waits and row.ended_at is None)
        ):
            yield Flaw(called, "whether a second person has confirmed it was changed without an entry")
        if kept.ended is None and row.ended_at is not None:
            yield Flaw(called, "it has ended, and no entry ended it")
        if kept.ended is not None and row.ended_at is None:
            yield at_entry(kept.ended, "the role that it ended has come back")
        if row.is_chair != (chair == row.id and kept.ended is None):
            yield Flaw(called, "whether it is the chair’s was changed without an entry")
        elif row.is_chair and (kept.chair_by, kept.chair_confirmed_by, kept.chair_by is not None) != (
            row.chair_given_by,
            row.chair_confirmed_by if row.chair_confirmed else None,
            row.chair_given,
        ):
            yield Flaw(called, "who made it the chair’s, or confirmed that, was changed without an entry")
    for kept in roles.values():
        yield at_entry(kept.act, "the role that it gave is missing")


def _recorded_roles() -> tuple[dict[int, Role], int | None]:
    roles: dict[int, Role] = {}
    chair: int | None = None
    for subject, act in acts_called(*_ON_ROLES):
        number, waits = act.data.get("membership"), bool(act.data.get("waits"))
        if not isinstance(number, int):
            continue
        kept = roles.get(number)
        match act.name.partition(".")[2]:
            case "started":
                role, practice = str(act.data.get("role")), act.data.get("practice")
                roles[number] = Role(subject, role, practice, act.actor, waits, None, act)
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


def _changed(act: Act | None, why: str) -> Flaw:
    return at_entry(act, f"{why} since then") if act else Flaw("The federation", f"{why} without an entry")
