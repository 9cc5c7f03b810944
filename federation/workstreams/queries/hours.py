"""Reading the time that was given to tasks of groups."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select

from federation.kernel.days import end_of_day
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.refusals import NotFound
from federation.network.ledger.words import hours
from federation.network.models import Practice
from federation.people.models import Person
from federation.plugin.feature import PersonalRecord
from federation.workstreams.models import WorkHours
from federation.workstreams.queries.tasks import ShownTask, task_read


class HoursLine(NamedTuple):
    """Time that somebody gave to a task."""

    id: int
    person_id: int
    person: str
    practice_code: str | None
    practice: str | None
    minutes: int
    noted_at: datetime

    @property
    def words(self) -> str:
        """How long it was, in words."""
        return hours(self.minutes)


def hours_of(task_id: int) -> Sequence[HoursLine]:
    """The time that was given to a task, the newest first. One statement."""
    rows = db.session.execute(
        select(
            WorkHours.id,
            WorkHours.person_id,
            Person.name,
            Practice.code,
            Practice.name,
            WorkHours.minutes,
            WorkHours.noted_at,
        )
        .join(Person, Person.id == WorkHours.person_id)
        .outerjoin(Practice, Practice.id == WorkHours.practice_id)
        .where(WorkHours.task_id == task_id)
        .order_by(WorkHours.id.desc())
    )
    return [HoursLine._make(row) for row in rows]


def minutes_of(lines: Sequence[HoursLine]) -> int:
    """The sum of what was given, in minutes."""
    return sum(one.minutes for one in lines)


def given_words(group_id: int, year: int) -> str:
    """The time that was given to the tasks of a group in a year, in words; nothing where there is none. One statement."""
    since, until = (end_of_day(date(one, 12, 31)) for one in (year - 1, year))
    found = db.session.scalar(
        select(func.sum(WorkHours.minutes)).where(
            WorkHours.group_id == group_id, WorkHours.noted_at >= since, WorkHours.noted_at < until
        )
    )
    return hours(int(found)) if found else ""


def task_of_hours(reader: Actor, hours_id: int) -> tuple[ShownTask, int]:
    """The task to which this time was given, for somebody who may read it, and who gave it. Raises ``NotFound``."""
    row = db.session.execute(
        select(WorkHours.task_id, WorkHours.person_id).where(WorkHours.id == hours_id)
    ).first()
    if row is None:
        raise NotFound()
    return task_read(reader, row.task_id)[0], row.person_id


def personal_hours(person_id: int) -> list[PersonalRecord]:
    """The time that a person gave to tasks of groups. One statement."""
    rows = db.session.execute(
        select(WorkHours.task_id, WorkHours.minutes, WorkHours.noted_at)
        .where(WorkHours.person_id == person_id)
        .order_by(WorkHours.id)
    )
    return [
        PersonalRecord("Time given to a task", {"task": task, "minutes": minutes, "noted_at": at.isoformat()})
        for task, minutes, at in rows
    ]
