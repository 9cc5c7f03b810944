"""Time that people give to the tasks of groups: noted by themselves, and taken back."""

from typing import Final

from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.groups.queries import group_here
from federation.network.ledger.actions import gave, take_back
from federation.workstreams.actions.planning import note_work
from federation.workstreams.models import WorkHours, WorkTask
from federation.workstreams.permissions import TaskOfGroup

MOST_MINUTES: Final = 60 * 100
"""What can be noted at once."""


def note_hours(actor: Actor, task_id: int, minutes: int, practice_id: int | None = None) -> int:
    """Note minutes that one gave to a task, for the practice for which one speaks. Where everybody reads the group, they stand
    among what practices gave. Returns the number of the note."""
    authorize(actor, "workstreams.give")
    if not 0 < minutes <= MOST_MINUTES:
        raise Invalid(f"Enter a time of at most {MOST_MINUTES // 60} hours", "hours")
    with unit_of_work() as session:
        task, now = held(WorkTask, task_id)
        authorize(actor, "workstreams.give", TaskOfGroup(task.group_id, task.person_id, task.practice_id))
        group = group_here(task.group_id)
        if group.ended_at is not None:
            raise Refusal("This group has ended.")
        seat = next((one for one in actor.seats if one.practice_id == practice_id), actor.practice)
        noted = WorkHours(
            group_id=group.id,
            task_id=task.id,
            person_id=actor.person_id,
            practice_id=seat.practice_id if seat else None,
            minutes=minutes,
            noted_at=now,
        )
        session.add(noted)
        session.flush()
        if group.reads == "all":
            gave(
                _key(noted.id),
                f"Work for the {group.name}"[:200],
                practice_id=noted.practice_id,
                person_id=None if seat else actor.person_id,
                group_id=group.id,
                minutes=minutes,
            )
        note_work(actor, "work.hours_noted", group, [str(minutes)], task=task.id, hours=noted.id)
        return noted.id


def take_hours_back(actor: Actor, hours_id: int) -> int:
    """Take back time that one noted oneself. Returns the number of the task."""
    with unit_of_work() as session:
        noted = held(WorkHours, hours_id).row
        authorize(actor, "workstreams.retell", noted.person_id)
        group, task_id = group_here(noted.group_id), noted.task_id
        session.delete(noted)
        take_back(_key(hours_id))
        note_work(actor, "work.hours_taken_back", group, [], task=task_id, hours=hours_id)
        db.session.flush()
        return task_id


def _key(hours_id: int) -> str:
    return f"workstreams.hours:{hours_id}"
