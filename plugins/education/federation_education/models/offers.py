"""What practices lend each other."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, Moment, RowId, Table, federated_key, within

from .needs import a_person


class StaffOffer(Federated, Table):
    """Somebody's time that a practice lends to others directly: what they can do, how many hours, at what pence an hour."""

    __tablename__ = "education_offer"
    __table_args__ = (
        federated_key(),
        within("practice_id", "network_practice"),
        CheckConstraint("hours > 0 and pence >= 0", name="amounts"),
        Index("ix_education_offer_practice", "federation_id", "practice_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    practice_id: Mapped[int] = mapped_column(RowId)
    skill: Mapped[str] = mapped_column(String(120))
    evidence: Mapped[str] = mapped_column(Text)
    hours: Mapped[int]
    pence: Mapped[int]
    offered_by: Mapped[int] = mapped_column(RowId, a_person())
    offered_at: Mapped[datetime] = mapped_column(Moment)


class StaffLoan(Federated, Table):
    """Hours of an offer that another practice took."""

    __tablename__ = "education_loan"
    __table_args__ = (
        federated_key(),
        within("offer_id", "education_offer"),
        within("practice_id", "network_practice"),
        CheckConstraint("hours > 0", name="hours"),
        Index("ix_education_loan_offer", "federation_id", "offer_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    offer_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    hours: Mapped[int]
    taken_by: Mapped[int] = mapped_column(RowId, a_person())
    taken_at: Mapped[datetime] = mapped_column(Moment)
