"""The tables of bids: who was asked, drafts that nobody reads, versions handed in until the deadline, late tries, questions, and
who opened. What a bid says is sealed elsewhere. The database refuses a version after the deadline, the change of one, and that
one person opens alone (in the migration)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.record import canonical
from federation.kernel.tenancy import Federated, federated_key, within

OPENINGS = ("quality", "price")
TRIES = ("bid", "file", "withdrawal")


class TenderBidder(Federated, MappedBase):
    """Somebody who was asked to bid: an organisation, which may be a practice, and the guest who bids for it. ``guest_id`` is the
    invitation whose link is in force."""

    __tablename__ = "tendering_bidder"
    __table_args__ = (
        federated_key(),
        within("tender_id", "tendering_tender"),
        within("practice_id", "network_practice"),
        UniqueConstraint("federation_id", "guest_id"),
        Index("ix_tendering_bidder_tender", "federation_id", "tender_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    guest_id: Mapped[int] = mapped_column(RowId)
    organisation: Mapped[str] = mapped_column(String(120))
    practice_id: Mapped[int | None] = mapped_column(RowId)
    invited_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    invited_at: Mapped[datetime] = mapped_column(Moment)
    declined_at: Mapped[datetime | None] = mapped_column(Moment)


def bound_draft(federation_id: int, bidder_id: int) -> bytes:
    """What a draft and its key are bound to."""
    return canonical(["draft of a bid", federation_id, bidder_id]).encode()


class BidDraft(Federated, MappedBase):
    """What a bidder has typed and not handed in: encrypted under a key of its own, which is wrapped under the server's key."""

    __tablename__ = "tendering_draft"
    __table_args__ = (
        within("bidder_id", "tendering_bidder"),
        UniqueConstraint("federation_id", "bidder_id"),
        {"info": {"wrapped": lambda row: bound_draft(row.federation_id, row.bidder_id)}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    bidder_id: Mapped[int] = mapped_column(RowId)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class BidFile(Federated, MappedBase):
    """A file of a bid, sealed as it came, with all that is known of it. Never changed."""

    __tablename__ = "tendering_bid_file"
    __table_args__ = (
        federated_key(),
        within("bidder_id", "tendering_bidder"),
        Index("ix_tendering_bid_file_bidder", "federation_id", "bidder_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    bidder_id: Mapped[int] = mapped_column(RowId)
    added_at: Mapped[datetime] = mapped_column(Moment)


class BidVersion(Federated, MappedBase):
    """A bid as it was handed in. ``receipt`` is a short code for the bidder, ``fingerprint`` the SHA-256 over everything that is
    sealed of it, ``files`` the numbers of its files. It counts until it is ``replaced`` or ``withdrawn``; nothing
    else of it changes."""

    __tablename__ = "tendering_bid"
    __table_args__ = (
        federated_key(),
        within("tender_id", "tendering_tender"),
        within("bidder_id", "tendering_bidder"),
        UniqueConstraint("federation_id", "bidder_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("(ended_at is null) = (ended = '')", name="ended"),
        CheckConstraint("ended in ('', 'replaced', 'withdrawn')", name="why"),
        Index("ix_tendering_bid_tender", "federation_id", "tender_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    bidder_id: Mapped[int] = mapped_column(RowId)
    number: Mapped[int]
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    receipt: Mapped[str] = mapped_column(String(8))
    fingerprint: Mapped[str] = mapped_column(String(64))
    files: Mapped[list[Any]]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended: Mapped[str] = mapped_column(String(10), default="")


class TenderQuestion(Federated, MappedBase):
    """A question about a tender and its answer, for all bidders alike. Who asked is kept nowhere."""

    __tablename__ = "tendering_question"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        CheckConstraint("(answered_at is null) = (answer = '')", name="answered"),
        Index("ix_tendering_question_tender", "federation_id", "tender_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(RowId, ForeignKey("people_person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


class LateTry(Federated, MappedBase):
    """Something that came after the deadline and was refused. Never changed."""

    __tablename__ = "tendering_late"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        within("bidder_id", "tendering_bidder"),
        CheckConstraint(f"what in {TRIES}", name="what"),
        Index("ix_tendering_late_tender", "federation_id", "tender_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    bidder_id: Mapped[int] = mapped_column(RowId)
    what: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment)


class BidOpening(Federated, MappedBase):
    """One of the two people who open bids (``quality``) or prices has opened their half. Never changed."""

    __tablename__ = "tendering_opening"
    __table_args__ = (
        within("tender_id", "tendering_tender"),
        UniqueConstraint("federation_id", "tender_id", "what", "person_id"),
        CheckConstraint(f"what in {OPENINGS}", name="what"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    tender_id: Mapped[int] = mapped_column(RowId)
    what: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
