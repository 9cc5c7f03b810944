"""What a bidder has typed and not handed in: encrypted, and read by nobody but whoever comes by the bidder's link."""

import json
from datetime import datetime
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.record import canonical
from federation.kernel.seal import envelope
from federation.kernel.seal.seals import BrokenSeal, SealKeyMissing
from federation.kernel.sealing import NotUnderThisKey
from federation.kernel.tenancy import current
from federation.tendering.bidding.rules import BidContent, bid_json, read_bid
from federation.tendering.models import BidDraft
from federation.tendering.models.bids import bound_draft


class KeptDraft(NamedTuple):
    """A draft and when it was changed last; None where there is none."""

    content: BidContent
    changed_at: datetime | None


class EncryptedDraft(NamedTuple):
    """A draft as the database keeps it."""

    wrapped: bytes
    content: bytes


def draft_of(bidder_id: int) -> KeptDraft:
    """What a bidder has typed. The caller has seen that it is the bidder. Raises ``BrokenSeal`` where the server's key is
    another one."""
    row = db.session.execute(
        select(BidDraft.wrapped, BidDraft.content, BidDraft.changed_at).where(BidDraft.bidder_id == bidder_id)
    ).first()
    if row is None:
        return KeptDraft(BidContent(), None)
    bound = bound_draft(current(), bidder_id)
    try:
        key = envelope.unwrapped(_server_key(), row.wrapped, bound)
        return KeptDraft(read_bid(json.loads(envelope.read(key, row.content, bound))), row.changed_at)
    except NotUnderThisKey:
        raise BrokenSeal() from None


def encrypted_draft(bidder_id: int, content: BidContent) -> EncryptedDraft:
    """A draft for the database: under a key of its own, padded, and bound to its bidder."""
    bound, key = bound_draft(current(), bidder_id), envelope.new_key()
    plain = canonical(bid_json(content)).encode()
    return EncryptedDraft(envelope.wrapped(_server_key(), key, bound), envelope.closed(key, plain, bound))


def _server_key() -> str:
    key: str = current_app.config["SETTINGS"]["seal_key"]
    if not key:
        raise SealKeyMissing()
    return key
