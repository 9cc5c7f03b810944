"""Reading bids once two people have opened them: by whoever is clear of any interest, and by nobody else."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import func, select

from federation.kernel.db import db
from federation.kernel.files.kinds import KINDS, size_in_words
from federation.kernel.policy import Actor
from federation.kernel.record import RecordEntry
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.seal.seals import all_opened, opened
from federation.tendering.bidding.queries.bidders import LIVE, bidders_of, opened_at, sealed_bids
from federation.tendering.bidding.rules import DraftFile, read_bid
from federation.tendering.models import BidVersion
from federation.tendering.preparing.queries.tenders import clear_of_conflict

PRICE: Final = "tendering_price"
QUALITY: Final = "tendering_quality"
FILE: Final = "tendering_bid_file"


class NotOpenedYet(Refusal):
    """Two people have not opened it."""


class ReadableBid(NamedTuple):
    """A bid that was opened: its number, letter and bidder, which version it is, when it came, what it answers, its files. The
    price is not in it."""

    id: int
    letter: str
    bidder_id: int
    name: str
    version: int
    submitted_at: datetime
    fingerprint: str
    answers: Mapping[str, str]
    files: tuple[DraftFile, ...]


class OpenedBidFile(NamedTuple):
    """A file of a bid with its content."""

    name: str
    kind: str
    content: bytes
    sha256: str


def bids_of(tender_id: int, reader: Actor) -> list[ReadableBid]:
    """The bids of a tender, by their letters, without prices. Raises ``NotFound``, ``NotYours`` for whoever has an interest or
    has not declared, and :class:`NotOpenedYet`."""
    clear_of_conflict(reader, tender_id)
    if opened_at(tender_id, "quality") is None:
        raise NotOpenedYet("The bids are sealed. Two people open them together after the deadline.")
    names = {one.id: one.organisation for one in bidders_of(tender_id)}
    bids, found = sealed_bids(tender_id), []
    said = all_opened(QUALITY, [one.id for one in bids], "answers")
    for one in bids:
        content = read_bid(json.loads(said[one.id]))
        found.append(
            ReadableBid(
                one.id,
                one.letter,
                one.bidder_id,
                names[one.bidder_id],
                one.receipt.number,
                one.receipt.submitted_at,
                one.receipt.fingerprint,
                content.answers,
                content.files,
            )
        )
    return found


def prices_of(tender_id: int, reader: Actor) -> dict[int, int]:
    """What bids cost in pence, by their numbers. Raises as :func:`bids_of` does, until two people have opened the prices."""
    clear_of_conflict(reader, tender_id)
    return all_prices(tender_id)


def all_prices(tender_id: int) -> dict[int, int]:
    """What bids cost in pence, by their numbers, for what is worked out of all of them. Raises :class:`NotOpenedYet`."""
    if opened_at(tender_id, "price") is None:
        raise NotOpenedYet("The prices are sealed. Two people open them once all scores are agreed.")
    found = all_opened(PRICE, [one.id for one in sealed_bids(tender_id)], "price")
    return {number: int(json.loads(price)["price_pence"]) for number, price in found.items()}


def file_of(tender_id: int, reader: Actor, bid_id: int, file_id: int) -> OpenedBidFile:
    """A file of a bid, with its content. Raises ``NotFound``, for all before bids are opened, and as :func:`bids_of` does."""
    asked = select(BidVersion.files).where(BidVersion.id == bid_id, BidVersion.tender_id == tender_id, LIVE)
    if file_id not in (db.session.scalar(asked) or ()) or opened_at(tender_id, "quality") is None:
        raise NotFound()
    clear_of_conflict(reader, tender_id)
    bid = read_bid(json.loads(opened(QUALITY, bid_id, "answers")))
    (found,) = (one for one in bid.files if one.id == file_id)
    return OpenedBidFile(found.name, found.kind, opened(FILE, found.id, "content"), found.sha256)


def refused_tries(tender_id: int) -> int:
    """How often somebody wanted to open bids and was refused. One statement."""
    found = select(func.count()).where(
        RecordEntry.action == "bid.refused", RecordEntry.subject == f"tender:{tender_id}"
    )
    return int(db.session.scalar(found) or 0)


def file_words(one: DraftFile) -> str:
    """``PDF, 0.8 MB``."""
    return f"{KINDS[one.kind].title}, {size_in_words(one.size)}"
