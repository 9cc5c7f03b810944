"""The tables of workstreams, and who reads them.

What a lead said of the work is never changed: the next one stands beside it.
"""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    and_,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.decisions.models.readers import groups_of_others
from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.reading import read_by
from federation.kernel.tenancy import Federated, federated_key, federation_here, within
from federation.network.models import ThreadComment

STATUSES = ("on_track", "at_risk", "stuck")
TASK_STATES = ("open", "blocked", "done", "dropped")
ITEM_KINDS = ("problem", "position", "digest", "commission")
GROUP_TALK = "workstreams.group"
"""What is said about the work of a group, and its files."""
ITEM_TALK = "workstreams.talk"
"""What is said about work that was brought to a group: read by whoever reads its tasks."""
WORDED = ("work", "milestone", "task")
FATES = ("decision", "act", "task", "report", "closed")


class WorkStatus(Federated, MappedBase):
    """How the work of a group stood, as a lead said it in a sentence. The newest one holds."""

    __tablename__ = "workstreams_status"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        CheckConstraint(f"status in {STATUSES}", name="status"),
        Index("ix_workstreams_status_group", "federation_id", "group_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    status: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    said_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    said_at: Mapped[datetime] = mapped_column(Moment)


class WorkMilestone(Federated, MappedBase):
    """Something that a group wants to have reached by the end of a day. It is reached, or dropped, which a change tells."""

    __tablename__ = "workstreams_milestone"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        CheckConstraint("(done_at is null) = (done_by is null)", name="done"),
        CheckConstraint("dropped_at is null or done_at is null", name="dropped"),
        Index("ix_workstreams_milestone_group", "federation_id", "group_id", "due_on", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    words: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    set_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    set_at: Mapped[datetime] = mapped_column(Moment)
    done_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    dropped_at: Mapped[datetime | None] = mapped_column(Moment)


class MilestoneChange(Federated, MappedBase):
    """Why a milestone was moved from one day to another, or dropped: then it has no day any more. Never changed."""

    __tablename__ = "workstreams_change"
    __table_args__ = (
        within("milestone_id", "workstreams_milestone"),
        Index("ix_workstreams_change_milestone", "federation_id", "milestone_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    milestone_id: Mapped[int] = mapped_column(RowId)
    was_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    changed_at: Mapped[datetime] = mapped_column(Moment)


class WorkTask(Federated, MappedBase):
    """Something that a person or a practice does for a group by a time; where it is nobody's (``person_id`` and ``practice_id``
    are None) its leads do.

    ``blocked``: it waits for ``words``; otherwise these say what came of it. ``seated``: the person sat in the group when they
    got it; ``was_person_id`` is who had it until they sat there no more. ``asked`` counts how often it was asked for anew.
    """

    __tablename__ = "workstreams_task"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        within("practice_id", "network_practice"),
        CheckConstraint(f"state in {TASK_STATES}", name="state"),
        CheckConstraint("person_id is null or practice_id is null", name="owner"),
        CheckConstraint("(ended_at is null) = (state in ('open', 'blocked'))", name="ended"),
        Index("ix_workstreams_task_group", "federation_id", "group_id", "due_at", "id"),
        Index("ix_workstreams_task_state", "federation_id", "state", "group_id"),
        Index(
            "ix_workstreams_task_to_do",
            "group_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    title: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    practice_id: Mapped[int | None] = mapped_column(RowId)
    was_person_id: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    seated: Mapped[bool]
    due_at: Mapped[datetime] = mapped_column(Moment)
    whole_day: Mapped[bool]
    state: Mapped[str] = mapped_column(String(8), default="open")
    words: Mapped[str] = mapped_column(Text, default="")
    asked: Mapped[int] = mapped_column(default=1)
    given_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    given_at: Mapped[datetime] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    @classmethod
    def is_to_do(cls) -> ColumnElement[bool]:
        """It is neither done nor dropped."""
        return cls.ended_at.is_(None)


class WorkItem(Federated, MappedBase):
    """Work that was brought to a group, of exactly one ``kind``, with where it came from and what became of it.

    Where it came from: who brought it, for which practice (None: for none), after which decision, and in words (``origin``),
    as after a meeting. ``fate``: empty while it is open; it led to a decision, an act, a task or a report, whose number is kept,
    or is ``closed`` with the reason in ``fate_words``.
    """

    __tablename__ = "workstreams_item"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        within("practice_id", "network_practice"),
        within("after_id", "decisions_decision"),
        within("decision_id", "decisions_decision"),
        within("act_id", "mandates_act"),
        within("task_id", "workstreams_task"),
        within("report_id", "mandates_report"),
        CheckConstraint(f"kind in {ITEM_KINDS}", name="kind"),
        CheckConstraint(f"fate in {('', *FATES)}", name="fate"),
        CheckConstraint("(ended_at is null) = (fate = '')", name="ended"),
        CheckConstraint("(decision_id is not null) = (fate = 'decision')", name="decision"),
        CheckConstraint("(act_id is not null) = (fate = 'act')", name="act"),
        CheckConstraint("(task_id is not null) = (fate = 'task')", name="task"),
        CheckConstraint("(report_id is not null) = (fate = 'report')", name="report"),
        Index("ix_workstreams_item_group", "federation_id", "group_id", "brought_at", "id"),
        Index("ix_workstreams_item_practice", "federation_id", "practice_id", "brought_at"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    brought_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    brought_at: Mapped[datetime] = mapped_column(Moment)
    practice_id: Mapped[int | None] = mapped_column(RowId)
    after_id: Mapped[int | None] = mapped_column(RowId)
    origin: Mapped[str] = mapped_column(String(200))
    fate: Mapped[str] = mapped_column(String(10), default="")
    fate_words: Mapped[str] = mapped_column(Text, default="")
    decision_id: Mapped[int | None] = mapped_column(RowId)
    act_id: Mapped[int | None] = mapped_column(RowId)
    task_id: Mapped[int | None] = mapped_column(RowId)
    report_id: Mapped[int | None] = mapped_column(RowId)
    ended_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class WorkWording(Federated, MappedBase):
    """What work that was brought, a milestone or a task (``kind``, with its ``number``) was called until somebody worded it anew;
    of a task also until when it was due. Never changed, never deleted."""

    __tablename__ = "workstreams_wording"
    __table_args__ = (
        within("group_id", "network_group"),
        CheckConstraint(f"kind in {WORDED}", name="kind"),
        Index("ix_workstreams_wording_thing", "federation_id", "kind", "number", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    kind: Mapped[str] = mapped_column(String(10))
    number: Mapped[int] = mapped_column(RowId)
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    replaced_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    replaced_at: Mapped[datetime] = mapped_column(Moment)


class WorkHours(Federated, MappedBase):
    """Time that a person gave to a task, for a practice where it is of one."""

    __tablename__ = "workstreams_hours"
    __table_args__ = (
        within("group_id", "network_group"),
        within("task_id", "workstreams_task"),
        within("practice_id", "network_practice"),
        CheckConstraint("minutes > 0", name="minutes"),
        Index("ix_workstreams_hours_task", "federation_id", "task_id", "id"),
        Index("ix_workstreams_hours_group", "federation_id", "group_id", "noted_at"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    task_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    practice_id: Mapped[int | None] = mapped_column(RowId)
    minutes: Mapped[int]
    noted_at: Mapped[datetime] = mapped_column(Moment)


_item = WorkItem.__table__


def _items_of_others() -> Select[int]:
    """The work of groups whose discussions the person of the request does not read."""
    return select(_item.c.id).where(
        _item.c.federation_id == federation_here(),
        _item.c.group_id.in_(groups_of_others("results", "seated")),
    )


for model in (WorkStatus, WorkMilestone, WorkItem):
    read_by(model, lambda row: row.group_id.not_in(groups_of_others("seated")))
read_by(
    ThreadComment,
    lambda said: and_(
        or_(said.owner != GROUP_TALK, said.owner_id.not_in(groups_of_others("results", "seated"))),
        or_(said.owner != ITEM_TALK, said.owner_id.not_in(_items_of_others())),
    ),
)
for followed in (WorkTask, WorkHours):
    read_by(followed, lambda row: row.group_id.not_in(groups_of_others("results", "seated")))
