"""More time for all bidders: only before the deadline, with a reason that everybody reads, and never less."""

from datetime import datetime

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.seal.seals import SealedContent, postpone_opening
from federation.tendering.bidding.actions.lateness import BidTooLate, tender_open
from federation.tendering.bidding.letters import tell_later
from federation.tendering.bidding.queries.bidders import sealed_bids
from federation.tendering.bidding.queries.bids import FILE, PRICE, QUALITY
from federation.tendering.models import BidFile, Tender, TenderBidder
from federation.tendering.preparing.queries.tenders import clear_of_conflict, tender_here


def extend(actor: Actor, tender_id: int, closes_at: datetime, reason: str) -> None:
    """Give all bidders until later. What is sealed stays so until then; every bidder is told, with the reason. Raises ``Invalid``
    at ``closes_at`` or ``reason``, and ``Refusal`` once the deadline has passed."""
    authorize(actor, "tendering.run")
    authorize(actor, "tendering.run", tender_here(tender_id).whose)
    clear_of_conflict(actor, tender_id)
    words = plain_text(reason, "reason", "Say why: every bidder and member reads it")
    with unit_of_work() as session:
        try:
            tender = tender_open(tender_id)
        except BidTooLate:
            raise Refusal("The time for bids is over. It cannot be made longer any more.") from None
        if tender.started is None or tender.sharing is None:
            raise Refusal("This tender is not open for bids yet.")
        if closes_at <= tender.closes_at:
            raise Invalid("The new time must be later than the one before", "closes_at")
        session.get_one(Tender, tender_id).closes_at = closes_at
        session.flush()
        bids = [one.id for one in sealed_bids(tender_id)]
        for kind in (PRICE, QUALITY):
            postpone_opening(None, kind, bids, closes_at)
        postpone_opening(None, FILE, _files(tender_id), closes_at)
        record.append(
            actor.person_id,
            "bid.extended",
            f"tender:{tender_id}",
            before=record.stamp(tender.closes_at),
            closes_at=record.stamp(closes_at),
            why=[words],
        )
        tell_later(tender_here(tender_id), words)


def _files(tender_id: int) -> list[int]:
    """The files of bids and drafts that are sealed."""
    found = (
        select(BidFile.id)
        .join(TenderBidder, TenderBidder.id == BidFile.bidder_id)
        .join(SealedContent, (SealedContent.number == BidFile.id) & (SealedContent.kind == FILE))
        .where(TenderBidder.tender_id == tender_id)
    )
    return list(db.session.scalars(found))
