"""Who keeps the checkpoints of the record, and the checkpoints themselves."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from federation.kernel.checkpoints import RecordCheckpoint
from federation.kernel.db import db
from federation.kernel.proof import acts_called
from federation.network.models import Membership
from federation.people.models import Person

TO = "checkpoints_to"
"""The setting that holds the numbers of the people named."""
PAGE = 50
ADOPTED = "federation.adopted"
"""The act of a federation that moved in: its data name the ``key`` of the installation where its record was until then."""


class CheckpointKeeper(NamedTuple):
    """Somebody who gets checkpoints."""

    id: int
    name: str
    email: str


_BELONG = (
    select(Person.id, Person.name, Person.email)
    .join(Membership, Membership.person_id == Person.id)
    .where(Membership.ended_at.is_(None), Person.erased_at.is_(None), Person.password_hash.is_not(None))
    .distinct()
    .order_by(Person.name, Person.id)
)


def keys_before() -> list[tuple[int, str]]:
    """The keys of the installations from which the federation chosen moved in, each with the entry that says so."""
    return [(act.seq, str(act.data.get("key"))) for _, act in acts_called(ADOPTED)]


def people_told(settings: Mapping[str, Any]) -> list[CheckpointKeeper]:
    """The chair, the administrators and those who are named, as far as they can sign in and belong here still."""
    ex_officio = or_(Membership.is_chair.is_(True), Membership.role == "administrator")
    rows = db.session.execute(_BELONG.where(or_(ex_officio, Person.id.in_(list(settings.get(TO, ()))))))
    return [CheckpointKeeper._make(row) for row in rows]


def people_named(settings: Mapping[str, Any]) -> list[CheckpointKeeper]:
    """Those who are named besides."""
    rows = db.session.execute(_BELONG.where(Person.id.in_(list(settings.get(TO, ())))))
    return [CheckpointKeeper._make(row) for row in rows]


def people_addressed(addresses: Sequence[str]) -> dict[str, CheckpointKeeper]:
    """People of this federation by their address as given."""
    wanted = {address: address.strip().casefold() for address in addresses}
    rows = db.session.execute(_BELONG.where(Person.email.in_(sorted(set(wanted.values())))))
    found = {row.email: CheckpointKeeper._make(row) for row in rows}
    return {address: found[email] for address, email in wanted.items() if email in found}


def checkpoints_page(before: int | None, most: int = PAGE) -> tuple[list[RecordCheckpoint], bool]:
    """Checkpoints, newest first, from a place on; and whether there are older ones."""
    statement = select(RecordCheckpoint).order_by(RecordCheckpoint.seq.desc()).limit(most + 1)
    if before is not None:
        statement = statement.where(RecordCheckpoint.seq < before)
    rows = list(db.session.scalars(statement))
    return rows[:most], len(rows) > most


def checkpoint_numbered(seq: int) -> RecordCheckpoint | None:
    """One checkpoint."""
    return db.session.scalars(select(RecordCheckpoint).where(RecordCheckpoint.seq == seq)).first()
