"""Reading who was asked to bid, what is known of their bids while nobody reads them, and questions."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from federation.kernel.clock import database_now
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.refusals import NotFound
from federation.network.models import InvitedGuest
from federation.people.models import Person
from federation.tendering.bidding.rules import letters_of, spoken
from federation.tendering.models import BidOpening, BidVersion, LateTry, TenderBidder, TenderQuestion

LIVE = BidVersion.ended_at.is_(None)


class KnownBidder(NamedTuple):
    """Somebody who was asked to bid; ``person_id`` and ``guest_id`` are of the invitation in force."""

    id: int
    tender_id: int
    organisation: str
    practice_id: int | None
    invited_at: datetime
    declined_at: datetime | None
    guest_id: int
    person_id: int
    name: str
    email: str


class BidReceipt(NamedTuple):
    """A version of a bid as its bidder has it: what was handed in when, and whether it counts."""

    id: int
    number: int
    submitted_at: datetime
    receipt: str
    fingerprint: str
    files: int
    ended: str

    @property
    def code(self) -> str:
        """The receipt in two groups."""
        return spoken(self.receipt)

    @property
    def short(self) -> str:
        """The beginning of the fingerprint, in groups of four."""
        return " ".join(self.fingerprint[at : at + 4] for at in (0, 4, 8))


class SealedBid(NamedTuple):
    """A bid that came in, known by a letter."""

    id: int
    letter: str
    bidder_id: int
    receipt: BidReceipt


class KnownLateTry(NamedTuple):
    """Something that came too late: a bid, a file or a withdrawal."""

    what: str
    at: datetime


class OpenedHalf(NamedTuple):
    """One of two people has opened their half."""

    person_id: int
    name: str
    opened_at: datetime


class KnownQuestion(NamedTuple):
    """A question and its answer, which is empty until there is one."""

    id: int
    number: int
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


_BIDDERS = (
    select(
        TenderBidder.id,
        TenderBidder.tender_id,
        TenderBidder.organisation,
        TenderBidder.practice_id,
        TenderBidder.invited_at,
        TenderBidder.declined_at,
        TenderBidder.guest_id,
        InvitedGuest.person_id,
        Person.name,
        Person.reached_at(),
    )
    .join(InvitedGuest, InvitedGuest.id == TenderBidder.guest_id)
    .join(Person, Person.id == InvitedGuest.person_id)
    .order_by(TenderBidder.organisation, TenderBidder.id)
)
_VERSIONS = select(
    BidVersion.id,
    BidVersion.number,
    BidVersion.submitted_at,
    BidVersion.receipt,
    BidVersion.fingerprint,
    BidVersion.files,
    BidVersion.ended,
    BidVersion.bidder_id,
).order_by(BidVersion.id)


def bidder_of(actor: Actor) -> KnownBidder:
    """The bidder for whom a guest has come. Raises ``NotFound`` for somebody who is none."""
    found = db.session.execute(_BIDDERS.where(InvitedGuest.person_id == actor.person_id)).first()
    if found is None:
        raise NotFound()
    return KnownBidder._make(found)


def bidders_of(tender_id: int) -> list[KnownBidder]:
    """Who was asked to bid, by name. One statement."""
    return [
        KnownBidder._make(row)
        for row in db.session.execute(_BIDDERS.where(TenderBidder.tender_id == tender_id))
    ]


def receipts_of(bidder_id: int) -> list[BidReceipt]:
    """What a bidder has handed in, the first first. One statement."""
    return [_receipt(row) for row in db.session.execute(_VERSIONS.where(BidVersion.bidder_id == bidder_id))]


def sealed_bids(tender_id: int) -> list[SealedBid]:
    """The bids of a tender that count, by their letters. One statement."""
    rows = db.session.execute(_VERSIONS.where(BidVersion.tender_id == tender_id, LIVE)).all()
    letters = letters_of({row.id: row.fingerprint for row in rows})
    found = [SealedBid(row.id, letters[row.id], row.bidder_id, _receipt(row)) for row in rows]
    return sorted(found, key=lambda one: (len(one.letter), one.letter))


def late_tries(tender_id: int) -> list[KnownLateTry]:
    """What came too late, the first first. One statement."""
    found = select(LateTry.what, LateTry.at).where(LateTry.tender_id == tender_id).order_by(LateTry.id)
    return [KnownLateTry._make(row) for row in db.session.execute(found)]


def halves_of(tender_id: int, what: str) -> list[OpenedHalf]:
    """Who has opened their half of the bids (``quality``) or of the prices (``price``). One statement."""
    found = (
        select(BidOpening.person_id, Person.name, BidOpening.opened_at)
        .join(Person, Person.id == BidOpening.person_id)
        .where(BidOpening.tender_id == tender_id, BidOpening.what == what)
        .order_by(BidOpening.id)
    )
    return [OpenedHalf._make(row) for row in db.session.execute(found)]


def opened_at(tender_id: int, what: str) -> datetime | None:
    """When the second person opened the bids (``quality``) or the prices (``price``); None: not yet. One statement."""
    halves = halves_of(tender_id, what)
    return halves[1].opened_at if len(halves) > 1 else None


def questions_of(tender_id: int) -> list[KnownQuestion]:
    """The questions, the newest first. One statement."""
    rows = db.session.execute(
        select(
            TenderQuestion.id,
            func.row_number().over(order_by=TenderQuestion.id),
            TenderQuestion.text,
            TenderQuestion.asked_at,
            TenderQuestion.answer,
            TenderQuestion.answered_at,
        )
        .where(TenderQuestion.tender_id == tender_id)
        .order_by(TenderQuestion.id.desc())
    )
    return [KnownQuestion(*row) for row in rows]


def now() -> datetime:
    """The database's clock."""
    return db.session.execute(select(database_now())).scalar_one()


def _receipt(row: Any) -> BidReceipt:
    found = BidReceipt._make(row[:7])
    return found._replace(files=len(row[5]))


def question_of(tender_id: int, question_id: int) -> KnownQuestion:
    """One question of a tender. Raises ``NotFound``."""
    found = next((one for one in questions_of(tender_id) if one.id == question_id), None)
    if found is None:
        raise NotFound()
    return found
