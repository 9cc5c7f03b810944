"""Letters that wait for others to the same person: rows of the outbox, taken all together when they are due, once."""

import logging
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, or_, select, update

from federation.kernel.clock import database_now
from federation.kernel.db import db, is_writing
from federation.kernel.mail_hold import FederationHold
from federation.kernel.outbox import GATHERED, _rows
from federation.kernel.sealed_letters import SECRETS, UnreadableLetter, open_letter
from federation.kernel.tenancy import _announce, every_federation

log = logging.getLogger(__name__)

_NOT_HELD = or_(
    _rows.c.federation_id.is_(None),
    _rows.c.federation_id.not_in(select(FederationHold.federation_id).scalar_subquery()),
)


class GatheredLetter(NamedTuple):
    """A letter that was taken: its row's number and federation, its payload with the text, and until when it waited."""

    id: int
    federation_id: int | None
    payload: dict[str, Any]
    due_at: datetime


def people_due() -> list[int]:
    """The people for whom letters are due now, by their numbers."""
    with every_federation("what waits for a person goes out in one letter"):
        session = db.session()
        _announce(session)
        person = _rows.c.payload["person"].as_integer()
        due = (
            _rows.c.kind == GATHERED,
            _rows.c.done_at.is_(None),
            _rows.c.due_at <= database_now(),
            _NOT_HELD,
        )
        found = session.connection().execute(select(person).where(*due).distinct().order_by(person))
        return list(found.scalars())


def take_due(person_id: int) -> list[GatheredLetter]:
    """Take all letters to a person that are due, in the open unit of work, the oldest first: another worker takes none of
    them, and nothing is kept of their texts. What cannot be read any more is left out."""
    if not is_writing():
        raise RuntimeError("letters are taken in the unit of work that writes the one they go out in")
    with every_federation("what waits for a person goes out in one letter"):
        session = db.session()
        session.flush()
        _announce(session)
        connection = session.connection()
        now = connection.execute(select(database_now())).scalar_one()
        mine = (
            _rows.c.kind == GATHERED,
            _rows.c.done_at.is_(None),
            _rows.c.due_at <= now,
            _NOT_HELD,
            _rows.c.payload["person"].as_integer() == person_id,
        )
        wanted = (_rows.c.id, _rows.c.key, _rows.c.federation_id, _rows.c.payload, _rows.c.due_at)
        rows = connection.execute(update(_rows).where(*mine).values(done_at=now).returning(*wanted)).all()
        if rows:
            empty = update(_rows).where(_rows.c.id == bindparam("row")).values(payload=bindparam("kept"))
            connection.execute(empty, [{"row": row.id, "kept": _emptied(row.payload)} for row in rows])
        return [letter for row in sorted(rows) if (letter := _opened(row)) is not None]


def _emptied(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name not in SECRETS}


def _opened(row: Any) -> GatheredLetter | None:
    try:
        return GatheredLetter(row.id, row.federation_id, open_letter(row.key, row.payload), row.due_at)
    except UnreadableLetter:
        log.warning("letter %s was written under another secret key, and is left out", row.id)
        return None
