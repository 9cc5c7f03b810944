"""A federation against the record: its name, its purpose, and the settings that decide who decides."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel import record, tenancy
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_about, at_entry
from federation.kernel.record import RecordEntry
from federation.network.models import Federation
from federation.network.plugins.queries.state import BY_DECISION
from federation.network.record.queries.checkpoints import TO


def beginning() -> Iterator[RecordFlaw]:
    """A federation that exists has a record, and the record begins with the making of it."""
    first = db.session.execute(
        select(RecordEntry.action, RecordEntry.subject).order_by(RecordEntry.seq).limit(1)
    ).first()
    if first is None:
        yield RecordFlaw("The record", "it is empty: it should begin with the making of the federation")
    elif tuple(first) != ("federation.created", f"federation:{tenancy.current()}"):
        yield RecordFlaw("Entry 1", "the record should begin with the making of the federation")


def federation() -> Iterator[RecordFlaw]:
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
        yield RecordFlaw("The federation", "no entry holds that letters have no links to ballots")
    keepers = acts.get("federation.checkpoints_to")
    if list(settings.get(TO, ())) != (keepers.data.get("people") if keepers else []):
        yield _changed(keepers, "who gets checkpoints was changed")
    who = [acts[name] for name in ("plugin.members_decide", "plugin.administrators_decide") if name in acts]
    members = bool(who) and max(who, key=lambda act: act.seq).name == "plugin.members_decide"
    if bool(settings.get(BY_DECISION)) != members:
        yield RecordFlaw("The federation", "no entry holds who switches plugins, as it is now")


def _changed(act: RecordedAct | None, why: str) -> RecordFlaw:
    return (
        at_entry(act, f"{why} since then") if act else RecordFlaw("The federation", f"{why} without an entry")
    )
