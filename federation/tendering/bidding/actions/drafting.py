"""What a bidder types before it is handed in: price, answers and files."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import func, select

from federation.kernel.db import db, unit_of_work
from federation.kernel.files.kinds import kind_of, text_in
from federation.kernel.files.names import safe_name
from federation.kernel.files.sent import SentFile
from federation.kernel.held import plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound
from federation.kernel.seal.seals import drop_seals, seal
from federation.tendering.bidding.actions.lateness import noting_late, tender_open
from federation.tendering.bidding.queries.bidders import KnownBidder, bidder_of
from federation.tendering.bidding.queries.bids import FILE
from federation.tendering.bidding.queries.drafts import draft_of, encrypted_draft
from federation.tendering.bidding.rules import (
    LONGEST_ANSWER,
    MOST_FILE_BYTES,
    MOST_FILES,
    MOST_PENCE,
    MOST_SENT,
    BidContent,
    DraftFile,
)
from federation.tendering.models import BidDraft, BidFile, BidVersion
from federation.tendering.preparing.queries.tenders import ShownTender


def save_draft(actor: Actor, price_pence: int | None, answers: Mapping[str, str]) -> BidContent:
    """As a bidder: keep what was typed, encrypted; what is not handed in never counts. ``answers`` by the keys of criteria."""
    authorize(actor, "tendering.bid")
    bidder = bidder_of(actor)
    with noting_late(actor, "bid"), unit_of_work():
        tender = tender_open(bidder.tender_id)
        files = draft_of(bidder.id).content.files
        content = BidContent(price_pence, plain_answers(tender, answers), files)
        check_price(price_pence)
        keep_draft(bidder, content, tender)
        return content


def add_file(actor: Actor, sent: SentFile) -> DraftFile:
    """As a bidder: add a file to what is handed in next. It is sealed as it came, and never unpacked. Raises ``Invalid`` at
    ``file``."""
    authorize(actor, "tendering.bid")
    bidder = bidder_of(actor)
    with noting_late(actor, "file"), unit_of_work() as session:
        tender = tender_open(bidder.tender_id)
        content = draft_of(bidder.id).content
        if len(content.files) >= MOST_FILES:
            raise Invalid(f"A bid can have {MOST_FILES} files. Remove one first", "file")
        came = db.session.scalar(select(func.count(BidFile.id)).where(BidFile.bidder_id == bidder.id))
        if (came or 0) >= MOST_SENT:
            raise Invalid(f"You have sent {MOST_SENT} files for this tender. No more can be taken", "file")
        name = plain_text(safe_name(sent.name), "file")
        kind = kind_of(name, sent.content, MOST_FILE_BYTES)
        plain_text(text_in(kind, sent.content), "file")
        row = BidFile(bidder_id=bidder.id, added_at=tender.now)
        session.add(row)
        session.flush()
        digest = seal(None, FILE, row.id, "content", sent.content, tender.closes_at)
        made = DraftFile(
            row.id, name, kind.key, len(sent.content), hashlib.sha256(sent.content).hexdigest(), digest
        )
        keep_draft(bidder, replace(content, files=(*content.files, made)), tender)
        return made


def remove_file(actor: Actor, file_id: int) -> None:
    """As a bidder: take a file out of what is handed in next. A version that was handed in keeps it."""
    authorize(actor, "tendering.bid")
    bidder = bidder_of(actor)
    with noting_late(actor, "file"), unit_of_work():
        tender = tender_open(bidder.tender_id)
        content = draft_of(bidder.id).content
        left = tuple(one for one in content.files if one.id != file_id)
        if len(left) == len(content.files):
            raise NotFound()
        keep_draft(bidder, replace(content, files=left), tender)
        drop_loose_files(bidder)


def keep_draft(bidder: KnownBidder, content: BidContent, tender: ShownTender) -> None:
    """In the open unit of work: write a draft, encrypted, in the place of the one before."""
    made = encrypted_draft(bidder.id, content)
    row = db.session.scalars(
        select(BidDraft).where(BidDraft.bidder_id == bidder.id).with_for_update()
    ).first()
    if row is None:
        row = BidDraft(bidder_id=bidder.id)
        db.session.add(row)
    row.wrapped, row.content, row.changed_at = made.wrapped, made.content, tender.now
    db.session.flush()


def drop_loose_files(bidder: KnownBidder) -> None:
    """In the open unit of work: destroy the files of a bidder that neither the draft nor the version that counts has."""
    kept = {one.id for one in draft_of(bidder.id).content.files}
    live = db.session.scalars(
        select(BidVersion.files).where(BidVersion.bidder_id == bidder.id, BidVersion.ended_at.is_(None))
    )
    kept |= {number for files in live for number in files}
    for number in db.session.scalars(select(BidFile.id).where(BidFile.bidder_id == bidder.id)).all():
        if number not in kept:
            drop_seals(None, FILE, number)


def plain_answers(tender: ShownTender, answers: Mapping[str, str]) -> dict[str, str]:
    """Answers as they are kept: to what was asked, and nothing else. Raises ``Invalid`` at ``answers.KEY``."""
    keys = [one.key for one in tender.content.criteria]
    if unknown := [key for key in answers if key not in keys]:
        raise Invalid(f"Nothing is asked under {unknown[0]}", "answers")
    found = {}
    for key in keys:
        text = plain_text(answers.get(key, ""), f"answers.{key}")
        if len(text) > LONGEST_ANSWER:
            raise Invalid(f"Use {LONGEST_ANSWER:,} characters or fewer", f"answers.{key}")
        found[key] = text
    return found


def check_price(pence: int | None) -> None:
    """Raises ``Invalid`` at ``price_pence`` for what no price is."""
    if pence is not None and not 0 < pence <= MOST_PENCE:
        raise Invalid("The price must be more than £0", "price_pence")
