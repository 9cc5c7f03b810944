"""Letting hold what the members have voted about a tender."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from federation.decisions.events import DecisionClosed
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.held import held
from federation.network.dues.actions import drop_due
from federation.tendering.models import SharingAgreement, Tender, TenderStart, TenderVersion
from federation.tendering.preparing.actions.declaring import interest_key
from federation.tendering.preparing.actions.tasks import ask_nobody
from federation.tendering.preparing.queries.versions import content_of


def apply_start(event: DecisionClosed) -> None:
    """Let the version that the members voted be the one by which bids are asked for: once, however often it is told."""
    if db.session.scalar(select(TenderStart.id).where(TenderStart.decision_id == event.decision_id)):
        return
    terms = event.terms
    row, now = held(Tender, terms["tender"])
    version = db.session.scalars(
        select(TenderVersion).where(
            TenderVersion.tender_id == row.id, TenderVersion.number == terms["version"]
        )
    ).one()
    earlier = select(TenderStart.id).where(TenderStart.tender_id == row.id).limit(1)
    shared = select(SharingAgreement.id).where(SharingAgreement.tender_id == row.id).limit(1)
    open_already = db.session.scalar(earlier) is not None and db.session.scalar(shared) is not None
    if row.cancelled_at is not None or open_already:
        _too_late(event, row)
        return
    db.session.add(
        TenderStart(
            tender_id=row.id,
            version_id=version.id,
            decision_id=event.decision_id,
            fingerprint=terms["fingerprint"],
            voted_at=now,
        )
    )
    closes = content_of(row.id, version.number).content.closes_at
    if row.closes_at is None or row.closes_at < closes:
        row.closes_at = closes
    db.session.flush()
    record.append(
        None,
        "tender.started",
        f"tender:{row.id}",
        version=version.number,
        decision=event.decision_id,
        fingerprint=terms["fingerprint"],
    )


def apply_sharing(event: DecisionClosed) -> None:
    """Let hold how the members voted to share a tender: once, however often it is told, and never once bids are in."""
    known = select(SharingAgreement.id).where(SharingAgreement.decision_id == event.decision_id)
    if db.session.scalar(known):
        return
    terms = event.terms
    row, now = held(Tender, terms["tender"])
    if row.cancelled_at is not None or (row.closes_at is not None and row.closes_at <= now):
        _too_late(event, row)
        return
    kept = {
        name: terms[name] for name in ("basis", "weights", "total", "unit", "least", "most", "fingerprint")
    }
    db.session.add(SharingAgreement(tender_id=row.id, decision_id=event.decision_id, voted_at=now, **kept))
    db.session.flush()
    record.append(
        None,
        "tender.shared",
        f"tender:{row.id}",
        decision=event.decision_id,
        fingerprint=terms["fingerprint"],
    )


def apply_cancel(event: DecisionClosed) -> None:
    """Cancel a tender as the members voted: once, however often it is told."""
    row, now = held(Tender, event.terms["tender"])
    if row.cancelled_at is None:
        row.cancelled_at, row.cancel_reason = now, event.terms["reason"]
        note_cancelled(row, None, {"decision": event.decision_id})


def note_cancelled(row: Tender, by: int | None, more: Mapping[str, Any]) -> None:
    """In the open unit of work: say in the record that a tender is cancelled, and ask nobody about it any more."""
    db.session.flush()
    drop_due(interest_key(row.id))
    ask_nobody(row.id)
    record.append(by, "tender.cancelled", f"tender:{row.id}", text=record.digest(row.cancel_reason), **more)


def _too_late(event: DecisionClosed, row: Tender) -> None:
    """Say in the record that a vote changes nothing any more."""
    record.append(None, "tender.vote_too_late", f"tender:{row.id}", decision=event.decision_id)
