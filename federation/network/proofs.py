"""A federation and the places of its people against the record: nobody holds a role that no entry gave them."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel import record, tenancy
from federation.kernel.db import db
from federation.kernel.proof import Act, Flaw, acts_about, acts_called, at_entry
from federation.kernel.record import RecordEntry
from federation.network.models import Federation, Membership
from federation.network.plugins.state import BY_DECISION
from federation.network.queries.checkpoints import TO

_SET_UP = ("neighbourhood_word", "impact_questions", "brand")


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
    acts = {act.name: act for act in acts_about([f"federation:{here.id}"])[f"federation:{here.id}"]}
    described, set_up, created = (
        acts.get(name) for name in ("federation.described", "federation.settings", "federation.created")
    )
    if (described is None and here.purpose) or (
        described is not None and described.data.get("digest") != record.digest(here.purpose)
    ):
        yield _changed(described, "the purpose of the federation was changed")
    settings = here.settings or {}
    if set_up is not None:
        now = {"name": here.name, **{name: settings.get(name) for name in _SET_UP}}
        if set_up.data.get("digest") != record.digest(now):
            yield at_entry(set_up, "the name or the settings of the federation were changed since then")
    elif created is not None and created.data.get("name", record.digest(here.name)) != record.digest(
        here.name
    ):
        yield at_entry(created, "the name of the federation was changed since then")
    keepers = acts.get("federation.checkpoints_to")
    if list(settings.get(TO, ())) != (keepers.data.get("people") if keepers else []):
        yield _changed(keepers, "who gets checkpoints was changed")
    who = [acts[name] for name in ("plugin.members_decide", "plugin.administrators_decide") if name in acts]
    members = bool(who) and max(who, key=lambda act: act.seq).name == "plugin.members_decide"
    if bool(settings.get(BY_DECISION)) != members:
        yield Flaw("The federation", "no entry holds who switches plugins, as it is now")


def memberships() -> Iterator[Flaw]:
    """Every role against the entries that gave and ended it."""
    started, ended, chair = _acts_on_roles()
    rows = db.session.execute(
        select(
            Membership.id,
            Membership.person_id,
            Membership.role,
            Membership.practice_id,
            Membership.is_chair,
            Membership.ended_at,
        ).order_by(Membership.id)
    ).all()
    for row in rows:
        called = f"Role {row.id} ({row.role}, person {row.person_id})"
        found = started.pop(row.id, None)
        if found is None:
            yield Flaw(called, "no entry gave this role")
            continue
        person, act = found
        if (person, act.data.get("role"), act.data.get("practice")) != (
            f"person:{row.person_id}",
            row.role,
            row.practice_id,
        ):
            yield at_entry(act, "the role that it gave was changed: its person, kind or practice")
        end = ended.get(row.id)
        if end is None and row.ended_at is not None:
            yield Flaw(called, "it has ended, and no entry ended it")
        if end is not None and row.ended_at is None:
            yield at_entry(end, "the role that it ended has come back")
        if row.is_chair != (chair == row.id and end is None):
            yield Flaw(called, "whether it is the chair’s was changed without an entry")
    for _person, act in started.values():
        yield at_entry(act, "the role that it gave is missing")


def _acts_on_roles() -> tuple[dict[int, tuple[str, Act]], dict[int, Act], int | None]:
    started: dict[int, tuple[str, Act]] = {}
    ended: dict[int, Act] = {}
    chair: int | None = None
    for subject, act in acts_called("membership.started", "membership.ended", "membership.chair"):
        number = act.data.get("membership")
        if not isinstance(number, int):
            continue
        if act.name == "membership.started":
            started[number] = (subject, act)
        elif act.name == "membership.ended":
            ended[number] = act
        else:
            chair = number
    return started, ended, chair


def _changed(act: Act | None, why: str) -> Flaw:
    return at_entry(act, f"{why} since then") if act else Flaw("The federation", f"{why} without an entry")
