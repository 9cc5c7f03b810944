"""Practices that need the administrator because nobody can cast their vote."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select

from federation.kernel.db import db
from federation.network.models import Membership, Practice


class PracticeAttention(NamedTuple):
    """A practice that needs the administrator."""

    id: int
    code: str
    name: str
    of: int = 1
    """How many there are in all, of which a list shows the first."""


def without_representative(most: int) -> list[PracticeAttention]:
    """Full members that nobody can cast the vote of, by name."""
    somebody = exists().where(
        Membership.practice_id == Practice.id,
        Membership.federation_id == Practice.federation_id,
        Membership.role == "representative",
        Membership.in_force(),
    )
    return practices_that_are(Practice.belongs() & (Practice.membership == "full") & ~somebody, most)


def practices_that_are(condition: ColumnElement[bool], most: int) -> list[PracticeAttention]:
    rows = db.session.execute(
        select(Practice.id, Practice.code, Practice.name, func.count().over())
        .where(condition)
        .order_by(Practice.name, Practice.id)
        .limit(most)
    )
    return [PracticeAttention._make(row) for row in rows]
