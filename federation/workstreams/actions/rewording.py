"""Wording the work of a group anew: what stood before stays to be read, with who changed it."""

from federation.kernel.db import unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.groups.queries import ListedGroup
from federation.workstreams.actions.planning import (
    LONGEST_WORDS,
    group_worked_on,
    keep_wording,
    note_work,
    one_line,
)
from federation.workstreams.actions.tasks import ask, ask_no_longer, note_task_act
from federation.workstreams.findable import note_item, note_milestone, note_task
from federation.workstreams.models import WorkItem, WorkMilestone, WorkTask, WorkWording
from federation.workstreams.readers import MILESTONE, TASK, WORK

LONGEST_TEXT = 5_000


def reword_item(actor: Actor, item_id: int, title: str, words: str) -> None:
    """Say otherwise what was brought to a group."""
    authorize(actor, "workstreams.work")
    title = one_line(title, "title", "Say in a sentence what it is", LONGEST_WORDS)
    words = plain_text(words, "words")
    if len(words) > LONGEST_TEXT:
        raise Invalid(f"Use {LONGEST_TEXT:,} characters or fewer", "words")
    with unit_of_work():
        item = held(WorkItem, item_id).row
        group = group_worked_on(actor, item.group_id)
        _check_stands(group)
        if (title, words) == (item.title, item.words):
            return
        _keep(actor, item, WORK, item.title, item.words)
        item.title, item.words = title, words
        note_item(item)
        note_work(actor, "work.reworded", group, [item.kind, title, words], item=item.id)


def reword_milestone(actor: Actor, milestone_id: int, words: str) -> None:
    """Say otherwise what a milestone is."""
    authorize(actor, "workstreams.work")
    words = one_line(words, "words", "Say what is to be reached", LONGEST_WORDS)
    with unit_of_work():
        row = held(WorkMilestone, milestone_id).row
        group = group_worked_on(actor, row.group_id)
        _check_stands(group)
        if row.dropped_at is not None:
            raise Refusal("This milestone was dropped. Set a new one instead.")
        if words == row.words:
            return
        _keep(actor, row, MILESTONE, row.words)
        row.words = words
        note_milestone(row)
        note_work(actor, "work.reworded", group, [words, row.due_on.isoformat()], milestone=row.id)


def reword_task(actor: Actor, task_id: int, title: str) -> None:
    """Say otherwise what a task is. Whoever owes it owes it in these words."""
    authorize(actor, "workstreams.work")
    title = one_line(title, "words", "Say what is to be done", LONGEST_WORDS)
    with unit_of_work():
        task = held(WorkTask, task_id).row
        group = group_worked_on(actor, task.group_id)
        _check_stands(group)
        if task.ended_at is not None:
            raise Refusal("This task is over. Open it again first.")
        if title == task.title:
            return
        _keep(actor, task, TASK, task.title)
        ask_no_longer(task)
        task.title = title
        ask(task, group)
        note_task(task)
        note_task_act(actor, "task.reworded", group, task)


def _keep(
    actor: Actor, thing: WorkItem | WorkMilestone | WorkTask, kind: str, title: str, words: str = ""
) -> None:
    keep_wording(
        actor, WorkWording(group_id=thing.group_id, kind=kind, number=thing.id, title=title, words=words)
    )


def _check_stands(group: ListedGroup) -> None:
    if group.ended_at is not None:
        raise Refusal("This group has ended.")
