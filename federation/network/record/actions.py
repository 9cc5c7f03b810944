"""Checkpoints of the record: written at each opening and close and once a day, for people outside the database to keep."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, func, select

from federation.kernel import checkpoints, outbox, record, tenancy
from federation.kernel.checkpoints import RecordCheckpoint
from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.record import RecordHead
from federation.kernel.refusals import Invalid
from federation.network.events import CheckpointWritten
from federation.network.locking import locked
from federation.network.models import Federation
from federation.network.record.queries.checkpoints import TO, people_addressed, people_told
from federation.people.addresses import full_address
from federation.plugin.announcements import announce

DAILY = timedelta(days=1)
MOST_NAMED = 50
_LETTER = """{federation} keeps a record of every step of its votes. This is its fingerprint of {at}, after entry {seq}:

{checkpoint}

Keep this letter where the people who run the server cannot reach it. You need not do anything else.
If somebody ever changed the record, or a vote, behind everybody's back, this letter proves it.

How to check it, and all fingerprints so far:
{link}
"""
_CHANGED = """{who} has changed who gets the fingerprints of the record of {federation}, besides the chair and the administrators.

{what}

You get this letter because you got them before, or get them now. Keep the letters that you have.
{link}
"""


def write_checkpoint() -> None:
    """Sign how far the record has come, in the open unit of work; those who keep checkpoints get a letter."""
    seq = checkpoints.write()
    if seq is not None:
        here = tenancy.current()
        announce(CheckpointWritten(here, seq), f"checkpoint:{here}:{seq}")


def write_daily() -> int:
    """A checkpoint where the last is older than a day and something has happened since; safe to run at any time."""
    due = db.session.execute(_DUE).first()
    if due is None or due.seq == due.last or (due.at is not None and due.now - due.at < DAILY):
        return 0
    with unit_of_work():
        write_checkpoint()
    return 1


def where_to_write() -> Select[int]:
    """The federations in which something has happened since the last checkpoint, unless that is younger than a day."""
    recent = (RecordCheckpoint.seq == RecordHead.seq) | (RecordCheckpoint.at > time_now() - DAILY)
    written = select(RecordCheckpoint.seq).where(
        RecordCheckpoint.federation_id == RecordHead.federation_id, recent
    )
    return select(RecordHead.federation_id).where(~written.exists())


_LAST = select(func.max(RecordCheckpoint.seq)).scalar_subquery()
_DUE = select(
    RecordHead.seq,
    _LAST.label("last"),
    select(func.max(RecordCheckpoint.at)).scalar_subquery().label("at"),
    database_now().label("now"),
)


def tell_checkpoint(seq: int) -> None:
    """Mail a checkpoint to those who keep them."""
    row = db.session.scalars(select(RecordCheckpoint).where(RecordCheckpoint.seq == seq)).one()
    here = db.session.execute(
        select(Federation.name, Federation.slug, Federation.settings).where(
            Federation.id == tenancy.current()
        )
    ).one()
    text = _LETTER.format(
        federation=here.name,
        at=record.stamp(row.at)[:16].replace("T", " "),
        seq=seq,
        checkpoint=checkpoints.as_text(row),
        link=full_address("network.checkpoints", federation=here.slug),
    )
    subject = f"Please keep: fingerprint {seq} of the record of {here.name}"
    with unit_of_work():
        outbox.add_many(
            "mail",
            [
                (
                    f"mail:checkpoint:{tenancy.current()}:{seq}:{person.id}",
                    {"person": person.id, "subject": subject, "text": text},
                )
                for person in people_told(here.settings or {})
            ],
        )


def name_keepers(actor: Actor, addresses: Sequence[str]) -> bool:
    """Set who gets checkpoints besides the chair and the administrators; whoever got them before is told."""
    authorize(actor, "network.administer")
    if len(addresses) > MOST_NAMED:
        raise Invalid(f"Name {MOST_NAMED} people or fewer", "addresses")
    with unit_of_work():
        federation = locked()
        found = people_addressed(addresses)
        if unknown := [one for one in addresses if one not in found]:
            raise Invalid(f"Nobody in this federation has the address {unknown[0]}", "addresses")
        before = people_told(federation.settings or {})
        was, now = set((federation.settings or {}).get(TO, ())), {person.id for person in found.values()}
        if was == now:
            return False
        federation.settings = {**(federation.settings or {}), TO: sorted(now)}
        seq = record.append(
            actor.person_id,
            "federation.checkpoints_to",
            f"federation:{federation.id}",
            people=sorted(now),
            before=sorted(was),
        )
        names = {person.id: person.name for person in (*before, *found.values())}
        what = "\n".join(
            [f"Gets them now: {names[number]}" for number in sorted(now - was)]
            + [f"Gets them no more: {names.get(number, 'somebody who left')}" for number in sorted(was - now)]
        )
        text = _CHANGED.format(
            who=actor.name,
            federation=federation.name,
            what=what,
            link=full_address("network.checkpoints", federation=federation.slug),
        )
        subject = f"Who keeps the fingerprints of {federation.name} has changed"
        outbox.add_many(
            "mail",
            [
                (
                    f"mail:checkpoints_to:{federation.id}:{seq}:{number}",
                    {"person": number, "subject": subject, "text": text},
                )
                for number in sorted(names)
            ],
        )
        return True
