"""Awards against the record: who won, and what each practice gets, is what was voted or confirmed."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_about, in_parts
from federation.tendering.awarding.actions.awarding import amounts_digest
from federation.tendering.awarding.queries.awards import allocations_of, award_of
from federation.tendering.models import Tender

_HOLDS = ("tender.change_confirmed", "tender.change_voted")


def tender_awards() -> Iterator[RecordFlaw]:
    """The award of every tender, a few tenders at a time."""
    there = db.session.scalars(select(Tender.id).order_by(Tender.id)).all()
    for part in in_parts(there):
        acts = acts_about([f"tender:{number}" for number in part])
        for number in part:
            for words in _flaws(number, acts[f"tender:{number}"]):
                yield RecordFlaw(f"Tender {number}", words)


def _flaws(tender_id: int, said: list[RecordedAct]) -> Iterator[str]:
    award = award_of(tender_id)
    noted = [
        (one.data["decision"], one.data["bid"], one.data["pence"])
        for one in said
        if one.name == "tender.awarded"
    ]
    if noted != ([(award.decision_id, award.bid_id, award.pence)] if award else []):
        yield "its award is not the one that the record knows"
    if award is None:
        return
    found = allocations_of(award)
    holding = {one.number: amounts_digest(one.amounts) for one in found if one.holds_from is not None}
    known = {
        one.data.get("change", 1): one.data["amounts"]
        for one in said
        if one.name == "tender.awarded" or one.name in _HOLDS
    }
    if holding != known:
        yield "what each practice gets is not what the record knows"
