"""Questions of bidders, answered to all alike. Who asked is kept nowhere: the record names nobody either."""

from sqlalchemy import func, select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.tendering.bidding.actions.lateness import tender_open
from federation.tendering.bidding.letters import tell_answered
from federation.tendering.bidding.queries.bidders import bidder_of
from federation.tendering.bidding.rules import MOST_QUESTIONS
from federation.tendering.models import TenderQuestion
from federation.tendering.preparing.queries.tenders import clear_of_conflict, tender_here

LONGEST_QUESTION = 2_000
LONGEST_REPLY = 5_000


def ask(actor: Actor, text: str) -> int:
    """As a bidder: ask something; all bidders read it, and nobody sees who asked. Returns the question's number."""
    authorize(actor, "tendering.bid")
    bidder = bidder_of(actor)
    words = plain_text(text, "text", "Enter your question")
    if len(words) > LONGEST_QUESTION:
        raise Invalid(f"Use {LONGEST_QUESTION:,} characters or fewer", "text")
    with unit_of_work() as session:
        tender = tender_open(bidder.tender_id)
        until = tender.content.questions_until
        if until is not None and tender.now >= until:
            raise Refusal("The time for questions is over.")
        known = select(func.count(TenderQuestion.id)).where(TenderQuestion.tender_id == tender.id)
        if (db.session.scalar(known) or 0) >= MOST_QUESTIONS:
            raise Refusal(f"{MOST_QUESTIONS} questions were asked, which is the most there can be.")
        row = TenderQuestion(tender_id=tender.id, text=words, asked_at=tender.now)
        session.add(row)
        session.flush()
        record.append(None, "bid.asked", f"tender:{tender.id}", question=row.id)
        return row.id


def reply(actor: Actor, tender_id: int, question_id: int, text: str) -> None:
    """For the group: answer a question, once and to all bidders alike."""
    authorize(actor, "tendering.run")
    tender = tender_here(tender_id)
    authorize(actor, "tendering.run", tender.whose)
    clear_of_conflict(actor, tender_id)
    words = plain_text(text, "text", "Enter the answer")
    if len(words) > LONGEST_REPLY:
        raise Invalid(f"Use {LONGEST_REPLY:,} characters or fewer", "text")
    with unit_of_work():
        row, now = held(TenderQuestion, question_id)
        if row.tender_id != tender_id:
            raise NotFound()
        if row.answered_at is not None:
            raise Refusal("This question was answered already. What was answered stays.")
        if now >= tender_here(tender_id).closes_at:
            raise Refusal("The time for bids is over, so an answer would come too late.")
        row.answer, row.answered_at, row.answered_by = words, now, actor.person_id
        record.append(
            actor.person_id,
            "bid.answered",
            f"tender:{tender_id}",
            question=question_id,
            answer=record.digest([row.text, words]),
        )
        tell_answered(tender, question_id, row.text, words)
