"""Handing a bid in, replacing and withdrawing it: until the deadline by the database's clock, which its guard compares in the
statement that writes the version."""

import secrets
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.record import canonical, digest
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.seal.seals import drop_seals, seal
from federation.tendering.bidding.actions.drafting import drop_loose_files
from federation.tendering.bidding.actions.lateness import tender_open
from federation.tendering.bidding.letters import tell_received, tell_withdrawn
from federation.tendering.bidding.queries.bidders import LIVE, BidReceipt, KnownBidder, bidder_of
from federation.tendering.bidding.queries.bids import PRICE, QUALITY
from federation.tendering.bidding.queries.drafts import draft_of
from federation.tendering.bidding.rules import (
    RECEIPT_LENGTH,
    RECEIPT_LETTERS,
    BidContent,
    bid_json,
    bid_problems,
)
from federation.tendering.models import BidVersion, TenderBidder
from federation.tendering.preparing.queries.tenders import ShownTender


def hand_in(actor: Actor, declared: bool) -> BidReceipt:
    """As a bidder, in the unit of work that used a code up: hand in what is in the draft, in the place of what was handed in
    before. ``declared``: the declarations are made. Raises ``Invalid`` for what is missing, and ``BidTooLate``."""
    authorize(actor, "tendering.bid")
    bidder = bidder_of(actor)
    with unit_of_work() as session:
        tender = tender_open(bidder.tender_id)
        content = draft_of(bidder.id).content
        _check(tender, content, declared)
        row = _version(tender, bidder, content)
        for one in _live(bidder.id, row.id):
            _end(one, "replaced", tender.now)
        session.get_one(TenderBidder, bidder.id).declined_at = None
        session.flush()
        drop_loose_files(bidder)
        receipt = BidReceipt(
            row.id, row.number, row.submitted_at, row.receipt, row.fingerprint, len(row.files), ""
        )
        record.append(None, "bid.received", f"tender:{tender.id}", bid=row.id, fingerprint=row.fingerprint)
        tell_received(tender, bidder, receipt)
        return receipt


def withdraw(actor: Actor) -> None:
    """As a bidder, in the unit of work that used a code up: withdraw the bid that counts; what was sealed of it is destroyed."""
    authorize(actor, "tendering.bid")
    bidder = bidder_of(actor)
    with unit_of_work():
        tender = tender_open(bidder.tender_id)
        rows = _live(bidder.id)
        if not rows:
            raise Refusal("No bid of yours is in, so there is nothing to withdraw.")
        for row in rows:
            _end(row, "withdrawn", tender.now)
            record.append(None, "bid.withdrawn", f"tender:{tender.id}", bid=row.id)
            tell_withdrawn(tender, bidder, row.id)
        db.session.flush()
        drop_loose_files(bidder)


def _check(tender: ShownTender, content: BidContent, declared: bool) -> None:
    found: list[tuple[str, str | None]] = list(
        bid_problems(content, [(one.key, one.title) for one in tender.content.criteria])
    )
    if not declared:
        found.append(("Make the declarations before you hand in", "declared"))
    if found:
        raise Invalid.many(found)


def _version(tender: ShownTender, bidder: KnownBidder, content: BidContent) -> BidVersion:
    """Write a version and seal it: price apart from answers. The files were sealed when they came."""
    last = select(func.max(BidVersion.number)).where(BidVersion.bidder_id == bidder.id)
    row = BidVersion(
        tender_id=tender.id,
        bidder_id=bidder.id,
        number=(db.session.scalar(last) or 0) + 1,
        submitted_at=tender.now,
        receipt="".join(secrets.choice(RECEIPT_LETTERS) for _ in range(RECEIPT_LENGTH)),
        fingerprint="",
        files=[one.id for one in content.files],
    )
    db.session.add(row)
    db.session.flush()
    price = canonical({"price_pence": content.price_pence}).encode()
    answers = canonical(bid_json(replace(content, price_pence=None))).encode()
    sealed = [
        seal(None, PRICE, row.id, "price", price, tender.closes_at),
        seal(None, QUALITY, row.id, "answers", answers, tender.closes_at),
    ]
    row.fingerprint = digest([*sealed, *(one.digest for one in content.files)])
    db.session.flush()
    return row


def _live(bidder_id: int, but: int = 0) -> list[BidVersion]:
    found = select(BidVersion).where(BidVersion.bidder_id == bidder_id, LIVE, BidVersion.id != but)
    return list(db.session.scalars(found.with_for_update()))


def _end(row: BidVersion, how: str, at: datetime) -> None:
    """End a version, and destroy what was sealed of it."""
    row.ended, row.ended_at = how, at
    for kind in (PRICE, QUALITY):
        drop_seals(None, kind, row.id)
