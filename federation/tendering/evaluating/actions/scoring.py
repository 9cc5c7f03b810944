"""Scoring: each scorer alone, one bid at a time, and locked for good before anybody sees the scores of another."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.tendering.evaluating.queries.moderation import quality_agreed
from federation.tendering.evaluating.queries.opened import (
    JudgedBid,
    bid_named,
    check_bid_there,
    judged_bids,
)
from federation.tendering.evaluating.queries.scores import (
    GivenScore,
    ScoreSheet,
    left_out,
    sheet_digest,
    sheets_of,
)
from federation.tendering.models import BidScore, ScoreLock, Tender
from federation.tendering.preparing.actions.tasks import ask_openers, scored_all
from federation.tendering.preparing.queries.tenders import ShownTender, scorers_of, tender_here

BEST: Final = 5
LONGEST_REASON: Final = 2_000
_NO_SCORER: Final = "Only those who were named as scorers before the bids came can score them."
_LOCKED: Final = "You have locked this bid. Locked is locked: nobody can unlock it."
_SCALE: Final = f"Enter a score from 0 to {BEST}"
_LEFT_OUT: Final = "The bids are judged without you: you had not locked your scores in time."
_CANCELLED: Final = "This tender was cancelled."


def bids_to_score(actor: Actor, tender_id: int) -> tuple[ShownTender, list[JudgedBid]]:
    """The tender and its bids, for one of its scorers. Raises ``NotYours`` for everybody else, and ``Refusal`` before the bids
    are opened."""
    tender = tender_here(tender_id)
    if actor.person_id not in scorers_of(tender_id):
        raise NotYours(_NO_SCORER)
    _check_counts(actor, tender_id)
    bids = judged_bids(actor, tender_id)
    if tender.cancelled_at is not None:
        raise Refusal(_CANCELLED)
    return tender, bids


def score_bid(actor: Actor, tender_id: int, bid_id: int, given: Mapping[str, GivenScore]) -> None:
    """Keep what a scorer gives a bid, by criterion; what is not named stays as it was. A reason may be missing until the bid is
    locked. Raises ``Invalid`` for a criterion that there is not, and points that are not 0 to 5."""
    check_bid_there(tender_id, bid_id)
    tender, bids = bids_to_score(actor, tender_id)
    bid_named(bids, bid_id)
    known = {one.key for one in tender.content.criteria}
    if strange := sorted(set(given) - known):
        raise Invalid(f"There is no criterion {strange[0]}", strange[0])
    checked = {key: _checked(key, score) for key, score in given.items()}
    with unit_of_work() as session:
        now = held(Tender, tender_id).now
        _check_counts(actor, tender_id)
        if _lock_of(actor, bid_id):
            raise Refusal(_LOCKED)
        mine = select(BidScore).where(BidScore.bid_id == bid_id, BidScore.scorer_id == actor.person_id)
        rows = {row.criterion: row for row in db.session.scalars(mine)}
        for key, score in checked.items():
            row = rows.get(key)
            if row is None:
                row = BidScore(tender_id=tender_id, bid_id=bid_id, scorer_id=actor.person_id, criterion=key)
            row.points, row.reason, row.written_at = score.points, score.reason, now
            session.add(row)
        session.flush()


def lock_scores(actor: Actor, tender_id: int, bid_ids: Iterable[int] = ()) -> list[int]:
    """Lock bids for good, with a score and a reason for each criterion: those named, or else all that are not locked yet. Returns
    which. Raises ``Invalid`` with everything that is missing."""
    tender, bids = bids_to_score(actor, tender_id)
    named = [bid_named(bids, number) for number in bid_ids]
    with unit_of_work() as session:
        now = held(Tender, tender_id).now
        _check_counts(actor, tender_id)
        sheets = {one.bid_id: one for one in sheets_of(tender_id, actor.person_id)}
        open_bids = [bid for bid in bids if bid.id not in sheets or sheets[bid.id].locked_at is None]
        wanted = named or open_bids
        if not wanted or any(bid not in open_bids for bid in wanted):
            raise Refusal(_LOCKED)
        missing = [one for bid in wanted for one in _missing(tender, bid, sheets.get(bid.id))]
        if missing:
            raise Invalid.many(missing)
        nothing = ScoreSheet(actor.person_id, 0, {}, None, "")
        locked = [sheets.get(bid.id, nothing._replace(bid_id=bid.id)) for bid in wanted]
        session.add_all(_lock(actor, tender_id, sheet, now) for sheet in locked)
        session.flush()
        if len(wanted) == len(open_bids):
            scored_all(tender_id, actor.person_id)
            if quality_agreed(tender_id):
                ask_openers(tender)
    return [bid.id for bid in wanted]


def _check_counts(actor: Actor, tender_id: int) -> None:
    if actor.person_id in left_out(tender_id):
        raise NotYours(_LEFT_OUT)


def _lock(actor: Actor, tender_id: int, sheet: ScoreSheet, now: datetime) -> ScoreLock:
    """The record says that a scorer locked a bid, and not who: that is known once all have."""
    fingerprint = sheet_digest(sheet.scores)
    record.append(
        None,
        "tender.locked",
        f"tender:{tender_id}",
        bid=sheet.bid_id,
        scores=record.digest([actor.person_id, sheet.bid_id, fingerprint]),
    )
    return ScoreLock(
        tender_id=tender_id,
        bid_id=sheet.bid_id,
        scorer_id=actor.person_id,
        fingerprint=fingerprint,
        locked_at=now,
    )


def _checked(key: str, score: GivenScore) -> GivenScore:
    if not 0 <= score.points <= BEST:
        raise Invalid(_SCALE, key)
    reason = plain_text(score.reason.replace("\r\n", "\n"), f"{key}-reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", f"{key}-reason")
    return GivenScore(score.points, reason)


def _missing(tender: ShownTender, bid: JudgedBid, sheet: ScoreSheet | None) -> list[tuple[str, str | None]]:
    given = sheet.scores if sheet else {}
    found: list[tuple[str, str | None]] = []
    for one in tender.content.criteria:
        if one.key not in given:
            found.append((f"Select a score for {one.title} ({bid.name})", one.key))
        elif not given[one.key].reason:
            found.append((f"Say why, for {one.title} ({bid.name})", f"{one.key}-reason"))
    return found


def _lock_of(actor: Actor, bid_id: int) -> int | None:
    return db.session.scalar(
        select(ScoreLock.id).where(ScoreLock.bid_id == bid_id, ScoreLock.scorer_id == actor.person_id)
    )
