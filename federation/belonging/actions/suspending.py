"""Suspending a practice, which is heard before, and lifting that: proposed here and decided by the members alone."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select

from federation.belonging.actions.steps import write_step
from federation.belonging.letters import tell_asked, tell_lifted, tell_suspended
from federation.belonging.permissions import SpeakingFor
from federation.belonging.queries.steps import step_of
from federation.belonging.subjects import LIFT, SUSPEND
from federation.belonging.terms import LONGEST_REASON
from federation.decisions.events import DecisionClosed
from federation.decisions.models import Decision
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel import record
from federation.kernel.days import end_of_day, last_day, today
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.network.locking import locked, one_at_a_time
from federation.network.models import Practice

LONGEST: Final = timedelta(days=366)
_SUSPEND: Final = (
    "The members suspend {name}, for the reason and until the day that stand below. It has no vote in what opens in that "
    "time."
)
_LIFT: Final = "The members lift the suspension of {name}. It votes in everything that opens afterwards."


def propose_suspension(actor: Actor, practice_id: int, reason: str, until: date) -> int:
    """Propose to the members that a practice is suspended until the end of a day. They see it at once, and so does the practice,
    which can answer before they vote. Returns the number of the decision."""
    authorize(actor, "belonging.propose")
    reason = plain_text(reason, "reason", "Say why the practice should be suspended")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", "reason")
    now = today()
    if not now < until <= now + LONGEST:
        raise Invalid("Enter a day in the future, within a year", "until")
    with unit_of_work():
        one_at_a_time()
        practice = _voting(practice_id)
        draft = Draft(
            title=f"Suspend {practice.name}"[:200], body=_SUSPEND.format(name=practice.name), reasons=reason
        )
        terms = {
            "practice": practice.id,
            "name": practice.name,
            "reason": reason,
            "until": until.isoformat(),
        }
        number = proposals.start(actor, draft, subject=SUSPEND, terms=terms, fixed=True)
        proposals.to_discussion(actor, number)
        step, _ = write_step(
            "practice.suspension_asked",
            practice.id,
            "asked",
            day=until,
            words=reason,
            decision_id=number,
            person_id=actor.person_id,
        )
        tell_asked(step, practice.name, actor.name)
        return number


def answer(actor: Actor, decision_id: int, words: str) -> None:
    """Answer, for the practice that is to be suspended. What it says stands on the page of the proposal."""
    authorize(actor, "belonging.leave")
    words = plain_text(words, "words", "Write what your practice says to this")
    if len(words) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", "words")
    with unit_of_work():
        one_at_a_time()
        asked = step_of(decision_id, "asked")
        if asked is None:
            raise NotFound()
        authorize(actor, "belonging.leave", SpeakingFor(asked.practice_id))
        state = db.session.scalar(select(Decision.state).where(Decision.id == decision_id))
        if state not in ("discussion", "scheduled", "open"):
            raise Refusal("This proposal has been decided, or was taken back.")
        if step_of(decision_id, "answered") is not None:
            raise Refusal("Your practice has answered. You can say more in the discussion.")
        write_step(
            "practice.answered",
            asked.practice_id,
            "answered",
            words=words,
            decision_id=decision_id,
            person_id=actor.person_id,
        )


def propose_lifting(actor: Actor, practice_id: int, reasons: str) -> int:
    """Begin a proposal that lifts a suspension. Returns the number of the decision."""
    authorize(actor, "belonging.propose")
    reasons = plain_text(reasons, "reasons", "Say why the suspension should be lifted")
    practice = _practice(practice_id)
    until = practice.suspended_until
    if until is None or until <= _now():
        raise Refusal("This practice is not suspended.")
    draft = Draft(
        title=f"Lift the suspension of {practice.name}"[:200],
        body=_LIFT.format(name=practice.name),
        reasons=reasons,
    )
    terms = {"practice": practice.id, "name": practice.name, "until": last_day(until).isoformat()}
    return proposals.start(actor, draft, subject=LIFT, terms=terms, fixed=True)


def apply_suspension(event: DecisionClosed) -> None:
    """Let a suspension begin that the members decided, once; rolls that are fixed stay as they are."""
    locked()
    if step_of(event.decision_id, "suspended") is not None:
        return
    practice, now = held(Practice, event.terms["practice"])
    until = date.fromisoformat(event.terms["until"])
    if end_of_day(until) <= now:
        return
    practice.suspended_until = end_of_day(until)
    step, _ = write_step(
        "practice.suspended",
        practice.id,
        "suspended",
        day=until,
        words=event.terms["reason"],
        decision_id=event.decision_id,
    )
    tell_suspended(step, practice.name)


def apply_lifting(event: DecisionClosed) -> None:
    """Let a suspension end that the members lifted, once."""
    locked()
    if step_of(event.decision_id, "lifted") is not None:
        return
    practice, _ = held(Practice, event.terms["practice"])
    if practice.suspended_until is None:
        return
    practice.suspended_until = None
    step, _ = write_step("practice.suspension_lifted", practice.id, "lifted", decision_id=event.decision_id)
    tell_lifted(step, practice.name)


def _practice(practice_id: int) -> Practice:
    found = db.session.get(Practice, practice_id)
    if found is None:
        raise NotFound()
    return found


def _voting(practice_id: int) -> Practice:
    """A practice that could be suspended."""
    practice = _practice(practice_id)
    if practice.membership != "full" or practice.left_on is not None or practice.closed_on is not None:
        raise Refusal("Only a full member can be suspended.")
    return practice


def _now() -> datetime:
    return db.session.execute(select(record.now_here())).scalar_one()
