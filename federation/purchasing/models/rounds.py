"""The tables of rounds, needs and specifications. What was written as a specification is never changed, and no version is the
voted one without the decision of the members: database triggers (in the migration) refuse it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within
from federation.purchasing.rules import BASES

CATEGORIES = ("consumables", "training", "legal", "services", "other")


class PurchaseRound(Federated, MappedBase):
    """A round in which practices say until ``closes_at`` what they need of something, which a group then buys for them.

    ``items`` are what the group asks about from the start: pairs of item and unit.
    """

    __tablename__ = "purchasing_round"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        CheckConstraint(f"category in {CATEGORIES}", name="category"),
        CheckConstraint("(called_off_at is null) = (call_off_reason = '')", name="called_off"),
        Index("ix_purchasing_round_group", "federation_id", "group_id", "id"),
        Index("ix_purchasing_round_closes", "federation_id", "closes_at", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    title: Mapped[str] = mapped_column(String(120))
    category: Mapped[str] = mapped_column(String(12))
    items: Mapped[list[Any]]
    closes_at: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    called_off_at: Mapped[datetime | None] = mapped_column(Moment)
    call_off_reason: Mapped[str] = mapped_column(Text, default="")


class NeedAnswer(Federated, MappedBase):
    """That a practice has said what it needs in a round; without lines it needs nothing."""

    __tablename__ = "purchasing_answer"
    __table_args__ = (
        federated_key(),
        within("round_id", "purchasing_round"),
        within("practice_id", "network_practice"),
        UniqueConstraint("federation_id", "round_id", "practice_id"),
        Index("ix_purchasing_answer_practice", "federation_id", "practice_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(RowId)
    practice_id: Mapped[int] = mapped_column(RowId)
    answered_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    answered_at: Mapped[datetime] = mapped_column(Moment)


class NeedLine(Federated, MappedBase):
    """What a practice needs of one item: ``quantity`` of ``unit``, for each of which it pays ``pence`` now (with VAT; None where
    it did not say), to ``supplier``, under a contract that ends on a day."""

    __tablename__ = "purchasing_need"
    __table_args__ = (
        within("answer_id", "purchasing_answer"),
        UniqueConstraint("federation_id", "answer_id", "position"),
        CheckConstraint("quantity > 0 and pence >= 0", name="amounts"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    answer_id: Mapped[int] = mapped_column(RowId)
    position: Mapped[int]
    item: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(40))
    quantity: Mapped[int] = mapped_column(RowId)
    pence: Mapped[int | None] = mapped_column(RowId)
    supplier: Mapped[str] = mapped_column(String(120))
    ends_on: Mapped[date | None] = mapped_column(Date)


class SpecVersion(Federated, MappedBase):
    """A version of what is to be bought, with its ``items`` (pairs of item and unit), the evidence for it, part by part, and how
    bills are to be split (empty: it does not say). ``fingerprint`` is the SHA-256 of text and items. Never changed."""

    __tablename__ = "purchasing_spec"
    __table_args__ = (
        federated_key(),
        within("round_id", "purchasing_round"),
        UniqueConstraint("federation_id", "round_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(f"basis in {('', *BASES)}", name="basis"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(RowId)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    items: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    evidence: Mapped[dict[str, Any]]
    basis: Mapped[str] = mapped_column(String(10))
    fingerprint: Mapped[str] = mapped_column(String(64))
    written_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    written_at: Mapped[datetime] = mapped_column(Moment)


class SpecVote(Federated, MappedBase):
    """The version that the members have voted, by a decision: the newest one holds. Never changed."""

    __tablename__ = "purchasing_voted"
    __table_args__ = (
        within("spec_id", "purchasing_spec"),
        within("decision_id", "decisions_decision"),
        UniqueConstraint("federation_id", "decision_id"),
        Index("ix_purchasing_voted_spec", "federation_id", "spec_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    spec_id: Mapped[int] = mapped_column(RowId)
    decision_id: Mapped[int] = mapped_column(RowId)
    fingerprint: Mapped[str] = mapped_column(String(64))
    voted_at: Mapped[datetime] = mapped_column(Moment)
