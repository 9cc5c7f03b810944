"""The table of actions that follow from decisions."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within


def _person() -> ForeignKey:
    return ForeignKey("people_person.id")


class DecisionAction(Federated, MappedBase):
    """Something to be done because of a decision, with an owner and a date."""

    __tablename__ = "decisions_action"
    __table_args__ = (
        federated_key(),
        within("decision_id", "decisions_decision"),
        within("practice_id", "network_practice"),
        CheckConstraint("state in ('not_started', 'under_way', 'done')", name="state"),
        Index("ix_decisions_action_owner", "federation_id", "owner_id", "state", "due_on"),
        Index("ix_decisions_action_decision", "federation_id", "decision_id"),
        Index("ix_decisions_action_practice", "federation_id", "practice_id", "state", "due_on"),
        Index("ix_decisions_action_due", "federation_id", "state", "due_on", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId)
    title: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[int] = mapped_column(RowId, _person())
    practice_id: Mapped[int | None] = mapped_column(RowId)
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(12), default="not_started")
    note: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime] = mapped_column(Moment)
