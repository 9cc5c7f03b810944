"""Practices for programs: by code, and by page number, which they were promised."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.network.models import Neighbourhood, Practice


class ListedPractice(NamedTuple):
    """A practice as programs read it."""

    code: str
    name: str
    list_size: int | None
    list_size_on: date | None
    membership: str
    neighbourhood: str | None
    postcode: str
    closed_on: date | None
    left_on: date | None


_LISTED = (
    Practice.code,
    Practice.name,
    Practice.list_size,
    Practice.list_size_on,
    Practice.membership,
    Neighbourhood.name.label("neighbourhood"),
    Practice.postcode,
    Practice.closed_on,
    Practice.left_on,
)


def practices_numbered(page: int, per_page: int) -> list[ListedPractice]:
    """A page of all practices that the federation has or had; the first is page 1.

    Where a page begins is found in the index of codes alone: the last page costs hardly more than the first.
    """
    other = aliased(Practice)
    begins = select(other.code).order_by(other.code).offset((page - 1) * per_page).limit(1).scalar_subquery()
    return _read(select(*_LISTED).where(Practice.code >= begins).order_by(Practice.code).limit(per_page))


def practice_coded(code: str) -> ListedPractice:
    """The practice with this ODS code."""
    found = _read(select(*_LISTED).where(Practice.code == code))
    if not found:
        raise NotFound()
    return found[0]


class PracticePlacement(NamedTuple):
    """How a practice belongs."""

    id: int
    membership: str
    neighbourhood_id: int | None


def practice_placed(code: str) -> PracticePlacement:
    """The number and the place of the practice with this ODS code."""
    row = db.session.execute(
        select(Practice.id, Practice.membership, Practice.neighbourhood_id).where(Practice.code == code)
    ).first()
    if row is None:
        raise NotFound()
    return PracticePlacement._make(row)


def _read(statement: Any) -> list[ListedPractice]:
    joined = statement.outerjoin(Neighbourhood, Neighbourhood.id == Practice.neighbourhood_id)
    return [ListedPractice._make(row) for row in db.session.execute(joined)]
