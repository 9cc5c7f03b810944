"""Standing aside: a voter with an interest leaves the roll and every number of a decision."""

from datetime import datetime

from sqlalchemy import func, select

from federation.decisions import rules
from federation.decisions.held import VotingOver, readable, until_the_close
from federation.decisions.models import Ballot, Decision, DeclaredInterest, RollEntry
from federation.decisions.permissions import ForPractice, authorize_in_vote
from federation.decisions.voting.actions import closing
from federation.decisions.voting.actions.casting import NOT_ON_ROLL
from federation.decisions.voting.letters.aside import tell_stood_aside
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import NotYours, Refusal
from federation.network.members.queries.of_practice import is_of

_TOO_LATE_TO_STAND_ASIDE = "Voting has closed, so nobody can stand aside any more."
_FROM_OUTSIDE = (
    "Your role at this practice was given from outside it after this proposal was begun. Ask somebody who has been there for "
    "longer."
)
_ASIDE_ALREADY = ("This practice has stood aside already.", "You have stood aside already.")


def stand_aside(actor: Actor, decision_id: int, practice_id: int | None, reason: str) -> None:
    """Declare a practice's interest, or with no practice one's own in a group: it leaves the roll and every number of this
    decision, with its reason for all to read."""
    authorize(actor, "decisions.cast", ForPractice(practice_id))
    reason = plain_text(
        reason,
        "reason",
        "Say what the practice’s interest is" if practice_id else "Say what your interest is",
    )
    own = None if practice_id else actor.person_id
    with closing.storing_the_close(decision_id), unit_of_work() as session:
        decision, now = held(Decision, decision_id)
        if decision.state in rules.BEFORE_VOTING:
            readable(actor, decision)
            _check_is_of(actor, decision, practice_id)
            _declare(actor, decision, now, practice_id, reason)
        else:
            if not decision.takes_ballots(now):
                raise (VotingOver if decision.is_over(now) else Refusal)(_TOO_LATE_TO_STAND_ASIDE)
            authorize_in_vote(actor, "decisions.cast", decision.opened_at, ForPractice(practice_id))
            _check_is_of(actor, decision, practice_id)
            with until_the_close(_TOO_LATE_TO_STAND_ASIDE):
                _recuse(decision, now, practice_id, actor.person_id, reason)
                session.flush()
        record.append(
            actor.person_id,
            "interest.declared",
            f"decision:{decision_id}",
            practice=practice_id,
            reason=record.digest(reason),
            **({"person": own} if own else {}),
        )
        if practice_id:
            tell_stood_aside(decision, practice_id, actor, reason)
        if decision.takes_ballots(now):
            closing.close_if_all_voted(decision, now)


def _check_is_of(actor: Actor, decision: Decision, practice_id: int | None) -> None:
    """Refuse whoever was brought into a practice from outside it after the proposal was begun, and whom no second person has
    confirmed: what standing aside takes from the practice, nobody gives back."""
    if practice_id is None or any(
        one.practice_id == practice_id and one.role == "representative" and one.since is None
        for one in actor.seats
    ):
        return
    if not is_of(actor.person_id, practice_id, decision.created_at):
        raise NotYours(_FROM_OUTSIDE)


def _declare(actor: Actor, decision: Decision, now: datetime, practice_id: int | None, reason: str) -> None:
    """Keep an interest until voting opens."""
    own = None if practice_id else actor.person_id
    if own is not None and not actor.votes_in(decision.group_id):
        raise Refusal("You have no vote in this matter, so you cannot stand aside in it.")
    whose = DeclaredInterest.practice_id == practice_id if practice_id else DeclaredInterest.person_id == own
    known = select(DeclaredInterest.id).where(DeclaredInterest.decision_id == decision.id, whose)
    if db.session.scalar(known):
        raise Refusal(
            "You have declared your interest already."
            if own
            else "This practice has declared its interest already."
        )
    db.session.add(
        DeclaredInterest(
            decision_id=decision.id,
            practice_id=practice_id,
            person_id=own,
            reason=reason,
            declared_by=actor.person_id,
            declared_at=now,
        )
    )


def _recuse(decision: Decision, now: datetime, practice_id: int | None, person_id: int, reason: str) -> None:
    whose = RollEntry.practice_id == practice_id if practice_id else RollEntry.person_id == person_id
    entry = db.session.scalars(select(RollEntry).where(RollEntry.decision_id == decision.id, whose)).first()
    if entry is None:
        raise Refusal(NOT_ON_ROLL[practice_id is None])
    if entry.recused_at is not None:
        raise Refusal(_ASIDE_ALREADY[practice_id is None])
    entry.recused_at, entry.recused_by, entry.recusal_reason = now, person_id, reason
    if db.session.scalar(select(func.max(Ballot.version)).where(Ballot.roll_entry_id == entry.id)):
        decision.voted -= 1
    roll = dict(decision.roll or {})
    roll["practices"] -= 1
    roll["weight"] -= entry.weight
    roll["patients"] -= entry.patients
    roll["recused"] += 1
    decision.roll = roll
