"""Tenders against the record: versions are what was written, what was voted is what the decision says, interests were said."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_about, in_parts, subjects_of
from federation.tendering.models import SharingAgreement, Tender, TenderInterest, TenderStart, TenderVersion
from federation.tendering.preparing.queries.tenders import way_of
from federation.tendering.preparing.rules.content import content_fingerprint
from federation.tendering.preparing.rules.sharing import sharing_fingerprint


def begun_tenders() -> Iterator[RecordFlaw]:
    """Every tender, a few at a time, and those that the record knows and the database does not."""
    there = db.session.scalars(select(Tender.id).order_by(Tender.id)).all()
    for part in in_parts(there):
        acts = acts_about([f"tender:{number}" for number in part])
        for number in part:
            for words in _flaws(number, acts[f"tender:{number}"]):
                yield RecordFlaw(f"Tender {number}", words)
    for number in sorted(set(subjects_of("tender")).difference(there)):
        yield RecordFlaw(f"Tender {number}", "it is missing")


def _flaws(number: int, said: Sequence[RecordedAct]) -> Iterator[str]:
    versions = db.session.scalars(select(TenderVersion).where(TenderVersion.tender_id == number)).all()
    written = {one.data["version"]: one.data["fingerprint"] for one in said if one.name == "tender.written"}
    if {one.number: one.fingerprint for one in versions} != written:
        yield "its versions are not those that the record knows"
    if any(one.fingerprint != content_fingerprint(one.content) for one in versions):
        yield "a version does not have its fingerprint"
    starts = db.session.scalars(select(TenderStart).where(TenderStart.tender_id == number))
    if {one.decision_id: one.fingerprint for one in starts} != _voted(said, "tender.started"):
        yield "what was voted is not what the record says"
    shared = db.session.scalars(select(SharingAgreement).where(SharingAgreement.tender_id == number)).all()
    if {one.decision_id: sharing_fingerprint(way_of(one)) for one in shared} != _voted(said, "tender.shared"):
        yield "how it is shared is not what the record says"
    interests = db.session.scalars(
        select(TenderInterest).where(TenderInterest.tender_id == number).order_by(TenderInterest.id)
    )
    if [(one.person_id, one.conflict, record.digest(one.words)) for one in interests] != [
        (one.actor, one.data["conflict"], one.data["text"]) for one in said if one.name == "tender.interest"
    ]:
        yield "interests are not what people said"


def _voted(said: Sequence[RecordedAct], name: str) -> dict[int, str]:
    return {one.data["decision"]: one.data["fingerprint"] for one in said if one.name == name}
