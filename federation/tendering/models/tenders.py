"""The tables of what is decided before any bid: the tender in versions, the version that the members voted, and how what it
brings is shared. Versions and votes are never changed, and none is the voted one without the decision of the members:
database triggers (in the migration) refuse it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within

BASES = ("equal", "patients", "need", "capacity", "rotation")


class Tender(Federated, MappedBase):
    """A tender that a group runs for the practices, known by ``year`` and ``number``: 2026/3; its versions say
    what is asked."""

    __tablename__ = "tendering_tender"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        UniqueConstraint("federation_id", "year", "number"),
        CheckConstraint("(cancelled_at is null) = (cancel_reason = '')", name="cancelled"),
        Index("ix_tendering_tender_group", "federation_id", "group_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    year: Mapped[int]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    opened_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")


class TenderVersion(Federated, MappedBase):
    """A version of everything that is fixed before any bid: need, regime, lots, criteria, points for price, timetable.
    ``fingerprint`` is the SHA-256 of ``content`` as canonical JSON. Never changed."""

    __tablename__ = "tendering_version"
    __table_args__ = (
        federated_key(),
        within("tender_id", "tendering_tender"),
        UniqueConstraint("federation_id", "tender_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    fingerprint: Mapped[str] = mapped_column(String(64))
    written_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    written_at: Mapped[datetime] = mapped_column(Moment)


class TenderStart(Federated, MappedBase):
    """The version with which the members voted to start a tender: the newest one holds. Never changed."""

    __tablename__ = "tendering_start"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        within("version_id", "tendering_version"),
        within("decision_id", "decisions_decision"),
        UniqueConstraint("federation_id", "decision_id"),
        Index("ix_tendering_start_tender", "federation_id", "tender_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    version_id: Mapped[int] = mapped_column(RowId)
    decision_id: Mapped[int] = mapped_column(RowId)
    fingerprint: Mapped[str] = mapped_column(String(64))
    voted_at: Mapped[datetime] = mapped_column(Moment)


class SharingAgreement(Federated, MappedBase):
    """How what a tender brings is shared, as the members voted before any bid was seen: ``total`` of ``unit`` by a ``basis``,
    ``weights`` by code of practice where the basis needs them, from ``least`` to ``most`` (None: no limit) for each practice.
    The newest one holds. Never changed."""

    __tablename__ = "tendering_sharing"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        within("decision_id", "decisions_decision"),
        UniqueConstraint("federation_id", "decision_id"),
        CheckConstraint(f"basis in {BASES}", name="basis"),
        CheckConstraint("total > 0 and least >= 0 and (most is null or most >= least)", name="amounts"),
        Index("ix_tendering_sharing_tender", "federation_id", "tender_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    decision_id: Mapped[int] = mapped_column(RowId)
    basis: Mapped[str] = mapped_column(String(10))
    weights: Mapped[dict[str, Any]]
    total: Mapped[int] = mapped_column(RowId)
    unit: Mapped[str] = mapped_column(String(40))
    least: Mapped[int] = mapped_column(RowId)
    most: Mapped[int | None] = mapped_column(RowId)
    voted_at: Mapped[datetime] = mapped_column(Moment)
