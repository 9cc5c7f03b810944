"""Saying whether one has an interest in a tender: whoever has one, or whose practice has, takes no part in it from then on."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.rulebook.queries.voters import possible_voters
from federation.decisions.seen import told_of
from federation.decisions.voting.actions.demanding import recuse
from federation.kernel import record
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid
from federation.network.dues.actions import DuePage, add_due, done_due
from federation.network.groups.queries import people_seated
from federation.tendering.models import Tender, TenderInterest
from federation.tendering.preparing.queries.interests import KnownInterest, interests_of
from federation.tendering.preparing.queries.tenders import practices_asked
from federation.tendering.subjects import AWARD, CANCEL, SHARING, START

LONGEST_INTEREST: Final = 1_000
DAYS_TO_SAY: Final = timedelta(days=7)
SUBJECTS: Final = (START, SHARING, AWARD, CANCEL)


def declare_interest(actor: Actor, tender_id: int, conflict: bool, words: str = "") -> None:
    """Say whether one has an interest that conflicts with a tender, and which. It stays for good, and what is said later is said
    beside it. Practices that somebody with an interest represents stand aside in what the members have not begun to vote on
    yet, and read neither its discussion nor its papers."""
    authorize(actor, "tendering.declare")
    words = plain_text(
        words, "words", "Say which interest it is, in words that members can read" if conflict else ""
    )
    if len(words) > LONGEST_INTEREST:
        raise Invalid(f"Use {LONGEST_INTEREST:,} characters or fewer", "words")
    with unit_of_work() as session:
        row, now = held(Tender, tender_id)
        session.add(
            TenderInterest(
                tender_id=row.id, person_id=actor.person_id, conflict=conflict, words=words, declared_at=now
            )
        )
        session.flush()
        record.append(
            actor.person_id,
            "tender.interest",
            f"tender:{row.id}",
            conflict=conflict,
            text=record.digest(words),
        )
        done_due(interest_key(row.id), actor.person_id, person_id=actor.person_id)
        if conflict:
            stand_aside_before_voting(actor, row.id)


def stand_aside_before_voting(actor: Actor, tender_id: int) -> None:
    """In the open unit of work: let practices stand aside in what the members read about a tender and do not vote on yet."""
    for decision_id in _before_voting(tender_id):
        stand_aside(actor, tender_id, decision_id)


def stand_aside(actor: Actor, tender_id: int, decision_id: int) -> int:
    """In the open unit of work: let the practices stand aside whose representatives have an interest in a tender, and those
    that were asked to bid; they are shut out of discussion and papers. Returns how many were not aside yet."""
    voters = {one.code for one in possible_voters(None)}
    bids = practices_asked(tender_id).values()
    aside = sorted(voters & {*_bound(interests_of(tender_id)), *bids})
    if not aside:
        return 0
    return recuse(
        actor,
        decision_id,
        aside,
        "It has an interest in this tender: it has said so, or was asked to bid.",
        shut_out=True,
    )


def ask_the_group(row: Tender, group: str, until: datetime, but: Iterable[int] = ()) -> None:
    """Ask everybody who sits in the group of a tender whether they have an interest."""
    ask_for_interest(row, group, until, set(people_seated(row.group_id)).difference(but))


def ask_for_interest(row: Tender, group: str, until: datetime, people: Iterable[int]) -> None:
    """Ask people whether they have an interest in a tender, within a week: it stands on their Home until they have said."""
    add_due(
        interest_key(row.id),
        f"Say whether you have an interest in tender {row.year}/{row.number}: {row.title}"[:200],
        min(until, time_now() + DAYS_TO_SAY),
        DuePage("tendering.declare", {"tender_id": row.id}),
        people=people,
        about=group,
    )


def interest_key(tender_id: int) -> str:
    """The key under which people owe a word on their interests."""
    return f"tendering.interest:{tender_id}"


def _bound(known: Iterable[KnownInterest]) -> list[str]:
    """The codes of the practices that an interest binds."""
    return [code for one in known if one.conflict for code in one.practices.values()]


def _before_voting(tender_id: int) -> list[int]:
    """The proposals about a tender that the members read and do not vote on yet."""
    waiting = select(Decision).where(
        Decision.subject.in_(SUBJECTS), Decision.state.in_(("discussion", "scheduled"))
    )
    return [one.id for one in db.session.scalars(waiting) if told_of(one)["terms"]["tender"] == tender_id]
