"""The work of groups that everybody reads against the record: what was brought, milestones, and how it was said to stand."""

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_about, in_parts
from federation.network.models import NetworkGroup
from federation.workstreams.models import WorkItem, WorkMilestone, WorkStatus


class ProvenWork(NamedTuple):
    """A kind of work in the record: its table, the part of an entry that numbers it, what one is called, and what was said of it
    last, as rows have it."""

    model: Any
    part: str
    title: str
    said: Callable[[Any], list[str]]


_PROVEN: Final = (
    ProvenWork(WorkItem, "item", "Work", lambda row: [row.kind, row.title, row.words]),
    ProvenWork(WorkMilestone, "milestone", "Milestone", lambda row: [row.words, row.due_on.isoformat()]),
    ProvenWork(WorkStatus, "status", "Status", lambda row: [row.status, row.words]),
)
_WORDED: Final = (
    *("work.brought", "work.reworded", "workstream.status_said"),
    *("milestone.set", "milestone.reached", "milestone.reopened", "milestone.moved", "milestone.dropped"),
)
"""The acts whose fingerprints are of all the words of a thing."""


def work() -> Iterator[RecordFlaw]:
    """Everything of groups that everybody reads, a few groups at a time, and what the record knows and the database does not."""
    groups = db.session.scalars(
        select(NetworkGroup.id).where(NetworkGroup.reads == "all").order_by(NetworkGroup.id)
    ).all()
    for part in in_parts(groups):
        acts = acts_about([f"group:{number}" for number in part])
        told = [act for number in part for act in acts[f"group:{number}"]]
        for kind in _PROVEN:
            rows = db.session.scalars(select(kind.model).where(kind.model.group_id.in_(part))).all()
            yield from _compared(kind, {row.id: row for row in rows}, told)


def _compared(kind: ProvenWork, rows: dict[int, Any], told: list[RecordedAct]) -> Iterator[RecordFlaw]:
    last = {
        act.data[kind.part]: act.data["text"]
        for act in told
        if act.name in _WORDED and kind.part in act.data and "text" in act.data
    }
    for number, row in sorted(rows.items()):
        if last.get(number) != record.digest(kind.said(row)):
            yield RecordFlaw(f"{kind.title} {number}", "it does not say what the record knows")
    for number in sorted(last.keys() - rows.keys()):
        yield RecordFlaw(f"{kind.title} {number}", "it is missing")
