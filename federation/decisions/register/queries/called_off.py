"""Votes that were called off while they were open: they decided nothing, and stand beside the register."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from federation.decisions.models import Decision
from federation.kernel.db import db
from federation.people.models import Person


class CalledOff(NamedTuple):
    """An open vote that somebody called off, with the reason."""

    id: int
    number: str
    title: str
    at: datetime
    by: str
    reason: str


_CALLED_OFF = (
    select(
        Decision.id,
        Decision.year,
        Decision.ordinal,
        Decision.title,
        Decision.changed_at,
        Person.name,
        Decision.withdrawn_reason,
    )
    .outerjoin(Person, Person.id == Decision.closed_by)
    .where(Decision.state == "withdrawn", Decision.opened_at.is_not(None))
    .order_by(Decision.changed_at.desc(), Decision.id.desc())
    .limit(bindparam("most"))
)


def called_off(most: int = 20) -> list[CalledOff]:
    """The newest first. One statement."""
    rows = db.session.execute(_CALLED_OFF, {"most": most})
    return [
        CalledOff(row[0], f"{row[1]}/{row[2]}", row[3], row[4], row[5] or "Somebody", row[6] or "")
        for row in rows
    ]
