"""What comes after the deadline: refused with how late it is, and written down as a late try."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor
from federation.kernel.refusals import Refusal
from federation.kernel.words import moment
from federation.tendering.bidding.queries.bidders import KnownBidder, bidder_of, now
from federation.tendering.bidding.rules import late_words
from federation.tendering.models import LateTry, Tender
from federation.tendering.preparing.queries.tenders import ShownTender, tender_here

MOST_NOTED: Final = 20
"""Late tries of one bidder that are written down."""


class BidTooLate(Refusal):
    """The time for bids is over; the words say by how much."""

    def __init__(self, closes_at: datetime, at: datetime) -> None:
        self.late_by = late_words(closes_at, at)
        super().__init__(
            f"The time for bids ended on {moment(closes_at)}. This came {self.late_by} late, so it was not taken."
        )


@contextmanager
def noting_late(actor: Actor, what: str) -> Iterator[None]:
    """Around an act of a bidder (``what``: a bid, a file or a withdrawal): whatever comes after the deadline is refused, and
    written down in a unit of work of its own. Where the database itself refused, the clock says whether it was for that."""
    bidder = bidder_of(actor)
    _refuse_late(bidder, what)
    try:
        yield
    except BidTooLate as late:
        _note(bidder, what)
        raise late
    except DBAPIError:
        _refuse_late(bidder, what)
        raise


def tender_open(tender_id: int) -> ShownTender:
    """In the open unit of work: the tender, held, if bids can still come. Raises :class:`BidTooLate`, and ``Refusal`` where it
    was cancelled."""
    at = held(Tender, tender_id).now
    found = tender_here(tender_id)
    if found.cancelled_at is not None:
        raise Refusal("This tender was cancelled, so nothing can be handed in.")
    if at >= found.closes_at:
        raise BidTooLate(found.closes_at, at)
    return found


def _refuse_late(bidder: KnownBidder, what: str) -> None:
    closes_at, at = tender_here(bidder.tender_id).closes_at, now()
    if at >= closes_at:
        _note(bidder, what)
        raise BidTooLate(closes_at, at)


def _note(bidder: KnownBidder, what: str) -> None:
    with unit_of_work() as session:
        at = held(Tender, bidder.tender_id).now
        known = select(func.count(LateTry.id)).where(LateTry.bidder_id == bidder.id)
        if (db.session.scalar(known) or 0) >= MOST_NOTED:
            return
        session.add(LateTry(tender_id=bidder.tender_id, bidder_id=bidder.id, what=what, at=at))
        record.append(None, "bid.late", f"tender:{bidder.tender_id}", what=what)
