"""Opening bids, and later their prices: two different people who were named, clear of any interest, each their half."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from sqlalchemy import delete, select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import NotFound, NotYours, Refusal
from federation.kernel.seal.seals import drop_seals, unseal
from federation.kernel.words import moment
from federation.tendering.bidding.letters import tell_opened
from federation.tendering.bidding.queries.bidders import SealedBid, halves_of, opened_at, sealed_bids
from federation.tendering.bidding.queries.bids import FILE, PRICE, QUALITY, NotOpenedYet
from federation.tendering.models import BidDraft, BidFile, BidOpening, BidVersion, Tender, TenderBidder
from federation.tendering.preparing.actions.tasks import ask_scorers, opened_half
from federation.tendering.preparing.queries.tenders import (
    clear_of_conflict,
    openers_of,
    scorers_of,
    tender_here,
)

OPENERS: Final = 2
WHY: Final = "The deadline has passed, and two people open the bids together"
WHY_PRICES: Final = "All scores are agreed, and two people open the prices together"


class HalfOpened(NamedTuple):
    """How many have opened their half, and what is open once both have."""

    openers: int
    bids: list[SealedBid]


def open_half(
    actor: Actor, tender_id: int, what: str = "quality", ready: Callable[[int], bool] | None = None
) -> HalfOpened:
    """Open one's half of the bids (``quality``) or of the prices (``price``, which needs ``ready``: that its scores are agreed).
    The second person's half opens. Raises ``NotYours`` for whoever was not named or has an interest, and ``Refusal`` before
    the deadline; each refusal is written down."""
    authorize(actor, "tendering.open")
    with on_record(actor, tender_id), unit_of_work() as session:
        now = held(Tender, tender_id).now
        tender = tender_here(tender_id)
        check_opener(actor, tender_id)
        if tender.cancelled_at is not None:
            raise Refusal("This tender was cancelled: its bids stay sealed.")
        if now < tender.closes_at:
            raise NotOpenedYet(f"The bids stay sealed until {moment(tender.closes_at)}.")
        if what == "price" and not (ready and ready(tender_id) and opened_at(tender_id, "quality")):
            raise NotOpenedYet("The prices stay sealed until all scores are agreed.")
        halves = halves_of(tender_id, what)
        if actor.person_id in {one.person_id for one in halves}:
            raise Refusal("You have opened your half already. Somebody else must open the other.")
        if len(halves) >= OPENERS:
            raise Refusal("Two people have opened them already.")
        session.add(BidOpening(tender_id=tender_id, what=what, person_id=actor.person_id, opened_at=now))
        session.flush()
        record.append(actor.person_id, "bid.half_opened", f"tender:{tender_id}", what=what)
        if what == "price":
            opened_half(tender_id, actor.person_id)
        if len(halves) + 1 < OPENERS:
            return HalfOpened(len(halves) + 1, [])
        return HalfOpened(OPENERS, _unseal(actor, tender_id, what))


def check_opener(actor: Actor, tender_id: int) -> None:
    """Refuse whoever was not named to open, scores, or has an interest."""
    clear_of_conflict(actor, tender_id)
    if actor.person_id not in openers_of(tender_id) or actor.person_id in scorers_of(tender_id):
        raise NotYours("Two people were named to open the bids, and you are not one of them.")


@contextmanager
def on_record(actor: Actor, tender_id: int) -> Iterator[None]:
    """Around what opens bids: that somebody was refused is written down, in a unit of work of its own, and counted where all
    members see it. Reading is refused without a word in the record: it would stand there in the name of whoever was
    sent a link."""
    try:
        yield
    except NotFound:
        raise
    except (NotYours, NotOpenedYet) as refused:
        early = isinstance(refused, NotOpenedYet)
        with unit_of_work():
            record.append(
                actor.person_id, "bid.refused", f"tender:{tender_id}", early="yes" if early else "no"
            )
        raise


def _unseal(actor: Actor, tender_id: int, what: str) -> list[SealedBid]:
    """Open what is sealed of all bids that count; at the first opening drafts and files that no bid has are destroyed."""
    bids = sealed_bids(tender_id)
    numbers = [one.id for one in bids]
    if what == "price":
        unseal(actor.person_id, PRICE, numbers, WHY_PRICES)
    else:
        _clear_drafts(tender_id)
        unseal(actor.person_id, QUALITY, numbers, WHY)
        unseal(actor.person_id, FILE, _files_of(numbers), WHY)
        tell_opened(tender_here(tender_id), len(bids))
        ask_scorers(tender_here(tender_id))
    record.append(actor.person_id, "bid.opened", f"tender:{tender_id}", what=what, bids=len(bids))
    return bids


def _files_of(bids: list[int]) -> list[int]:
    found = db.session.scalars(select(BidVersion.files).where(BidVersion.id.in_(bids)))
    return sorted(int(number) for files in found for number in files)


def _clear_drafts(tender_id: int) -> None:
    bidders = select(TenderBidder.id).where(TenderBidder.tender_id == tender_id)
    db.session.execute(
        delete(BidDraft).where(BidDraft.bidder_id.in_(bidders)).execution_options(synchronize_session=False)
    )
    kept = set(_files_of([one.id for one in sealed_bids(tender_id)]))
    for number in db.session.scalars(select(BidFile.id).where(BidFile.bidder_id.in_(bidders))).all():
        if number not in kept:
            drop_seals(None, FILE, number)
