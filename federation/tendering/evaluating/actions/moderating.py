"""What follows the scores: whether a bid has what every bid must, and what the scorers agree on where they differ. One person
writes it down, and it counts once a scorer who is somebody else has confirmed it."""

from typing import Final

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, may
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.tendering.evaluating.actions.scoring import LONGEST_REASON
from federation.tendering.evaluating.queries.moderation import TalkedScore, moderation_for, quality_agreed
from federation.tendering.evaluating.queries.opened import (
    bid_named,
    check_bid_there,
    check_score_there,
    judged_bids,
    prices_open,
)
from federation.tendering.evaluating.queries.scores import scorer_state
from federation.tendering.models import AgreedScore, ComplianceCheck, Tender
from federation.tendering.preparing.actions.tasks import ask_openers
from federation.tendering.preparing.queries.tenders import (
    ShownTender,
    clear_of_conflict,
    scorers_of,
    tender_here,
)

_PRICES_OPEN: Final = "The prices are open: what was agreed on quality stays."
_NO_JUDGE: Final = "Only those who run this tender or score its bids can do this."


def check_bid(actor: Actor, tender_id: int, bid_id: int, passes: bool, words: str) -> None:
    """Say whether a bid has what every bid must. It is out once two people say that it has not; each can say otherwise until the
    prices are open."""
    check_bid_there(tender_id, bid_id)
    check_judge(actor, tender_id)
    bid_named(judged_bids(actor, tender_id), bid_id)
    words = _reason(words, "words", "" if passes else "Say what is missing")
    with unit_of_work() as session:
        now = held(Tender, tender_id).now
        _before_prices(tender_id)
        row = ComplianceCheck(tender_id=tender_id, bid_id=bid_id, passes=passes, words=words)
        row.checked_by, row.checked_at = actor.person_id, now
        session.add(row)
        record.append(
            actor.person_id,
            "tender.checked",
            f"tender:{tender_id}",
            bid=bid_id,
            passes=passes,
            words=record.digest(words),
        )


def agree_score(actor: Actor, tender_id: int, bid_id: int, criterion: str, halves: int, reason: str) -> None:
    """Write down what the scorers agree on, in halves, within what they gave. It can be written anew until it is confirmed."""
    check_score_there(tender_id, bid_id, criterion)
    check_judge(actor, tender_id)
    talked = _talked(actor, tender_id, bid_id, criterion)
    reason = _reason(reason, "reason", "Say why they agree on it")
    low, high = 2 * min(talked.points), 2 * max(talked.points)
    if not low <= halves <= high:
        raise Invalid(f"Enter a score from {low // 2} to {high // 2}, as the scorers gave", "score")
    with unit_of_work() as session:
        now = held(Tender, tender_id).now
        _before_prices(tender_id)
        row = _agreed(bid_id, criterion) or AgreedScore(
            tender_id=tender_id, bid_id=bid_id, criterion=criterion
        )
        if row.confirmed_by is not None:
            raise Refusal("This score is agreed and confirmed.")
        row.halves, row.reason = halves, reason
        row.agreed_by, row.agreed_at = actor.person_id, now
        session.add(row)
        _note(actor, "tender.agreed", tender_id, row)


def confirm_score(actor: Actor, tender_id: int, bid_id: int, criterion: str) -> None:
    """Confirm what somebody else wrote down as agreed: for scorers whose scores count."""
    check_score_there(tender_id, bid_id, criterion)
    _talked(actor, tender_id, bid_id, criterion)
    bids = [one.id for one in judged_bids(actor, tender_id)]
    if actor.person_id not in scorer_state(tender_id, bids).counting:
        raise NotYours("A scorer confirms what was agreed.")
    with unit_of_work():
        now = held(Tender, tender_id).now
        _before_prices(tender_id)
        row = _agreed(bid_id, criterion)
        if row is None:
            raise Refusal("Nobody has written down what is agreed here.")
        if row.confirmed_by is not None:
            raise Refusal("This score is agreed and confirmed.")
        if row.agreed_by == actor.person_id:
            raise Refusal("You wrote this down. Another scorer must confirm it.")
        row.confirmed_by, row.confirmed_at = actor.person_id, now
        _note(actor, "tender.confirmed", tender_id, row)
        db.session.flush()
        if quality_agreed(tender_id):
            ask_openers(tender_here(tender_id))


def agreed_digest(row: AgreedScore) -> str:
    """The fingerprint of an agreed score, as the record keeps it."""
    return record.digest([row.bid_id, row.criterion, row.halves, row.reason])


def _note(actor: Actor, act: str, tender_id: int, row: AgreedScore) -> None:
    record.append(
        actor.person_id,
        act,
        f"tender:{tender_id}",
        bid=row.bid_id,
        criterion=row.criterion,
        score=agreed_digest(row),
    )


def check_judge(actor: Actor, tender_id: int) -> None:
    """Refuse whoever neither runs a tender nor scores its bids, or has an interest in it. Raises ``NotFound``
    and ``NotYours``."""
    if not judges(actor, tender_here(tender_id)):
        raise NotYours(_NO_JUDGE)
    clear_of_conflict(actor, tender_id)


def judges(actor: Actor, tender: ShownTender) -> bool:
    """Whether somebody runs a tender or scores its bids. One statement."""
    return may(actor, "tendering.run", tender.whose) or actor.person_id in scorers_of(tender.id)


def _talked(actor: Actor, tender_id: int, bid_id: int, criterion: str) -> TalkedScore:
    for one in moderation_for(actor, tender_id):
        if (one.bid.id, one.criterion.key) == (bid_id, criterion):
            return one
    raise NotFound()


def _agreed(bid_id: int, criterion: str) -> AgreedScore | None:
    return db.session.scalar(
        select(AgreedScore).where(AgreedScore.bid_id == bid_id, AgreedScore.criterion == criterion)
    )


def _before_prices(tender_id: int) -> None:
    if prices_open(tender_id):
        raise Refusal(_PRICES_OPEN)


def _reason(typed: str, field: str, missing: str) -> str:
    text = plain_text(typed.replace("\r\n", "\n"), field, missing)
    if len(text) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", field)
    return text
