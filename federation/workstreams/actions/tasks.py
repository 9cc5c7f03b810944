"""Tasks of groups: given to somebody, done, blocked by what they wait for, dropped, and handed on.

Whoever has one owes it, so that it stands on their Home and in their calendar.
"""

from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import func, select

from federation.kernel.days import last_day
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.dues.actions import DuePage, add_due, done_due, drop_due, due_time
from federation.network.groups.queries import ListedGroup, group_here, people_seated
from federation.network.models import Membership, NetworkGroup, Practice
from federation.workstreams.actions.planning import (
    LONGEST_REASON,
    LONGEST_WORDS,
    group_worked_on,
    keep_wording,
    note_work,
    one_line,
)
from federation.workstreams.findable import note_task
from federation.workstreams.models import WorkTask, WorkWording
from federation.workstreams.permissions import TaskOfGroup
from federation.workstreams.queries.tasks import leads_of, said_of_task, task_key
from federation.workstreams.readers import TASK

MOST_TO_DO: Final = 1_000
"""Tasks to do that a group can have at once."""


class TaskOwner(NamedTuple):
    """Whose a task is to be: a person's by number, a practice's by code; without either the leads'."""

    person_id: int | None = None
    practice: str | None = None


def give_task(actor: Actor, group_id: int, title: str, owner: TaskOwner, due: date | datetime) -> int:
    """Give somebody a task, due on a day or at an instant. Returns its number; from now on they owe it."""
    group = group_worked_on(actor, group_id)
    title = one_line(title, "words", "Say what is to be done", LONGEST_WORDS)
    with unit_of_work() as session:
        now = held(NetworkGroup, group_id).now
        to_do = select(func.count(WorkTask.id)).where(WorkTask.group_id == group_id, WorkTask.is_to_do())
        if int(db.session.scalar(to_do) or 0) >= MOST_TO_DO:
            raise Invalid(f"A group can have {MOST_TO_DO:,} tasks to do", "words")
        task = WorkTask(
            group_id=group_id, title=title, given_by=actor.person_id, given_at=now, asked=0, words=""
        )
        _let_have(task, group, owner, due)
        session.add(task)
        session.flush()
        ask(task, group)
        note_task(task)
        note_task_act(actor, "task.given", group, task)
        return task.id


def hand_on(actor: Actor, task_id: int, owner: TaskOwner, due: date | datetime) -> None:
    """Give a task to somebody else, or another time."""
    with unit_of_work():
        task = held(WorkTask, task_id).row
        group = group_worked_on(actor, task.group_id)
        if task.ended_at is not None:
            raise Refusal("This task is over. Open it again first.")
        ask_no_longer(task)
        was = task.due_at
        _let_have(task, group, owner, due)
        if task.due_at != was:
            keep_wording(
                actor, WorkWording(group_id=group.id, kind=TASK, number=task.id, title=task.title, due_at=was)
            )
        ask(task, group)
        note_task_act(actor, "task.handed_on", group, task)


def change_and_hand_on(
    actor: Actor,
    task_id: int,
    state: str | None,
    words: str,
    owner: TaskOwner | None,
    due: date | datetime | None,
) -> None:
    """Say how a task stands, and give it to somebody else or another time, at once: what is None stays as it is."""
    with unit_of_work():
        if state is not None:
            change_task(actor, task_id, state, words)
        if owner is None and due is None:
            return
        task = held(WorkTask, task_id).row
        was = last_day(task.due_at) if task.whole_day else task.due_at
        hand_on(actor, task_id, owner or _owner_of(task), due or was)


def _owner_of(task: WorkTask) -> TaskOwner:
    code = None
    if task.practice_id is not None:
        code = db.session.scalar(select(Practice.code).where(Practice.id == task.practice_id))
    return TaskOwner(task.person_id, code)


