"""The tables of what is decided before any bid: the tender in versions, the version that the members voted, how what it
brings is shared, who has an interest, who scores and who opens. Versions, votes and interests are never changed, and none is the
voted one without the decision of the members: database triggers (in the migrations) refuse it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within

BASES = ("equal", "patients", "need", "capacity", "rotation")
PARTS = ("scorer", "opener")
THRESHOLDS = ("central", "sub_central", "light_touch", "works", "concessions", "light_touch_concessions")


class Tender(Federated, MappedBase):
    """A tender that a group runs for the practices, known by ``year`` and ``number``: 2026/3; its versions say
    what is asked. ``closes_at`` is until when bids can come: empty until the members have voted to start; it never moves to
    an earlier time, and not at all once it has passed."""

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
    closes_at: Mapped[datetime | None] = mapped_column(Moment)
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
    ``fingerprint`` is the SHA-256 of all this. The newest one holds. Never changed."""

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
    fingerprint: Mapped[str] = mapped_column(String(64), server_default="")
    voted_at: Mapped[datetime] = mapped_column(Moment)


class TenderInterest(Federated, MappedBase):
    """What somebody who influences a tender says: whether they have an interest that conflicts with it, and which. The newest of
    a person counts. Never changed."""

    __tablename__ = "tendering_interest"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        CheckConstraint("not conflict or words <> ''", name="words"),
        Index("ix_tendering_interest_tender", "federation_id", "tender_id", "person_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    conflict: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    declared_at: Mapped[datetime] = mapped_column(Moment)


class TenderPart(Federated, MappedBase):
    """What somebody does in a tender: they score bids or open them, and nobody does both. Named and ended only until the time
    for bids is over."""

    __tablename__ = "tendering_part"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        UniqueConstraint("federation_id", "tender_id", "person_id"),
        CheckConstraint(f"part in {PARTS}", name="part"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    part: Mapped[str] = mapped_column(String(10))
    named_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    named_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class TenderThreshold(Federated, MappedBase):
    """A sum, in pence with VAT, from which the law asks for more, and the day from which it holds. Never changed: the newest
    for a kind and day holds."""

    __tablename__ = "tendering_threshold"
    __table_args__ = (
        CheckConstraint(f"kind in {THRESHOLDS}", name="kind"),
        CheckConstraint("pence > 0", name="pence"),
        Index("ix_tendering_threshold_kind", "federation_id", "kind", "since"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    since: Mapped[date]
    pence: Mapped[int] = mapped_column(RowId)
    entered_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    entered_at: Mapped[datetime] = mapped_column(Moment)
