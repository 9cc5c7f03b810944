"""Rounds against the record: specifications and answers are what was said, and what was voted is what the decision says."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_about, in_parts, subjects_of
from federation.purchasing.actions.needs import lines_digest
from federation.purchasing.actions.specifications import spec_digest
from federation.purchasing.models import NeedAnswer, PurchaseRound, SpecVersion, SpecVote
from federation.purchasing.queries.needs import answer_of
from federation.purchasing.rules import fingerprint_of


def purchase_rounds() -> Iterator[RecordFlaw]:
    """Every round, a few at a time, and those that the record knows and the database does not."""
    there = db.session.scalars(select(PurchaseRound.id).order_by(PurchaseRound.id)).all()
    for part in in_parts(there):
        acts = acts_about([f"purchase:{number}" for number in part])
        for number in part:
            said = acts[f"purchase:{number}"]
            noted = {
                one.data["version"]: one.data["text"] for one in said if one.name == "purchase.specified"
            }
            specs = db.session.scalars(select(SpecVersion).where(SpecVersion.round_id == number)).all()
            if {one.number: spec_digest(one) for one in specs} != noted:
                yield RecordFlaw(
                    f"Purchase round {number}", "its versions are not those that the record knows"
                )
            if any(one.fingerprint != fingerprint_of(one.text, one.items) for one in specs):
                yield RecordFlaw(f"Purchase round {number}", "a version does not have its fingerprint")
            voted = {
                one.data["decision"]: one.data["fingerprint"] for one in said if one.name == "purchase.voted"
            }
            rows = select(SpecVote).where(SpecVote.spec_id.in_([one.id for one in specs]))
            if {one.decision_id: one.fingerprint for one in db.session.scalars(rows)} != voted:
                yield RecordFlaw(f"Purchase round {number}", "what was voted is not what the record says")
            answers = {
                one.data["practice"]: one.data["text"] for one in said if one.name == "purchase.needs_said"
            }
            if answers != _answers(number):
                yield RecordFlaw(f"Purchase round {number}", "what practices need is not what they said")
    for number in sorted(set(subjects_of("purchase")).difference(there)):
        yield RecordFlaw(f"Purchase round {number}", "it is missing")


def _answers(round_id: int) -> dict[int, str]:
    practices = db.session.scalars(
        select(NeedAnswer.practice_id).where(NeedAnswer.round_id == round_id)
    ).all()
    found = {practice: answer_of(round_id, practice) for practice in practices}
    return {practice: lines_digest(one.lines) for practice, one in found.items() if one is not None}
