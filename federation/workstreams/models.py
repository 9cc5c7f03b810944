"""The tables of workstreams, and who reads them.

What a lead said of the work is never changed: the next one stands beside it.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from federation.decisions.models.readers import groups_of_others
from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.reading import read_by
from federation.kernel.tenancy import Federated, federated_key, within

STATUSES = ("on_track", "at_risk", "stuck")


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


for model in (WorkStatus, WorkMilestone):
    read_by(model, lambda row: row.group_id.not_in(groups_of_others("seated")))
