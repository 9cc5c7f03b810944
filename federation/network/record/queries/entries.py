"""The entries of the record as they were hashed, for programs."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.record import RecordEntry


class RecordLine(NamedTuple):
    """An entry of the record as it was hashed."""

    seq: int
    at: datetime
    actor: int | None
    action: str
    subject: str
    data: str
    prev: str
    hash: str


def entries_after(seq: int, most: int) -> list[RecordLine]:
    """Entries of the record from behind a number on."""
    columns = (
        RecordEntry.seq,
        RecordEntry.at,
        RecordEntry.actor,
        RecordEntry.action,
        RecordEntry.subject,
        RecordEntry.data,
        RecordEntry.prev,
        RecordEntry.hash,
    )
    rows = db.session.execute(
        select(*columns).where(RecordEntry.seq > seq).order_by(RecordEntry.seq).limit(most)
    )
    return [RecordLine._make(row) for row in rows]