def change_task(actor: Actor, task_id: int, state: str, words: str = "") -> None:
    """Say how a task stands: ``done`` with what came of it, ``blocked`` with what it waits for, ``open`` again, or ``dropped``
    with the reason. Nothing happens where it stands so already."""
    authorize(actor, "workstreams.task")
    with unit_of_work():
        task, now = held(WorkTask, task_id)
        authorize(actor, "workstreams.task", TaskOfGroup(task.group_id, task.person_id, task.practice_id))
        group = group_here(task.group_id)
        if group.ended_at is not None:
            raise Refusal("This group has ended.")
        words = one_line(words, "words", _MISSING.get(state, ""), LONGEST_REASON)
        if (state, words) == (task.state, task.words):
            return
        if state == "dropped":
            group_worked_on(actor, task.group_id)
        was_over = task.ended_at is not None
        task.state, task.words = state, words
        over = state in ("done", "dropped")
        task.ended_at, task.ended_by = (now, actor.person_id) if over else (None, None)
        if over and not was_over:
            settle(task, actor.person_id)
        elif was_over and not over:
            ask(task, group)
        db.session.flush()
        note_task(task)
        note_task_act(actor, "task.changed", group, task)


def note_task_act(actor: Actor | None, name: str, group: ListedGroup, task: WorkTask) -> None:
    """Write into the record what became of a task, in the open unit of work."""
    db.session.flush()
    note_work(actor, name, group, said_of_task(task), task=task.id)


_MISSING: Final = {"blocked": "Say what it waits for", "dropped": "Say why"}


def ask(task: WorkTask, group: ListedGroup) -> None:
    """Let whoever has the task owe it, in the open unit of work. The executive sees that it is late only where everybody
    reads the group."""
    task.asked += 1
    db.session.flush()
    leads = task.person_id is None and task.practice_id is None
    people = leads_of(group.id) if leads else [task.person_id] if task.person_id else []
    add_due(
        task_key(task.id, task.asked),
        task.title,
        last_day(task.due_at) if task.whole_day else task.due_at,
        DuePage("workstreams.task", {"task_id": task.id}),
        people=people,
        practices=[task.practice_id] if task.practice_id else [],
        about=group.name,
        shared=group.reads == "all",
    )


def ask_no_longer(task: WorkTask) -> None:
    """Let nobody owe the task, in the open unit of work."""
    drop_due(task_key(task.id, task.asked))


def settle(task: WorkTask, by: int) -> None:
    """Note that it is done by whoever owed it, or that nobody owes it any more, in the open unit of work."""
    key = task_key(task.id, task.asked)
    if task.state == "done":
        done_due(key, by, task.words, person_id=task.person_id, practice_id=task.practice_id)
    drop_due(key)


def _let_have(task: WorkTask, group: ListedGroup, owner: TaskOwner, due: date | datetime) -> None:
    """Write down whose a task is and until when. Raises ``Invalid`` for nobody here, and in a group that keeps its work to itself
    for anybody who does not sit in it."""
    if owner.person_id is not None and owner.practice is not None:
        raise Invalid("Choose a person or a practice, not both", "owner")
    kept = group.reads != "all"
    task.seated = owner.person_id is not None and owner.person_id in people_seated(group.id)
    if kept and (owner.practice is not None or (owner.person_id is not None and not task.seated)):
        raise Invalid("This group keeps its work to itself, so choose somebody who sits in it", "owner")
    if owner.person_id is not None and not task.seated and not _is_here(owner.person_id):
        raise Invalid("They have no role in this federation", "owner")
    task.person_id, task.was_person_id = owner.person_id, None
    task.practice_id = _practice(owner.practice) if owner.practice is not None else None
    task.due_at, task.whole_day = due_time(due)


def _is_here(person_id: int) -> bool:
    here = select(Membership.id).where(Membership.person_id == person_id, Membership.in_force()).limit(1)
    return db.session.scalar(here) is not None


def _practice(code: str) -> int:
    found = db.session.scalar(select(Practice.id).where(Practice.code == code, Practice.belongs()))
    if found is None:
        raise Invalid(f"There is no practice with the code {code} in this federation", "owner")
    return found
