"""A lead says how the work stands; those who decide in a group set its milestones, reach them, move them and drop them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.groups.queries import ListedGroup, group_here
from federation.network.models import NetworkGroup
from federation.workstreams.findable import note_milestone
from federation.workstreams.models import STATUSES, MilestoneChange, WorkMilestone, WorkStatus, WorkWording
from federation.workstreams.queries.reading import work_of

LONGEST_STATUS: Final = 300
LONGEST_WORDS: Final = 200
LONGEST_REASON: Final = 1_000
MOST_MILESTONES: Final = 100
"""Milestones that a group can have at once, dropped ones not counted."""


class WantedMilestone(NamedTuple):
    """A milestone to set."""

    words: str
    due_on: date


def say_status(actor: Actor, group_id: int, status: str, words: str) -> int:
    """Say in a sentence how the work of a group stands. Returns the number of what was said; what was said before stays."""
    authorize(actor, "workstreams.lead")
    group = group_here(group_id)
    authorize(actor, "workstreams.lead", work_of(group))
    if status not in STATUSES:
        raise Invalid("Select how the work stands", "status")
    missing = "Say in a sentence how the work stands" if status == "on_track" else "Say why"
    words = one_line(words, "words", missing, LONGEST_STATUS)
    with unit_of_work() as session:
        now = held(NetworkGroup, group_id).now
        said = WorkStatus(group_id=group_id, status=status, words=words, said_by=actor.person_id, said_at=now)
        session.add(said)
        session.flush()
        note_work(actor, "workstream.status_said", group, [status, words], status=said.id)
        return said.id


def set_milestones(actor: Actor, group_id: int, wanted: Sequence[WantedMilestone]) -> list[int]:
    """Set milestones of a group, all or none. Returns their numbers."""
    group = group_worked_on(actor, group_id)
    checked = [
        WantedMilestone(one_line(one.words, "words", "Say what is to be reached", LONGEST_WORDS), one.due_on)
        for one in wanted
    ]
    with unit_of_work() as session:
        now = held(NetworkGroup, group_id).now
        standing = select(func.count(WorkMilestone.id)).where(
            WorkMilestone.group_id == group_id, WorkMilestone.dropped_at.is_(None)
        )
        if int(db.session.scalar(standing) or 0) + len(checked) > MOST_MILESTONES:
            raise Invalid(f"A group can have {MOST_MILESTONES} milestones", "words")
        made = []
        for one in checked:
            row = WorkMilestone(
                group_id=group_id, words=one.words, due_on=one.due_on, set_by=actor.person_id, set_at=now
            )
            session.add(row)
            session.flush()
            note_milestone(row)
            _note_milestone(actor, "milestone.set", group, row)
            made.append(row.id)
        return made


def reach(actor: Actor, milestone_id: int, done: bool = True) -> None:
    """Note that a milestone is reached, or that it is not after all. Nothing happens where it stands so already."""
    with unit_of_work():
        row, group, now = _milestone_worked_on(actor, milestone_id)
        if (row.done_at is not None) == done:
            return
        row.done_at, row.done_by = (now, actor.person_id) if done else (None, None)
        _note_milestone(actor, "milestone.reached" if done else "milestone.reopened", group, row)


def move(actor: Actor, milestone_id: int, due_on: date, reason: str) -> None:
    """Move a milestone to another day, with the reason."""
    _change(actor, milestone_id, due_on, reason)


def drop(actor: Actor, milestone_id: int, reason: str) -> None:
    """Drop a milestone, with the reason. It stays to be read."""
    _change(actor, milestone_id, None, reason)


def _change(actor: Actor, milestone_id: int, due_on: date | None, reason: str) -> None:
    reason = plain_text(reason, "reason", "Say why")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", "reason")
    with unit_of_work() as session:
        row, group, now = _milestone_worked_on(actor, milestone_id)
        if row.done_at is not None:
            raise Refusal("This milestone is reached. Say first that it is not, if that was wrong.")
        if due_on == row.due_on:
            raise Invalid("It is on this day already", "due_on")
        session.add(
            MilestoneChange(
                milestone_id=row.id,
                was_on=row.due_on,
                due_on=due_on,
                reason=reason,
                changed_by=actor.person_id,
                changed_at=now,
            )
        )
        if due_on is None:
            row.dropped_at = now
        else:
            row.due_on = due_on
        _note_milestone(actor, "milestone.dropped" if due_on is None else "milestone.moved", group, row)


def group_worked_on(actor: Actor, group_id: int) -> ListedGroup:
    """The group, for somebody who may plan its work. Raises ``NotFound`` where there is none such."""
    authorize(actor, "workstreams.work")
    group = group_here(group_id)
    authorize(actor, "workstreams.work", work_of(group))
    return group


def _milestone_worked_on(actor: Actor, milestone_id: int) -> tuple[WorkMilestone, ListedGroup, datetime]:
    """A milestone, held, for somebody who may plan the work of its group."""
    authorize(actor, "workstreams.work")
    row, now = held(WorkMilestone, milestone_id)
    group = group_worked_on(actor, row.group_id)
    if row.dropped_at is not None:
        raise Refusal("This milestone was dropped. Set a new one instead.")
    return row, group, now


def one_line(typed: str, field: str, missing: str, longest: int) -> str:
    """What was typed, on one line, if it is not longer than this many characters."""
    words = " ".join(plain_text(typed, field, missing).split())
    if len(words) > longest:
        raise Invalid(f"Use {longest:,} characters or fewer", field)
    return words


def _note_milestone(actor: Actor, name: str, group: ListedGroup, row: WorkMilestone) -> None:
    db.session.flush()
    note_work(actor, name, group, [row.words, row.due_on.isoformat()], milestone=row.id)


def keep_wording(actor: Actor, was: WorkWording) -> None:
    """Keep what stood until now, in the open unit of work that changes it."""
    was.words = was.words or ""
    was.replaced_by = actor.person_id
    was.replaced_at = db.session.execute(select(record.now_here())).scalar_one()
    db.session.add(was)
    db.session.flush()


def note_work(actor: Actor | None, name: str, group: ListedGroup, said: Sequence[str], **data: Any) -> None:
    """Write into the record what was done, by somebody or by itself; a fingerprint of the words only where everybody may read
    them."""
    if group.reads == "all":
        data["text"] = record.digest(list(said))
    record.append(actor.person_id if actor else None, name, f"group:{group.id}", **data)
