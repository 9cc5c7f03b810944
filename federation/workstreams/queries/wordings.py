"""What the work of a group was called before."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from federation.kernel.days import last_day
from federation.kernel.db import db
from federation.people.models import Person
from federation.workstreams.models import WorkWording


class EarlierWork(NamedTuple):
    """What stood there until somebody changed it; ``due_at``: the time of a task until then."""

    title: str
    words: str
    due_at: datetime | None
    person: str
    replaced_at: datetime

    @property
    def due_on(self) -> date | None:
        """The last day of a task until then."""
        return last_day(self.due_at) if self.due_at else None


def earlier_work(kind: str, number: int) -> Sequence[EarlierWork]:
    """What work, a milestone or a task was called before, the latest first. One statement."""
    rows = db.session.execute(
        select(WorkWording.title, WorkWording.words, WorkWording.due_at, Person.name, WorkWording.replaced_at)
        .join(Person, Person.id == WorkWording.replaced_by)
        .where(WorkWording.kind == kind, WorkWording.number == number)
        .order_by(WorkWording.id.desc())
    )
    return [EarlierWork._make(row) for row in rows]
