"""Asking suppliers and practices to bid, once the members have voted both; a new link; saying that one does not bid."""

from datetime import timedelta
from typing import Final, NamedTuple

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.network.guests.actions import end_guest, invite_guest
from federation.network.models import Practice
from federation.tendering.bidding.letters import invitation, new_link
from federation.tendering.bidding.queries.bidders import bidder_of, bidders_of, receipts_of
from federation.tendering.models import Tender, TenderBidder
from federation.tendering.preparing.actions.declaring import stand_aside_before_voting
from federation.tendering.preparing.queries.tenders import ShownTender, clear_of_conflict, tender_here

TENDER: Final = "tender"
"""What guests come for, as the record names it."""
LINK_LASTS: Final = timedelta(days=180)
"""How long after the deadline the link still opens the page: bidders read there how it went."""
MOST_BIDDERS: Final = 300
LONGEST_ORGANISATION: Final = 120


class BidderInvited(NamedTuple):
    """A new bidder, and the link, which is kept nowhere."""

    id: int
    link: str


def invite_bidder(
    actor: Actor, tender_id: int, email: str, name: str, organisation: str = "", practice: str = ""
) -> BidderInvited:
    """Ask somebody to bid: ``name`` is the person, ``organisation`` whom they bid for (empty: the same), ``practice`` the code of
    the practice that it is. They are mailed a link. Raises ``Invalid`` at a field, and ``Refusal`` before the members have voted
    both, and after the deadline."""
    tender = _runs(actor, tender_id)
    wanted = plain_text(organisation or name, "organisation", "Enter who bids")
    if len(wanted) > LONGEST_ORGANISATION:
        raise Invalid(f"Use {LONGEST_ORGANISATION} characters or fewer", "organisation")
    with unit_of_work() as session:
        held(Tender, tender_id)
        tender = tender_here(tender_id)
        _check_open(tender)
        known = bidders_of(tender_id)
        if len(known) >= MOST_BIDDERS:
            raise Refusal(f"{MOST_BIDDERS} have been asked to bid, which is the most there can be.")
        if any(one.email.casefold() == email.strip().casefold() for one in known):
            raise Invalid("Somebody with this address was asked already", "email")
        until = tender.closes_at + LINK_LASTS
        made = invite_guest(
            actor.person_id, TENDER, tender_id, name, email, until, invitation(tender, wanted)
        )
        row = TenderBidder(
            tender_id=tender_id,
            guest_id=made.id,
            organisation=wanted,
            practice_id=_practice(practice),
            invited_by=actor.person_id,
            invited_at=tender.now,
        )
        session.add(row)
        session.flush()
        if row.practice_id is not None:
            stand_aside_before_voting(actor, tender_id)
        record.append(actor.person_id, "bid.invited", f"tender:{tender_id}", bidder=row.id, guest=made.id)
        return BidderInvited(row.id, made.link)


def renew_link(actor: Actor) -> None:
    """As a bidder: have a new link mailed to one's address; the one before opens nothing any more."""
    authorize(actor, "tendering.bid")
    bidder = bidder_of(actor)
    with unit_of_work() as session:
        held(TenderBidder, bidder.id)
        tender = tender_here(bidder.tender_id)
        end_guest(None, TENDER, bidder.guest_id)
        made = invite_guest(
            None,
            TENDER,
            tender.id,
            bidder.name,
            bidder.email,
            tender.closes_at + LINK_LASTS,
            new_link(tender, bidder.organisation),
        )
        session.get_one(TenderBidder, bidder.id).guest_id = made.id


def decline(actor: Actor) -> None:
    """As a bidder: say that one does not bid. A bid that was handed in must be withdrawn first."""
    authorize(actor, "tendering.bid")
    bidder = bidder_of(actor)
    with unit_of_work() as session:
        now = held(Tender, bidder.tender_id).now
        if any(not one.ended for one in receipts_of(bidder.id)):
            raise Refusal("Your bid is in. Withdraw it first.")
        row = session.get_one(TenderBidder, bidder.id)
        if row.declined_at is None:
            row.declined_at = now
            record.append(None, "bid.declined", f"tender:{bidder.tender_id}", bidder=bidder.id)


def _runs(actor: Actor, tender_id: int) -> ShownTender:
    """The tender, for somebody who runs it and is clear of any interest."""
    authorize(actor, "tendering.run")
    tender = tender_here(tender_id)
    authorize(actor, "tendering.run", tender.whose)
    clear_of_conflict(actor, tender_id)
    return tender


def _check_open(tender: ShownTender) -> None:
    if tender.cancelled_at is not None:
        raise Refusal("This tender was cancelled.")
    if tender.started is None or tender.sharing is None:
        raise Refusal(
            "Nobody can be asked to bid yet. The members vote first that the tender starts, and how it is shared"
        )
    if tender.now >= tender.closes_at:
        raise Refusal("The time for bids is over.")


def _practice(code: str) -> int | None:
    if not code.strip():
        return None
    found = db.session.scalar(select(Practice.id).where(Practice.code == code.strip().upper()))
    if found is None:
        raise Invalid("There is no practice with this code here", "practice")
    return found
