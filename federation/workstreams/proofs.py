"""The work of groups that everybody reads against the record: what was brought and what became of it, milestones, tasks, time
given, and how it was said to stand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_about, in_parts
from federation.network.models import NetworkGroup
from federation.workstreams.models import WorkHours, WorkItem, WorkMilestone, WorkStatus, WorkTask
from federation.workstreams.queries.tasks import said_of_task


class ProvenWork(NamedTuple):
    """A kind of work in the record: its table, the part of an entry that numbers it, what one is called, what was said of it
    last, as rows have it (None: nothing), the acts that say it, and those after which nothing is said. ``since``: when a row was
    written, of a kind that the record holds only since its first entry."""

    model: Any
    part: str
    title: str
    said: Callable[[Any], Sequence[str] | None]
    acts: tuple[str, ...]
    unsaid: tuple[str, ...] = ()
    since: Callable[[Any], datetime] | None = None


_MILESTONES: Final = (
    "milestone.set",
    "milestone.reached",
    "milestone.reopened",
    "milestone.moved",
    "milestone.dropped",
)
_PROVEN: Final = (
    ProvenWork(
        WorkItem,
        "item",
        "Work",
        lambda row: [row.kind, row.title, row.words],
        ("work.brought", "work.reworded"),
    ),
    ProvenWork(
        WorkItem,
        "item",
        "What became of work",
        lambda row: [row.fate, row.fate_words] if row.fate else None,
        ("work.settled",),
        ("work.reopened",),
    ),
    ProvenWork(
        WorkMilestone,
        "milestone",
        "Milestone",
        lambda row: [row.words, row.due_on.isoformat()],
        ("work.reworded", *_MILESTONES),
    ),
    ProvenWork(
        WorkStatus, "status", "Status", lambda row: [row.status, row.words], ("workstream.status_said",)
    ),
    ProvenWork(
        WorkTask,
        "task",
        "Task",
        said_of_task,
        ("task.given", "task.handed_on", "task.changed", "task.reworded"),
        since=lambda row: row.given_at,
    ),
    ProvenWork(
        WorkHours,
        "hours",
        "Time",
        lambda row: [str(row.minutes)],
        ("work.hours_noted",),
        ("work.hours_taken_back",),
    ),
)
_STANDS: Final = {"milestone.reached": (True, False), "milestone.dropped": (False, True)}
"""Whether a milestone is reached, and whether it is dropped, after an act; after others neither."""


def work() -> Iterator[RecordFlaw]:
    """Everything of groups that everybody reads, a few groups at a time, and what the record knows and the database does not."""
    groups = db.session.scalars(
        select(NetworkGroup.id).where(NetworkGroup.reads == "all").order_by(NetworkGroup.id)
    ).all()
    for part in in_parts(groups):
        acts = acts_about([f"group:{number}" for number in part])
        told = sorted((act for number in part for act in acts[f"group:{number}"]), key=lambda act: act.seq)
        for kind in _PROVEN:
            rows = db.session.scalars(select(kind.model).where(kind.model.group_id.in_(part))).all()
            yield from _compared(kind, {row.id: row for row in rows}, told)
            if kind.model is WorkMilestone:
                yield from _reached(rows, told)


def _compared(kind: ProvenWork, rows: Mapping[int, Any], told: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    last: dict[int, str] = {}
    begins: datetime | None = None
    for act in told:
        number = act.data.get(kind.part)
        if number is None:
            continue
        if act.name in kind.unsaid:
            last.pop(number, None)
        elif act.name in kind.acts and "text" in act.data:
            last[number] = act.data["text"]
            begins = begins or act.at
    for number, row in sorted(rows.items()):
        if kind.since and number not in last and (begins is None or kind.since(row) < begins):
            continue
        said = kind.said(row)
        if last.get(number) != (None if said is None else record.digest(list(said))):
            yield RecordFlaw(f"{kind.title} {number}", "it does not say what the record knows")
    for number in sorted(last.keys() - rows.keys()):
        yield RecordFlaw(f"{kind.title} {number}", "it is missing")


def _reached(rows: Sequence[WorkMilestone], told: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    stands = {
        act.data["milestone"]: act.name for act in told if act.name in _MILESTONES and "milestone" in act.data
    }
    for row in rows:
        known = _STANDS.get(stands.get(row.id, ""), (False, False))
        if known != (row.done_at is not None, row.dropped_at is not None):
            yield RecordFlaw(f"Milestone {row.id}", "it is not reached or dropped as the record says")
