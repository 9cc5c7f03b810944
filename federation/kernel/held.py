"""The beginnings of acts: a row held until the unit of work ends, rows changed by one statement, plain text as it is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import UpdateBase, select

from federation.kernel.db import MappedBase, db
from federation.kernel.patient_data import objection_to
from federation.kernel.record import now_here
from federation.kernel.refusals import Invalid, NotFound

Row = TypeVar("Row", bound=MappedBase)


class Held(NamedTuple, Generic[Row]):
    """A row, locked, and the time when it was: never before the newest entry of the record."""

    row: Row
    now: datetime


def held(model: type[Row], row_id: int) -> Held[Row]:
    """Lock the row of that number until the unit of work ends, and read the clock. Raises ``NotFound``.

    Whatever changes a row begins here, so that of two people the second sees what the first did. The time is read
    after the lock is granted: PostgreSQL works out a statement's values before it waits.
    """
    table: Any = model
    row = db.session.scalars(
        select(model).where(table.id == row_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound()
    return Held(row, db.session.execute(select(now_here())).scalar_one())


def rows_changed(statement: UpdateBase, values: Mapping[str, Any] | None = None) -> int:
    """Run a statement that updates or deletes rows, with ``values`` for its parameters. Returns how many it changed, so
    that of two who change the same row at once the second learns that it came too late."""
    result: Any = db.session.execute(statement, values)
    return int(result.rowcount)


def plain_text(typed: str | None, field: str, missing: str = "") -> str:
    """Return what somebody typed, without blanks around it.

    Raises ``Invalid`` at ``field`` for nothing, where ``missing`` says what to give, and for anything about a patient.
    """
    text = (typed or "").strip()
    if missing and not text:
        raise Invalid(missing, field)
    if words := objection_to(text):
        raise Invalid(words, field)
    return text
