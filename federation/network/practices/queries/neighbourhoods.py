"""Reading neighbourhoods."""

from typing import Final

from sqlalchemy import bindparam, func, select

from federation.kernel.db import db
from federation.network.models import Neighbourhood, Practice

MOST_TO_CHOOSE_FROM: Final = 60
"""Neighbourhoods that a list to select from may have; beyond it a name is typed."""


_BY_NAME = (
    select(Neighbourhood.id, Neighbourhood.name)
    .where(Neighbourhood.ended_at.is_(None))
    .order_by(Neighbourhood.name, Neighbourhood.id)
)
_FIRST = _BY_NAME.limit(bindparam("most"))


def neighbourhoods(most: int | None = None) -> list[tuple[int, str]]:
    """Number and name of the neighbourhoods, by name; ``most`` limits how many are read."""
    rows = db.session.execute(_BY_NAME if most is None else _FIRST, {"most": most})
    return [(id_, name) for id_, name in rows]


def neighbourhood_named(name: str) -> tuple[int, str] | None:
    """The neighbourhood of this name, whatever its capitals."""
    row = db.session.execute(
        select(Neighbourhood.id, Neighbourhood.name).where(
            func.lower(Neighbourhood.name) == " ".join(name.split()).lower(),
            Neighbourhood.ended_at.is_(None),
        )
    ).first()
    return (row.id, row.name) if row else None


def practices_in(neighbourhood_id: int) -> int:
    """How many practices a neighbourhood has, those that closed or left among them."""
    counted = select(func.count()).select_from(Practice).where(Practice.neighbourhood_id == neighbourhood_id)
    return db.session.scalar(counted) or 0
