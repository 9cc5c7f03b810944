"""Reading the tasks of groups."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from federation.kernel import record
from federation.kernel.days import last_day, time_now
from federation.kernel.db import db
from federation.kernel.listing import ListOrder, read_slice
from federation.kernel.policy import Actor, may
from federation.kernel.refusals import NotFound
from federation.network.groups.queries import ListedGroup, people_seated
from federation.network.models import GroupSeat, Practice
from federation.people.models import Person
from federation.plugin.feature import PersonalRecord
from federation.workstreams.models import WorkTask
from federation.workstreams.permissions import TaskOfGroup
from federation.workstreams.queries.reading import group_read, work_of
from federation.workstreams.words import TASK_TAGS

_PERSON, _WAS = aliased(Person), aliased(Person)


class ShownTask(NamedTuple):
    """A task as pages and programs show it. Where it is neither a person's nor a practice's it is the leads'; ``was`` is who had
    it until they sat in the group no more."""

    id: int
    group_id: int
    title: str
    person_id: int | None
    person: str | None
    practice_id: int | None
    practice_code: str | None
    practice: str | None
    was: str | None
    due_at: datetime
    whole_day: bool
    state: str
    words: str
    ended_at: datetime | None

    @property
    def due_on(self) -> date:
        """The last day in England on which there is time for it."""
        return last_day(self.due_at)

    @property
    def owner(self) -> str:
        """Whose it is, in words."""
        if self.was is not None:
            return f"The leads. It was {self.was}’s, who sits in the group no more"
        return self.person or self.practice or "The leads"

    @property
    def thing(self) -> TaskOfGroup:
        """It, for the table of permissions."""
        return TaskOfGroup(self.group_id, self.person_id, self.practice_id)

    def tag(self, now: datetime) -> tuple[str, str]:
        """How it stands as a word and a colour."""
        return TASK_TAGS["overdue" if self.state == "open" and self.due_at <= now else self.state]


TASKS: Any = (
    select(
        WorkTask.id,
        WorkTask.group_id,
        WorkTask.title,
        WorkTask.person_id,
        _PERSON.name.label("person"),
        WorkTask.practice_id,
        Practice.code.label("practice_code"),
        Practice.name.label("practice"),
        _WAS.name.label("was"),
        WorkTask.due_at,
        WorkTask.whole_day,
        WorkTask.state,
        WorkTask.words,
        WorkTask.ended_at,
    )
    .outerjoin(_PERSON, _PERSON.id == WorkTask.person_id)
    .outerjoin(Practice, Practice.id == WorkTask.practice_id)
    .outerjoin(_WAS, _WAS.id == WorkTask.was_person_id)
)
TASK_NAME: Final = "task:"
"""How the keys begin under which tasks are owed, behind the name of the feature."""
BY_TIME = ListOrder("time", "Due first", WorkTask.due_at)
_ONE = TASKS.where(WorkTask.id == bindparam("task"))


def leading() -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a seat is that of a person who leads a group now."""
    return GroupSeat.counts(), GroupSeat.is_lead.is_(True), GroupSeat.person_id.is_not(None)


_LEADS = select(GroupSeat.person_id).where(GroupSeat.group_id == bindparam("group"), *leading())


def task_key(task_id: int, asked: int) -> str:
    """The key under which whoever has a task owes it."""
    return f"workstreams.{TASK_NAME}{task_id}:{asked}"


def leads_of(group_id: int) -> list[int]:
    """The people who lead a group now. One statement."""
    return sorted(number for number in db.session.scalars(_LEADS, {"group": group_id}) if number)


def people_to_choose(group_id: int) -> list[tuple[int, str]]:
    """The people who sit in a group, for themselves or for a practice, by name. Two statements."""
    asked = select(Person.id, Person.name).where(Person.id.in_(people_seated(group_id)))
    return [(number, name) for number, name in db.session.execute(asked.order_by(Person.name, Person.id))]


def group_followed(reader: Actor, group_id: int) -> ListedGroup:
    """The group, for somebody who may read its tasks. Raises ``NotFound``, alike of a group that there is not. One statement."""
    group = group_read(reader, group_id)
    if not may(reader, "workstreams.follow", work_of(group)):
        raise NotFound()
    return group


