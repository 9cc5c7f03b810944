"""What is offered to the staff of homes, and how many of them leave."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from federation.toolkit import (
    Actor,
    Invalid,
    NotYours,
    Refusal,
    authorize,
    held,
    index,
    may,
    plain_text,
    session,
    time_now,
    today,
    unit_of_work,
    write_record,
)

from ..homes.actions import home_of, looks_after
from ..models import CareHome, HomeOffer, HomeTurnover
from ..periods import is_quarter, quarter_of
from ..permissions import KEEP, SUPPORT, VISIT

KINDS: Final = {
    "course": "A course or training",
    "ask": "Somebody to ask, by telephone or video",
    "visit": "Somebody who comes",
    "paper": "Something to read or to use",
    "other": "Something else",
}
MOST_PLACES = 500


@dataclass(frozen=True, slots=True)
class OfferWish:
    """What is offered; ``places`` are None where there is no limit."""

    kind: str
    title: str
    words: str = ""
    places: int | None = None


def offer_support(actor: Actor, code: str, wish: OfferWish) -> int:
    """Offer something to the staff of a home, in the name of the person's practice or of the federation; returns its number."""
    authorize(actor, SUPPORT)
    if wish.kind not in KINDS:
        raise Invalid("Select what is offered", "kind")
    if wish.places is not None and not 1 <= wish.places <= MOST_PLACES:
        raise Invalid(f"Enter a number from 1 to {MOST_PLACES}, or leave it empty", "places")
    title, words = plain_text(wish.title, "title", "Enter what is offered"), plain_text(wish.words, "words")
    with unit_of_work():
        home, now = held(CareHome, home_of(code).id)
        row = HomeOffer(
            home_id=home.id,
            practice_id=actor.practice.practice_id if actor.practice else None,
            kind=wish.kind,
            title=title,
            words=words,
            places=wish.places,
            person_id=actor.person_id,
            offered_at=now,
            outcome="",
        )
        session.add(row)
        session.flush()
        index("care_homes_offer", row.id, title, words)
        write_record(actor.person_id, "care_homes.offered", f"care_homes_offer:{row.id}")
        return row.id


def end_offer(actor: Actor, offer_id: int, taken: int, outcome: str) -> None:
    """Say how many of the staff took an offer up, and what came of it; it has ended then."""
    authorize(actor, SUPPORT)
    outcome = plain_text(outcome, "outcome")
    with unit_of_work():
        row, _now = held(HomeOffer, offer_id)
        if not may_end(actor, row):
            raise NotYours()
        if row.ended_at is not None:
            raise Refusal("This offer has ended already.")
        if not 0 <= taken <= (row.places or MOST_PLACES):
            raise Invalid(f"Enter a number from 0 to {row.places or MOST_PLACES}", "taken")
        row.taken, row.outcome, row.ended_at = taken, outcome, time_now()
        session.flush()
        write_record(actor.person_id, "care_homes.offer_ended", f"care_homes_offer:{row.id}")


def may_end(actor: Actor, row: HomeOffer) -> bool:
    """Whoever made an offer ends it, as does anybody of the same practice, and who keeps the homes."""
    mine = {seat.practice_id for seat in actor.seats}
    return actor.person_id == row.person_id or row.practice_id in mine or may(actor, KEEP)


def note_turnover(actor: Actor, code: str, quarter: str, percent: int) -> None:
    """Say how many in 100 of its staff left a home in a quarter (2026-Q4), as the home says. Said again, it is put right."""
    authorize(actor, VISIT)
    if not is_quarter(quarter):
        raise Invalid("Enter a quarter, for example 2026-Q4", "quarter")
    if quarter > quarter_of(today().isoformat()):
        raise Invalid("This quarter has not begun yet", "quarter")
    if not 0 <= percent <= 300:
        raise Invalid("Enter a whole number from 0 to 300", "percent")
    with unit_of_work():
        home, _now = held(CareHome, home_of(code).id)
        if not looks_after(actor, home) and not may(actor, KEEP):
            raise NotYours()
        same = (HomeTurnover.home_id == home.id, HomeTurnover.quarter == quarter)
        row = session.scalar(select(HomeTurnover).where(*same))
        if row is None:
            row = HomeTurnover(home_id=home.id, quarter=quarter)
            session.add(row)
        row.percent, row.person_id = percent, actor.person_id
        session.flush()
        write_record(actor.person_id, "care_homes.turnover", f"care_homes:{home.id}", quarter=quarter)
