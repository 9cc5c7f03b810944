"""Why a vote on membership may not open."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from federation.belonging.queries.steps import practice_with, step_of
from federation.belonging.rules import heard_from
from federation.belonging.subjects import ADMIT, ALL, LIFT, RULES, SUSPEND
from federation.decisions.models import Decision
from federation.decisions.seen import terms_of
from federation.decisions.voting.actions.opening import OpeningVote
from federation.kernel.days import end_of_day, time_now
from federation.kernel.db import db
from federation.kernel.words import moment
from federation.network.models import Practice


def objections_to(act: OpeningVote) -> Iterator[str]:
    """In words for whoever opens it: it is not the members who vote, the vote binds nobody, one person could settle it, another
    vote on the same is open, it would have no effect, or the practice has not been heard."""
    if act.subject not in ALL:
        return
    if act.group_id is not None:
        yield "The members as a whole decide who is a member, and no group does."
    if not act.rule.how.binds:
        yield "Membership is decided by a vote that binds, not by advice."
    if act.rule.can_tie and act.rule.tie == "casting_vote":
        yield "The members decide who is a member: the chair cannot decide a tie about it."
    if any(_same(act, one) for one in _open(act)):
        yield "Another vote on the same is open. Wait until it has closed."
    if act.subject == ADMIT:
        known = practice_with(act.terms["code"])
        if known is not None and known.membership == "full" and known.left_on is None:
            yield "This practice is a full member already."
    if act.subject == SUSPEND:
        yield from _of_suspension(act)
    if act.subject == LIFT:
        practice = db.session.get(Practice, act.terms["practice"])
        if practice is None or practice.suspended_until is None or practice.suspended_until <= time_now():
            yield "This practice is not suspended any more."


def _of_suspension(act: OpeningVote) -> Iterator[str]:
    if act.rule.method == "silence":
        yield "A practice is suspended by a vote, not by silence."
    now = time_now()
    if end_of_day(date.fromisoformat(act.terms["until"])) <= now:
        yield "This suspension would be over already."
    asked = step_of(act.decision_id, "asked")
    if asked is None:
        yield "A suspension is proposed from the membership register, so that the practice is heard."
        return
    opens = heard_from(asked.at, step_of(act.decision_id, "answered") is not None, now)
    if opens is not None:
        yield f"The practice can answer until {moment(opens)}. Voting can open then, or as soon as it has answered."


def _open(act: OpeningVote) -> list[Decision]:
    found = select(Decision).where(
        Decision.subject.in_(ALL), Decision.state == "open", Decision.id != act.decision_id
    )
    return list(db.session.scalars(found))


def _same(act: OpeningVote, other: Decision) -> bool:
    if {act.subject, other.subject} <= {SUSPEND, LIFT}:
        return bool(terms_of(other)["practice"] == act.terms["practice"])
    if act.subject != other.subject:
        return False
    return act.subject == RULES or bool(terms_of(other)["code"] == act.terms["code"])
