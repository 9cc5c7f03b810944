"""The practices that may vote today."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from federation.kernel.db import db
from federation.network.models import Practice


class PossibleVoter(NamedTuple):
    """A practice that may vote today."""

    id: int
    code: str
    name: str
    list_size: int | None
    list_size_on: date | None


def practices_that_may_vote() -> list[PossibleVoter]:
    """Full members that are open and have not left, in order of code."""
    rows = db.session.execute(
        select(Practice.id, Practice.code, Practice.name, Practice.list_size, Practice.list_size_on)
        .where(Practice.membership == "full", Practice.closed_on.is_(None), Practice.left_on.is_(None))
        .order_by(Practice.code)
    ).all()
    return [PossibleVoter(*row) for row in rows]
