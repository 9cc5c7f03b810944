"""Reading the milestones of groups."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.refusals import NotFound
from federation.kernel.words import day, plural
from federation.network.groups.queries import ListedGroup
from federation.people.models import Person
from federation.workstreams.models import MilestoneChange, WorkMilestone
from federation.workstreams.queries.reading import group_read
from federation.workstreams.rules import MilestoneFacts, MilestoneProgress, milestone_state, progress_of
from federation.workstreams.words import MILESTONE_TAGS


class ShownMilestone(NamedTuple):
    """A milestone as pages and programs show it."""

    id: int
    group_id: int
    words: str
    due_on: date
    set_by: int
    set_at: datetime
    done_by: int | None
    person: str | None
    done_at: datetime | None
    dropped_at: datetime | None

    def state(self, today: date) -> str:
        """``done``, ``dropped``, ``late`` or ``open``."""
        return milestone_state(self.due_on, self.done_at is not None, self.dropped_at is not None, today)

    def tag(self, today: date) -> tuple[str, str]:
        """Its state as a word and a colour."""
        return MILESTONE_TAGS[self.state(today)]


class ChangeLine(NamedTuple):
    """Why a milestone was moved, or dropped: then ``due_on`` is None."""

    was_on: date
    due_on: date | None
    reason: str
    person: str
    changed_at: datetime


_DONE_BY = aliased(Person)
_MILESTONES: Any = select(
    WorkMilestone.id,
    WorkMilestone.group_id,
    WorkMilestone.words,
    WorkMilestone.due_on,
    WorkMilestone.set_by,
    WorkMilestone.set_at,
    WorkMilestone.done_by,
    _DONE_BY.name,
    WorkMilestone.done_at,
    WorkMilestone.dropped_at,
).outerjoin(_DONE_BY, _DONE_BY.id == WorkMilestone.done_by)
_OF_GROUP = _MILESTONES.where(WorkMilestone.group_id == bindparam("group")).order_by(
    WorkMilestone.due_on, WorkMilestone.id
)
_ONE = _MILESTONES.where(WorkMilestone.id == bindparam("milestone"))
_CHANGES = (
    select(
        MilestoneChange.was_on,
        MilestoneChange.due_on,
        MilestoneChange.reason,
        Person.name,
        MilestoneChange.changed_at,
    )
    .join(Person, Person.id == MilestoneChange.changed_by)
    .where(MilestoneChange.milestone_id == bindparam("milestone"))
    .order_by(MilestoneChange.id.desc())
)


def milestones_of(group_id: int) -> Sequence[ShownMilestone]:
    """The milestones of a group by their day, dropped ones among them. One statement."""
    return [ShownMilestone._make(row) for row in db.session.execute(_OF_GROUP, {"group": group_id})]


def milestone_read(reader: Actor, milestone_id: int) -> tuple[ShownMilestone, ListedGroup]:
    """A milestone and its group, for somebody who may read it. Raises ``NotFound``. Two statements."""
    row = db.session.execute(_ONE, {"milestone": milestone_id}).first()
    if row is None:
        raise NotFound()
    found = ShownMilestone._make(row)
    return found, group_read(reader, found.group_id)


def changes_of(milestone_id: int) -> Sequence[ChangeLine]:
    """Why a milestone was moved or dropped, the latest first. One statement."""
    return [ChangeLine._make(row) for row in db.session.execute(_CHANGES, {"milestone": milestone_id})]


def progress(milestones: Iterable[ShownMilestone], today: date) -> MilestoneProgress:
    """How far a group has come with those of its milestones that it has not dropped."""
    return progress_of(
        (MilestoneFacts(one.due_on, one.done_at is not None) for one in milestones if one.dropped_at is None),
        today,
    )


def progress_words(found: MilestoneProgress) -> str:
    """``3 of 7 milestones done, 1 late, next on 12 January 2027``."""
    if not found.total:
        return "No milestones yet"
    parts = [f"{found.done} of {plural(found.total, 'milestone')} done"]
    if found.late:
        parts.append(f"{found.late} late")
    if found.next_on:
        parts.append(f"next on {day(found.next_on)}")
    return ", ".join(parts)
