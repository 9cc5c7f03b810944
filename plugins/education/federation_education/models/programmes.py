"""What is learnt in a year, as the members decide it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import AwaitsDecision, Federated, Moment, RowId, Table, federated_key

from .needs import a_person


class LearningProgramme(AwaitsDecision, Federated, Table):
    """What is learnt in a year, once the members have decided it, with what it may cost in pence.

    ``least`` places of a course are each practice's, the rest is shared by patients; ``group_id`` is the group that judges
    its courses, None: members who had no part in buying them. ``needs`` are the tasks that it is for:
    ``{"need": 3, "key": "1", "title": …}``.
    """

    __tablename__ = "education_programme"
    __table_args__ = (
        federated_key(),
        CheckConstraint("pence >= 0 and least >= 0", name="amounts"),
        Index("ix_education_programme_decision", "federation_id", "decision_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    year: Mapped[int]
    pence: Mapped[int]
    least: Mapped[int]
    group_id: Mapped[int | None] = mapped_column(RowId)
    needs: Mapped[list[Any]]
    proposed_by: Mapped[int] = mapped_column(RowId, a_person())
    proposed_at: Mapped[datetime] = mapped_column(Moment)
