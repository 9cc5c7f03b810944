"""Judging bids without a scorer who has not locked in time: one person asks for it with the reason, a second one confirms it, and
never once somebody could see scores."""

from datetime import datetime

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.words import moment
from federation.tendering.evaluating.actions.moderating import check_judge
from federation.tendering.evaluating.actions.scoring import LONGEST_REASON
from federation.tendering.evaluating.letters import tell_asked, tell_left_out
from federation.tendering.evaluating.queries.going_on import LEAST_SCORERS, LeftOut, left_out_of, scores_due
from federation.tendering.evaluating.queries.moderation import progress_of, quality_agreed
from federation.tendering.models import ScorerAside, Tender
from federation.tendering.preparing.actions.tasks import ask_openers, ask_scorer_no_more
from federation.tendering.preparing.queries.tenders import (
    ShownTender,
    clear_of_conflict,
    scorers_of,
    tender_here,
)


def ask_to_go_on(actor: Actor, tender_id: int, person_id: int, reason: str) -> None:
    """As somebody who runs the tender: ask to judge bids without a scorer who has not locked in time. They are written to, and
    can lock until it is confirmed. Raises ``Invalid`` at ``reason``, ``NotFound`` for somebody who does not score."""
    tender = check_scorer_there(tender_id, person_id)
    authorize(actor, "tendering.run", tender.whose)
    clear_of_conflict(actor, tender_id)
    reason = plain_text(reason, "reason", "Say why: all members read it")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", "reason")
    with unit_of_work() as session:
        now = held(Tender, tender_id).now
        _check(actor, tender, person_id, now)
        if _row(tender_id, person_id) is not None:
            raise Refusal("Somebody has asked for this. A second person confirms it.")
        row = ScorerAside(tender_id=tender_id, person_id=person_id, reason=reason)
        row.asked_by, row.asked_at = actor.person_id, now
        session.add(row)
        session.flush()
        record.append(
            actor.person_id, "tender.aside_asked", f"tender:{tender_id}", person=person_id, why=[reason]
        )
        tell_asked(tender, _shown(tender_id, person_id))


def confirm_going_on(actor: Actor, tender_id: int, person_id: int) -> None:
    """Confirm what somebody else asked for: their scores count no more, and nobody waits for them. Raises ``NotFound`` and
    ``NotYours``."""
    tender = check_scorer_there(tender_id, person_id)
    check_judge(actor, tender_id)
    with unit_of_work() as session:
        now = held(Tender, tender_id).now
        _check(actor, tender, person_id, now)
        row = _row(tender_id, person_id)
        if row is None:
            raise Refusal("Nobody has asked to go on without this person.")
        if row.asked_by == actor.person_id:
            raise Refusal("You asked for this. A second person must confirm it.")
        row.confirmed_by, row.confirmed_at = actor.person_id, now
        session.flush()
        record.append(
            actor.person_id,
            "tender.aside_confirmed",
            f"tender:{tender_id}",
            person=person_id,
            asked_by=row.asked_by,
            why=[row.reason],
        )
        ask_scorer_no_more(tender_id, person_id)
        tell_left_out(tender, _shown(tender_id, person_id))
        if quality_agreed(tender_id):
            ask_openers(tender)


def check_scorer_there(tender_id: int, person_id: int) -> ShownTender:
    """The tender. Raises ``NotFound`` where there is none, or where this person does not score in it."""
    tender = tender_here(tender_id)
    if person_id not in scorers_of(tender_id):
        raise NotFound()
    return tender


def _check(actor: Actor, tender: ShownTender, person_id: int, now: datetime) -> None:
    """Refuse what comes too early or too late, or leaves too few."""
    if actor.person_id == person_id:
        raise Refusal("Somebody else decides whether bids are judged without you.")
    due = scores_due(tender.id)
    if tender.cancelled_at is not None or due is None:
        raise Refusal("The bids of this tender are not being judged.")
    if now < due:
        raise Refusal(f"Scorers have until {moment(due)}. Nobody is left out before.")
    state, _ = progress_of(tender.id)
    if state.complete:
        raise Refusal("All have locked, so scores can be seen. Nobody is left out any more.")
    if person_id not in state.counting or person_id in state.locked:
        raise Refusal("Nobody waits for this person: all is locked, or their scores do not count.")
    if len(state.counting) <= LEAST_SCORERS:
        raise Refusal(f"At least {LEAST_SCORERS} scorers must be left.")


def _row(tender_id: int, person_id: int) -> ScorerAside | None:
    return db.session.scalars(
        select(ScorerAside).where(ScorerAside.tender_id == tender_id, ScorerAside.person_id == person_id)
    ).first()


def _shown(tender_id: int, person_id: int) -> LeftOut:
    return next(one for one in left_out_of(tender_id) if one.person_id == person_id)
