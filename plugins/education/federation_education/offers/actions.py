"""Offering somebody’s time, and taking hours of it."""

from sqlalchemy import func, select

from federation.toolkit import (
    Actor,
    Invalid,
    NotYours,
    authorize,
    gained,
    gave,
    held,
    paid,
    session,
    time_now,
    unit_of_work,
    write_record,
)

from ..models import StaffLoan, StaffOffer
from ..typed import short_text
from .queries import offer_here


def offer(actor: Actor, practice_id: int, skill: str, evidence: str, hours: int, pence: int) -> int:
    """Offer somebody's time to other practices; returns the number of the offer."""
    authorize(actor, "education.lead")
    if not actor.belongs_to(practice_id):
        raise NotYours()
    skill = short_text(skill, "skill", 120, "Say what they can do")
    evidence = short_text(evidence, "evidence", 1_000, "Say when they have done it")
    if not 1 <= hours <= 2_000:
        raise Invalid("Enter a number of hours from 1 to 2,000", "hours")
    if not 0 <= pence <= 100_000:
        raise Invalid("Enter what an hour costs, up to £1,000", "pence")
    with unit_of_work():
        row = StaffOffer(
            practice_id=practice_id,
            skill=skill,
            evidence=evidence,
            hours=hours,
            pence=pence,
            offered_by=actor.person_id,
            offered_at=time_now(),
        )
        session.add(row)
        session.flush()
        write_record(actor.person_id, "education.offered", f"education_offer:{row.id}")
        return row.id


def take(actor: Actor, offer_id: int, practice_id: int, hours: int) -> None:
    """Take hours of another practice's offer, directly and without asking anybody between: what one lends the other receives,
    and both stand in the ledger."""
    authorize(actor, "education.lead")
    if not actor.belongs_to(practice_id):
        raise NotYours()
    with unit_of_work():
        offered, _ = held(StaffOffer, offer_id)
        if offered.practice_id == practice_id:
            raise Invalid("This is your own practice’s offer", "practice")
        taken = session.scalar(
            select(func.coalesce(func.sum(StaffLoan.hours), 0)).where(StaffLoan.offer_id == offer_id)
        )
        left = offer_here(offer_id).hours - int(taken or 0)
        if not 1 <= hours <= left:
            raise Invalid(f"There are {left} hours left: enter a number up to that", "hours")
        row = StaffLoan(
            offer_id=offer_id,
            practice_id=practice_id,
            hours=hours,
            taken_by=actor.person_id,
            taken_at=time_now(),
        )
        session.add(row)
        session.flush()
        key = f"education.loan:{row.id}"
        gave(key, offered.skill, practice_id=offered.practice_id, minutes=hours * 60)
        gained(key, offered.skill, practice_id=practice_id, minutes=hours * 60)
        if offered.pence:
            paid(key, offered.skill, practice_id=practice_id, pence=hours * offered.pence)
        write_record(actor.person_id, "education.took", f"education_offer:{offer_id}", hours=hours)
