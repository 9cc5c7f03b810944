"""How a practice stood before: patients, membership and neighbourhood, each with the day from which it held."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, select

from federation.kernel.db import db
from federation.network.models import Neighbourhood, PracticePast

MOST_CHANGES: Final = 100
_PAST: Final = (
    select(
        PracticePast.since,
        PracticePast.membership,
        PracticePast.list_size,
        PracticePast.list_size_on,
        PracticePast.closed_on,
        PracticePast.left_on,
        Neighbourhood.name.label("neighbourhood"),
    )
    .outerjoin(Neighbourhood, Neighbourhood.id == PracticePast.neighbourhood_id)
    .where(PracticePast.practice_id == bindparam("practice"))
    .order_by(PracticePast.id.desc())
    .limit(MOST_CHANGES)
)


class PracticeChanged(NamedTuple):
    """What changed at a moment: as it stood before and from then on."""

    since: datetime
    before: Any
    after: Any


def changes_of(practice_id: int) -> list[PracticeChanged]:
    """What changed of a practice, the newest first, and how it began (``before`` is None). One statement."""
    rows = db.session.execute(_PAST, {"practice": practice_id}).all()
    return list(_pairs(rows))


def _pairs(rows: Any) -> Iterator[PracticeChanged]:
    for place, row in enumerate(rows):
        yield PracticeChanged(row.since, rows[place + 1] if place + 1 < len(rows) else None, row)