def task_read(reader: Actor, task_id: int) -> tuple[ShownTask, ListedGroup]:
    """A task and its group, for somebody who may read it. Raises ``NotFound``. Two statements."""
    row = db.session.execute(_ONE, {"task": task_id}).first()
    if row is None:
        raise NotFound()
    task = ShownTask._make(row)
    return task, group_followed(reader, task.group_id)


def tasks_to_show(group_id: int, show: str, reader: Actor) -> Any:
    """A statement of the tasks of a group: those to do, or as ``show`` narrows them (``TASK_LISTS``). One statement for the clock
    where it asks for what is overdue."""
    found = TASKS.where(WorkTask.group_id == group_id)
    if show == "over":
        return found.where(WorkTask.ended_at.is_not(None))
    found = found.where(WorkTask.is_to_do())
    if show == "blocked":
        return found.where(WorkTask.state == "blocked")
    if show == "overdue":
        return found.where(WorkTask.due_at <= time_now())
    if show in ("mine", "ours"):
        practices = [seat.practice_id for seat in reader.seats] if show == "ours" else []
        return found.where(_is_of(reader, group_id, practices))
    return found


def first_tasks(
    group_id: int, show: str, reader: Actor, most: int, after: int | None = None
) -> tuple[list[ShownTask], bool]:
    """The first tasks of a list, or those after the one with that number, and whether there are others. One statement, and one
    more where it goes on."""
    statement = tasks_to_show(group_id, show, reader)
    start = BY_TIME.place_of(statement, WorkTask.id, after)
    found = read_slice(statement, BY_TIME, WorkTask.id, most, start)
    return [ShownTask._make(row) for row in found.rows], found.later


class TaskCounts(NamedTuple):
    """How many tasks a group has to do, and how many of these are the reader's, their practices' and theirs, overdue, blocked."""

    to_do: int
    mine: int
    ours: int
    overdue: int
    blocked: int


def task_counts(group_id: int, reader: Actor, now: datetime) -> TaskCounts:
    """How the tasks to do of a group divide for somebody. One statement."""
    practices = [seat.practice_id for seat in reader.seats]
    parts = (
        _is_of(reader, group_id, []),
        _is_of(reader, group_id, practices),
        and_(WorkTask.state == "open", WorkTask.due_at <= now),
        WorkTask.state == "blocked",
    )
    counts = [func.coalesce(func.sum(case((part, 1), else_=0)), 0) for part in parts]
    row = db.session.execute(
        select(func.count(WorkTask.id), *counts).where(WorkTask.group_id == group_id, WorkTask.is_to_do())
    ).one()
    return TaskCounts(*(int(one) for one in row))


def personal_tasks(person_id: int) -> list[PersonalRecord]:
    """The tasks that a person had, gave or ended. One statement."""
    whose = or_(
        WorkTask.person_id == person_id,
        WorkTask.was_person_id == person_id,
        WorkTask.given_by == person_id,
        WorkTask.ended_by == person_id,
    )
    rows = select(WorkTask.id, WorkTask.title, WorkTask.state, WorkTask.words, WorkTask.given_at).where(whose)
    return [
        PersonalRecord(
            "Task of a group",
            {"task": number, "what": title, "state": state, "words": words, "given_at": at.isoformat()},
        )
        for number, title, state, words, at in db.session.execute(rows.order_by(WorkTask.id))
    ]


def _is_of(reader: Actor, group_id: int, practices: Collection[int]) -> ColumnElement[bool]:
    mine = [WorkTask.person_id == reader.person_id]
    if practices:
        mine.append(WorkTask.practice_id.in_(practices))
    if reader.leads(group_id):
        mine.append(and_(WorkTask.person_id.is_(None), WorkTask.practice_id.is_(None)))
    return or_(*mine)


def said_of_task(task: WorkTask) -> list[str]:
    """What the record's fingerprint of a task is made of: what is to be done, how it stands and why, whose it is, until when."""
    return [
        task.title,
        task.state,
        task.words,
        str(task.person_id or ""),
        str(task.practice_id or ""),
        record.stamp(task.due_at),
    ]
