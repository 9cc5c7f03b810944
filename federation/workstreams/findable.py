"""The work of groups in the search: what was brought to them, their milestones and tasks; kept up to date by every act."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import select

from federation.kernel import search
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.search import SearchHit
from federation.kernel.words import LONDON, tag
from federation.network.models import NetworkGroup
from federation.plugin.feature import FoundLine
from federation.workstreams.models import WorkItem, WorkMilestone, WorkTask
from federation.workstreams.readers import MILESTONE, TASK, WORK
from federation.workstreams.rules import milestone_state
from federation.workstreams.words import FATE_TAGS, ITEM_KIND_TITLES, MILESTONE_TAGS, TASK_TAGS


def note_item(item: WorkItem) -> None:
    """Write down what can be found of work that was brought to a group, in the open unit of work."""
    search.index(WORK, item.id, item.title, f"{item.words} {item.fate_words}")


def note_milestone(milestone: WorkMilestone) -> None:
    """Write down what can be found of a milestone, in the open unit of work."""
    search.index(MILESTONE, milestone.id, milestone.words, "")


def note_task(task: WorkTask) -> None:
    """Write down what can be found of a task, in the open unit of work."""
    search.index(TASK, task.id, task.title, task.words)


def read_items(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each that the person reads, with what became of it. One statement."""
    return {
        one.id: FoundLine(
            title,
            url_for("workstreams.item", work_id=one.id),
            f"{ITEM_KIND_TITLES[one.kind][0]}: {group}",
            tag(*FATE_TAGS[one.fate]),
            one.brought_at,
        )
        for one, title, group in _rows(WorkItem, hits)
    }


def read_milestones(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each that the person reads, with its state. Two statements."""
    today = time_now().astimezone(LONDON).date()
    return {
        one.id: FoundLine(
            title,
            url_for("workstreams.milestone", milestone_id=one.id),
            f"Milestone: {group}",
            tag(
                *MILESTONE_TAGS[
                    milestone_state(one.due_on, one.done_at is not None, one.dropped_at is not None, today)
                ]
            ),
            one.set_at,
        )
        for one, title, group in _rows(WorkMilestone, hits)
    }


def read_tasks(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each that the person reads, with its state. One statement."""
    return {
        one.id: FoundLine(
            title,
            url_for("workstreams.task", task_id=one.id),
            f"Task: {group}",
            tag(*TASK_TAGS[one.state]),
            one.given_at,
        )
        for one, title, group in _rows(WorkTask, hits)
    }


def _rows(model: Any, hits: Sequence[SearchHit]) -> list[tuple[Any, str, str]]:
    """What was found, with the words as they were found, and the name of the group."""
    titles = {hit.ref_id: hit.title for hit in hits}
    rows = db.session.execute(
        select(model, NetworkGroup.name)
        .join(NetworkGroup, NetworkGroup.id == model.group_id)
        .where(model.id.in_(titles))
    )
    return [(row, titles[row.id], name) for row, name in rows]
