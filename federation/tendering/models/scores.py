"""The tables of how bids are judged. A score stays as it is once its scorer has locked the bid, a lock stays, and an agreed score
counts once a second person has confirmed it, and then stays: database triggers (in the migration) refuse anything else."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, within


class ComplianceCheck(Federated, MappedBase):
    """Whether a bid has what every bid must, as one person says; the newest of a person counts, and a bid is out once two people
    say that it has not. Rows are added and never changed."""

    __tablename__ = "tendering_check"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        within("bid_id", "tendering_bid"),
        Index("ix_tendering_check_tender", "federation_id", "tender_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    bid_id: Mapped[int] = mapped_column(RowId)
    passes: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    checked_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    checked_at: Mapped[datetime] = mapped_column(Moment)


class BidScore(Federated, MappedBase):
    """What a scorer gives a bid for a criterion: 0 to 5, and why. Changed until they lock the bid, never after."""

    __tablename__ = "tendering_score"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        within("bid_id", "tendering_bid"),
        UniqueConstraint("federation_id", "bid_id", "scorer_id", "criterion"),
        CheckConstraint("points between 0 and 5", name="points"),
        Index("ix_tendering_score_tender", "federation_id", "tender_id", "scorer_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    bid_id: Mapped[int] = mapped_column(RowId)
    scorer_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    criterion: Mapped[str] = mapped_column(String(40))
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)


class ScoreLock(Federated, MappedBase):
    """That a scorer has locked their scores of a bid; ``fingerprint`` is the SHA-256 of them. Never changed."""

    __tablename__ = "tendering_lock"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        within("bid_id", "tendering_bid"),
        UniqueConstraint("federation_id", "bid_id", "scorer_id"),
        Index("ix_tendering_lock_tender", "federation_id", "tender_id", "scorer_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    bid_id: Mapped[int] = mapped_column(RowId)
    scorer_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    locked_at: Mapped[datetime] = mapped_column(Moment)


class ScorerAside(Federated, MappedBase):
    """That bids are judged without a scorer who has not locked in time: asked for by one person with a reason, and so once a
    second one has confirmed it. Never changed after."""

    __tablename__ = "tendering_aside"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        UniqueConstraint("federation_id", "tender_id", "person_id"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(confirmed_by is null) = (confirmed_at is null)", name="confirmed"),
        CheckConstraint("confirmed_by is null or confirmed_by <> asked_by", name="second"),
        CheckConstraint("asked_by <> person_id", name="another"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)


class AgreedScore(Federated, MappedBase):
    """What the scorers agree on for a bid and a criterion after a talk, in halves (0 to 10), and why. One person writes it down,
    and it counts once a scorer who is somebody else has confirmed it; until then it can be written anew."""

    __tablename__ = "tendering_agreed"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        within("bid_id", "tendering_bid"),
        UniqueConstraint("federation_id", "bid_id", "criterion"),
        CheckConstraint("halves between 0 and 10", name="halves"),
        CheckConstraint("(confirmed_by is null) = (confirmed_at is null)", name="confirmed"),
        CheckConstraint("confirmed_by is null or confirmed_by <> agreed_by", name="second"),
        Index("ix_tendering_agreed_tender", "federation_id", "tender_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    bid_id: Mapped[int] = mapped_column(RowId)
    criterion: Mapped[str] = mapped_column(String(40))
    halves: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    agreed_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    agreed_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
