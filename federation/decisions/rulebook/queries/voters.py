"""Who may vote today: the practices of the federation, or those who vote in a group."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from federation.kernel.db import db
from federation.network.groups.queries import voters_of
from federation.network.models import Practice


class PossibleVoter(NamedTuple):
    """A practice, or in a group a person, that may vote today."""

    practice_id: int | None
    person_id: int | None
    code: str
    name: str
    list_size: int | None
    list_size_on: date | None


def possible_voters(group_id: int | None) -> list[PossibleVoter]:
    """Who may vote today, in order of code: in a group whoever has a seat with a vote, else the practices. One statement."""
    if group_id is None:
        return practices_that_may_vote()
    found = [
        PossibleVoter(one.practice_id, one.person_id, one.code, one.name, None, None)
        for one in voters_of(group_id)
    ]
    return sorted(found, key=lambda one: one.code)


def practices_that_may_vote() -> list[PossibleVoter]:
    """Full members that are open, have not left and are not suspended, in order of code."""
    rows = db.session.execute(
        select(Practice.id, Practice.code, Practice.name, Practice.list_size, Practice.list_size_on)
        .where(Practice.may_vote())
        .order_by(Practice.code)
    ).all()
    return [PossibleVoter(row[0], None, *row[1:]) for row in rows]
