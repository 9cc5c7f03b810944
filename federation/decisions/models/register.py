"""The tables by which the register counts and narrows."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, within


class DecisionAim(Federated, MappedBase):
    """An aim that a decision in the register serves, with the moment it was decided, so that a list can follow it."""

    __tablename__ = "decisions_aim"
    __table_args__ = (
        within("decision_id", "decisions_decision"),
        Index("ix_decisions_aim_register", "federation_id", "number", "closed_at", "decision_id"),
    )
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey("network_federation.id"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(RowId, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closed_at: Mapped[datetime] = mapped_column(Moment)


class RegisterTotal(Federated, MappedBase):
    """How many decisions there are of each year and verdict, kept as they close, so that no list has to count."""

    __tablename__ = "decisions_total"
    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey("network_federation.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[str] = mapped_column(String(12), primary_key=True)
    decided: Mapped[int] = mapped_column(default=0)
