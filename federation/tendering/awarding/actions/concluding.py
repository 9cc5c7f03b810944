"""What follows an award: challenges in the standstill, and the contract, which waits for its end and for every answer."""

from datetime import date

from sqlalchemy import func, select

from federation.kernel import record
from federation.kernel.days import day_at
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.words import day
from federation.purchasing.actions.contracts import WantedContract, keep_contract
from federation.tendering.awarding.actions.awarding import LONGEST_REASON
from federation.tendering.awarding.queries.awards import ShownAward, allocation_now, award_here
from federation.tendering.evaluating.queries.opened import bid_named, judged_bids
from federation.tendering.models import AwardChallenge, Tender, TenderContract
from federation.tendering.preparing.queries.tenders import clear_of_conflict, tender_here


def note_challenge(actor: Actor, tender_id: int, bid_id: int, words: str) -> int:
    """Write down what a bidder asks or objects to. Until it is answered no contract follows. Returns its number."""
    tender, award = tender_here(tender_id), award_here(tender_id)
    authorize(actor, "tendering.run", tender.whose)
    bid_named(judged_bids(actor, tender_id), bid_id)
    words = _long(words, "words", "Say what the bidder asks")
    with unit_of_work() as session:
        now = held(Tender, tender_id).now
        row = AwardChallenge(
            award_id=award.id, bid_id=bid_id, words=words, raised_at=now, noted_by=actor.person_id
        )
        session.add(row)
        session.flush()
        record.append(
            actor.person_id,
            "tender.challenged",
            f"tender:{tender_id}",
            challenge=row.id,
            bid=bid_id,
            text=record.digest(words),
        )
        return row.id


def answer_challenge(actor: Actor, tender_id: int, challenge_id: int, answer: str) -> None:
    """Answer it: for somebody other than who wrote it down."""
    tender, award = tender_here(tender_id), award_here(tender_id)
    check_challenge(award, challenge_id)
    authorize(actor, "tendering.run", tender.whose)
    clear_of_conflict(actor, tender_id)
    answer = _long(answer, "answer", "Write the answer")
    with unit_of_work():
        now = held(Tender, tender_id).now
        row = held(AwardChallenge, challenge_id).row
        if row.answered_at is not None:
            raise Refusal("This is answered.")
        if row.noted_by == actor.person_id:
            raise Refusal("You wrote this down. Somebody else in the group answers it.")
        row.answer, row.answered_by, row.answered_at = answer, actor.person_id, now
        record.append(
            actor.person_id,
            "tender.challenge_answered",
            f"tender:{tender_id}",
            challenge=row.id,
            text=record.digest(answer),
        )


def check_challenge(award: ShownAward, challenge_id: int) -> None:
    """Raise ``NotFound`` where no bidder asked this about the award. One statement."""
    there = select(AwardChallenge.id).where(
        AwardChallenge.award_id == award.id, AwardChallenge.id == challenge_id
    )
    if db.session.scalar(there) is None:
        raise NotFound()


def sign_contract(
    actor: Actor, tender_id: int, starts_on: date, ends_on: date, break_on: date | None = None
) -> int:
    """Put the contract with the winner into the register, once the standstill is over and everything is answered. Returns its
    number there."""
    tender, award = tender_here(tender_id), award_here(tender_id)
    authorize(actor, "tendering.run", tender.whose)
    clear_of_conflict(actor, tender_id)
    codes = sorted(code for code, units in allocation_now(award).amounts.items() if units)
    with unit_of_work() as session:
        now = held(Tender, tender_id).now
        if award.contract_id is not None or _signed(award):
            raise Refusal("The contract stands in the register.")
        if day_at(now) <= award.standstill_until:
            raise Refusal(f"Bidders may ask why until the end of {day(award.standstill_until)}.")
        if open_challenges(award):
            raise Refusal("A bidder waits for an answer. Answer first.")
        wanted = WantedContract(tender.title, award.supplier, codes, (), starts_on, ends_on, break_on)
        number = keep_contract(actor, tender.group_id, wanted)
        session.add(TenderContract(award_id=award.id, contract_id=number, signed_at=now))
        record.append(
            actor.person_id, "tender.contracted", f"tender:{tender_id}", contract=number, award=award.id
        )
        return number


def open_challenges(award: ShownAward) -> int:
    """How many challenges wait for an answer. One statement."""
    waiting = select(func.count()).where(
        AwardChallenge.award_id == award.id, AwardChallenge.answered_at.is_(None)
    )
    return int(db.session.scalar(waiting) or 0)


def _signed(award: ShownAward) -> bool:
    found = select(TenderContract.id).where(TenderContract.award_id == award.id)
    return db.session.scalar(found) is not None


def _long(typed: str, field: str, missing: str) -> str:
    text = plain_text(typed.replace("\r\n", "\n"), field, missing)
    if len(text) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", field)
    return text
