"""What buyers and suppliers do."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from federation.toolkit import (
    Actor,
    GuestInvited,
    GuestLetter,
    Invalid,
    Refusal,
    authorize,
    drop_seals,
    held,
    index,
    invite_guest,
    opened,
    plain_text,
    seal,
    session,
    unit_of_work,
    unseal,
    write_record,
)
from tests.plugins.supply.models import SupplyAnswer, SupplyOpener, SupplyQuestion

WHY = "The time for answers is over, and two people agree"


def ask(actor: Actor, words: str, closes_at: datetime) -> int:
    """Ask a question; returns its number."""
    authorize(actor, "supply.ask")
    with unit_of_work():
        row = SupplyQuestion(words=plain_text(words, "words", "Enter the question"), closes_at=closes_at)
        session.add(row)
        session.flush()
        index("supply", row.id, row.words, "A question to suppliers.")
        write_record(actor.person_id, "supply.asked", f"supply:{row.id}")
        return row.id


def invite(actor: Actor, question_id: int, name: str, email: str) -> GuestInvited:
    """Invite a supplier, who is mailed a link."""
    authorize(actor, "supply.ask")
    with unit_of_work():
        row, _now = held(SupplyQuestion, question_id)
        letter = GuestLetter("supply.answer", "A question to you", f"We would like to know: {row.words}")
        return invite_guest(actor.person_id, "supply", question_id, name, email, row.closes_at, letter)


def answer(actor: Actor, words: str) -> int:
    """As a guest: answer the question of the link, instead of what was answered before; returns the answer's number."""
    authorize(actor, "supply.answer")
    assert actor.only is not None
    with unit_of_work():
        row, now = held(SupplyQuestion, actor.only.number)
        if now >= row.closes_at:
            raise Refusal("The time for answers is over.")
        if not words.strip():
            raise Invalid("Enter your answer", "words")
        for number in answers_of(row.id, actor.person_id):
            drop_seals(actor.person_id, "supply_answer", number)
        made = SupplyAnswer(question_id=row.id, person_id=actor.person_id, receipt="", handed_in_at=now)
        session.add(made)
        session.flush()
        made.receipt = seal(actor.person_id, "supply_answer", made.id, "words", words.encode(), row.closes_at)
        write_record(actor.person_id, "supply.answered", f"supply:{row.id}", receipt=made.receipt)
        return made.id


def answers_of(question_id: int, person_id: int) -> Sequence[int]:
    """The numbers of a supplier's answers, the first first."""
    mine = (SupplyAnswer.question_id == question_id, SupplyAnswer.person_id == person_id)
    return session.scalars(select(SupplyAnswer.id).where(*mine).order_by(SupplyAnswer.id)).all()


def newest(question_id: int) -> Sequence[SupplyAnswer]:
    """The answer of each supplier that counts."""
    last = select(func.max(SupplyAnswer.id)).where(SupplyAnswer.question_id == question_id)
    found = select(SupplyAnswer).where(SupplyAnswer.id.in_(last.group_by(SupplyAnswer.person_id)))
    return session.scalars(found.order_by(SupplyAnswer.id)).all()


def agree(actor: Actor, question_id: int) -> dict[int, str]:
    """Agree to open the answers; the second person's word opens them. Returns them by their number, none at the first."""
    authorize(actor, "supply.ask")
    with unit_of_work():
        row, now = held(SupplyQuestion, question_id)
        if now < row.closes_at:
            raise Refusal("Answers can still be handed in.")
        if actor.person_id in openers(question_id):
            raise Refusal("You have agreed already. Somebody else must agree too.")
        session.add(SupplyOpener(question_id=question_id, person_id=actor.person_id))
        write_record(actor.person_id, "supply.agreed", f"supply:{question_id}")
        session.flush()
        if len(openers(question_id)) < 2:
            return {}
        unseal(actor.person_id, "supply_answer", [one.id for one in newest(question_id)], WHY)
    return read(question_id)


def read(question_id: int) -> dict[int, str]:
    """The answers that were opened, by their numbers; none before two people have agreed."""
    if len(openers(question_id)) < 2:
        return {}
    return {one.id: opened("supply_answer", one.id, "words").decode() for one in newest(question_id)}


def openers(question_id: int) -> Sequence[int]:
    """Who has agreed to open the answers."""
    return session.scalars(
        select(SupplyOpener.person_id).where(SupplyOpener.question_id == question_id)
    ).all()
