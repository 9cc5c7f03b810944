"""Scores against their locks and the record: what was locked and confirmed is what stands there."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_about, in_parts
from federation.tendering.evaluating.actions.moderating import agreed_digest
from federation.tendering.evaluating.queries.scores import sheet_digest, sheets_of
from federation.tendering.models import AgreedScore, ComplianceCheck, ScorerAside, Tender


def tender_scores() -> Iterator[RecordFlaw]:
    """The scores of every tender, a few tenders at a time."""
    there = db.session.scalars(select(Tender.id).order_by(Tender.id)).all()
    for part in in_parts(there):
        acts = acts_about([f"tender:{number}" for number in part])
        for number in part:
            said = acts[f"tender:{number}"]
            for words in _flaws(number, said):
                yield RecordFlaw(f"Tender {number}", words)


def _flaws(tender_id: int, said: list[RecordedAct]) -> Iterator[str]:
    locked = [one for one in sheets_of(tender_id) if one.locked_at is not None]
    if any(one.fingerprint != sheet_digest(one.scores) for one in locked):
        yield "a score is not the one that was locked"
    found = Counter(record.digest([one.scorer_id, one.bid_id, one.fingerprint]) for one in locked)
    if found != Counter(one.data["scores"] for one in said if one.name == "tender.locked"):
        yield "the locked scores are not those that the record knows"
    agreed = db.session.scalars(
        select(AgreedScore).where(AgreedScore.tender_id == tender_id, AgreedScore.confirmed_by.is_not(None))
    ).all()
    if Counter(map(agreed_digest, agreed)) != Counter(
        one.data["score"] for one in said if one.name == "tender.confirmed"
    ):
        yield "the agreed scores are not those that the record knows"
    asides = db.session.scalars(
        select(ScorerAside).where(ScorerAside.tender_id == tender_id, ScorerAside.confirmed_by.is_not(None))
    )
    gone_on = Counter((row.person_id, row.confirmed_by, row.asked_by, row.reason) for row in asides)
    if gone_on != Counter(
        (one.data["person"], one.actor, one.data["asked_by"], one.data["why"][0])
        for one in said
        if one.name == "tender.aside_confirmed"
    ):
        yield "those without whom bids are judged are not those that the record knows"
    checks = db.session.scalars(select(ComplianceCheck).where(ComplianceCheck.tender_id == tender_id))
    kept = Counter((row.bid_id, row.passes, record.digest(row.words)) for row in checks)
    if kept != Counter(
        (one.data["bid"], one.data["passes"], one.data["words"])
        for one in said
        if one.name == "tender.checked"
    ):
        yield "what was said of its bids is not what the record knows"
