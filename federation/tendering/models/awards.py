"""The tables of the award and of how it is shared out. There is no award but that of a carried decision of the members, and no
other amounts than those that they voted, that two people changed within the limit, or that the members voted anew: database
triggers (in the migration) refuse anything else."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within

ALLOCATION_KINDS = ("award", "withdrawal", "shortfall", "deviation")


class TenderAward(Federated, MappedBase):
    """The award of a tender to a bid, as the members decided it: for how many pence in all, and until which day bidders may ask
    why (the standstill, to its midnight). Never changed."""

    __tablename__ = "tendering_award"
    __table_args__ = (
        federated_key(),
        within("tender_id", "tendering_tender"),
        within("bid_id", "tendering_bid"),
        within("decision_id", "decisions_decision"),
        UniqueConstraint("federation_id", "decision_id"),
        UniqueConstraint("federation_id", "tender_id"),
        CheckConstraint("pence > 0", name="pence"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    bid_id: Mapped[int] = mapped_column(RowId)
    decision_id: Mapped[int] = mapped_column(RowId)
    supplier: Mapped[str] = mapped_column(String(200))
    pence: Mapped[int] = mapped_column(RowId)
    awarded_at: Mapped[datetime] = mapped_column(Moment)
    standstill_until: Mapped[date] = mapped_column(Date)


class AllocationChange(Federated, MappedBase):
    """How an award is shared out, from the award on and each time that it changes: ``total`` units, and why. One person asks for
    a change, a second confirms it; one ``beyond`` the limit is confirmed by a decision of the members alone. The newest that
    holds counts; ``ended_at``: one that never will, because it was taken back or not carried. ``number`` is 1 for what was
    decided with the award."""

    __tablename__ = "tendering_allocation"
    __table_args__ = (
        federated_key(),
        within("award_id", "tendering_award"),
        within("decision_id", "decisions_decision"),
        UniqueConstraint("federation_id", "award_id", "number"),
        CheckConstraint(f"kind in {ALLOCATION_KINDS}", name="kind"),
        CheckConstraint("total > 0 and number > 0", name="amounts"),
        CheckConstraint("confirmed_by is null or confirmed_by <> asked_by", name="second"),
        CheckConstraint("ended_at is null or holds_from is null", name="ended"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    award_id: Mapped[int] = mapped_column(RowId)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    total: Mapped[int] = mapped_column(RowId)
    reason: Mapped[str] = mapped_column(Text)
    beyond: Mapped[bool]
    asked_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    decision_id: Mapped[int | None] = mapped_column(RowId)
    holds_from: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class AllocationLine(Federated, MappedBase):
    """What a practice gets: so many units. ``frozen``: it keeps them when the rest is shared anew. Never changed."""

    __tablename__ = "tendering_allocation_line"
    __table_args__ = (
        within("change_id", "tendering_allocation"),
        within("practice_id", "network_practice"),
        UniqueConstraint("federation_id", "change_id", "practice_id"),
        CheckConstraint("amount >= 0", name="amount"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    change_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    amount: Mapped[int] = mapped_column(RowId)
    frozen: Mapped[bool]


class AwardChallenge(Federated, MappedBase):
    """What a bidder asks or objects to in the standstill, and the answer."""

    __tablename__ = "tendering_challenge"
    __table_args__ = (
        within("award_id", "tendering_award"),
        within("bid_id", "tendering_bid"),
        CheckConstraint("(answered_at is null) = (answer = '')", name="answered"),
        Index("ix_tendering_challenge_award", "federation_id", "award_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    award_id: Mapped[int] = mapped_column(RowId)
    bid_id: Mapped[int] = mapped_column(RowId)
    words: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime] = mapped_column(Moment)
    noted_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


class TenderContract(Federated, MappedBase):
    """The contract in the register of purchasing that follows an award."""

    __tablename__ = "tendering_contract"
    __table_args__ = (
        within("award_id", "tendering_award"),
        within("contract_id", "purchasing_contract"),
        UniqueConstraint("federation_id", "award_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    award_id: Mapped[int] = mapped_column(RowId)
    contract_id: Mapped[int] = mapped_column(RowId)
    signed_at: Mapped[datetime] = mapped_column(Moment)
