"""Closing a vote, for good, with its verdict. A vote is over because its time has passed: what is here only notices."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import select, update

from federation.decisions import rules
from federation.decisions.events import DecisionClosed
from federation.decisions.findable import note_closed
from federation.decisions.fingerprints import result_fingerprint
from federation.decisions.held import VotingOver, matter_of, refuse_leads
from federation.decisions.models import CastingVote, Decision, RegisterTotal
from federation.decisions.permissions import authorize_in_vote
from federation.decisions.proposals.actions.replacing import take_place
from federation.decisions.rulebook.actions.floors import notice_ends
from federation.decisions.rulebook.actions.member_changes import apply_change
from federation.decisions.seen import chosen_in, options_of, told_of, voters_called
from federation.decisions.voting.actions.following import put_to_vote
from federation.decisions.voting.queries.new_voices import new_voices
from federation.decisions.voting.queries.roll import counted_ballots, fixed_roll, judged
from federation.decisions.voting.words import how_it_went
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.record import now_here
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.tenancy import insert_many
from federation.kernel.words import moment
from federation.network.record.actions import write_checkpoint
from federation.plugin.announcements import announce

log = logging.getLogger(__name__)

_ONCE_ALL_VOTED: Final = "It can close earlier only once every practice has voted."
_NEW_VOICES: Final = (
    "These have voted by somebody who came to speak for them shortly before, so that others there can still see it and change "
    "the vote: {practices}."
)
_MOST_NAMED: Final = 5


def close_early(actor: Actor, decision_id: int, reason: str) -> rules.VoteVerdict:
    """Close before the time, with a reason that every member reads; not before the notice has passed, unless every
    practice on the roll has voted."""
    authorize(actor, "decisions.close_early")
    reason = plain_text(reason, "reason", "Say why voting closes early: every member can read it")
    with storing_the_close(decision_id), unit_of_work():
        decision, now = held(Decision, decision_id)
        if decision.state == "draft":
            raise NotFound()
        matter = matter_of(decision)
        authorize(actor, "decisions.close_early", matter)
        if not decision.takes_ballots(now):
            refused = VotingOver if decision.is_over(now) else Refusal
            raise refused("Voting is not open, so it cannot be closed.")
        authorize_in_vote(actor, "decisions.close_early", decision.opened_at, matter)
        refuse_leads(actor, decision, matter, "lead_may_close")
        if words := why_too_early(decision, now):
            raise Refusal(words)
        return _close(decision, now, now, actor.person_id, reason)


def everybody_voted(decision: Decision) -> bool:
    """Whether every practice on the roll has voted."""
    practices: int = (decision.roll or {}).get("practices", 0)
    return 0 < practices <= decision.voted


def why_too_early(decision: Decision, now: datetime) -> str:
    """Why an open vote cannot be closed now; nothing where it can."""
    ends = notice_ends(decision)
    if ends is None or now >= ends:
        return ""
    new = list(new_voices(decision).values()) if everybody_voted(decision) else None
    if new == []:
        return ""
    why = _ONCE_ALL_VOTED
    if new:
        more = f" and {len(new) - _MOST_NAMED} more" if len(new) > _MOST_NAMED else ""
        why = _NEW_VOICES.format(practices=", ".join(new[:_MOST_NAMED]) + more)
    return (
        f"Voting stays open until {moment(ends)} at least, so that every practice can vote. {why} "
        "The vote can be called off: then it decides nothing."
    )


def close_if_all_voted(decision: Decision, now: datetime) -> None:
    """Close at once where everybody has voted, and the rule says that this is enough; within the notice not by the votes of
    people who came to speak for a practice just before."""
    rule = decision.rule or {}
    if (
        rule.get("early_close") == "all_voted"
        and everybody_voted(decision)
        and not why_too_early(decision, now)
    ):
        _close(decision, now, now, None, f"Every {voters_called(decision).one} has voted.")


def close_if_settled(decision: Decision, now: datetime) -> None:
    """Close at once where those who have not voted can no longer change the result, and the rule says so; not before the
    notice has passed. Votes of people who came to speak for somebody just before settle nothing."""
    rule = rules.Rule.from_dict(decision.rule or {})
    if why_too_early(decision, now):
        return
    new = new_voices(decision, seats=True)
    roll = [replace(one, recused=False) if one.code in new else one for one in fixed_roll(decision.id)]
    sure = [one for one in counted_ballots(decision.id) if one.code not in new]
    if rules.settled(rule, roll, sure, options_of(decision)):
        others = voters_called(decision).worded(
            "{Many} {who} have not voted can no longer change the result."
        )
        _close(decision, now, now, None, others)


def close_due() -> int:
    """Write down the verdicts of votes whose time has passed; safe to run anywhere at any time. Returns how many."""
    due = db.session.scalars(
        select(Decision.id).where(Decision.is_over(now_here())).order_by(Decision.closes_at, Decision.id)
    ).all()
    return sum(map(_close_when_due, due))


@contextmanager
def storing_the_close(decision_id: int) -> Iterator[None]:
    """Around a unit of work: where it is refused because the deadline has passed, the close is written down in one of its
    own, so that a clock that is set back later opens nothing again."""
    try:
        yield
    except VotingOver:
        _close_when_due(decision_id)
        raise


def _close_when_due(decision_id: int) -> bool:
    """Close one; what goes wrong with it is logged, and keeps no other vote from its verdict."""
    try:
        with unit_of_work():
            decision, now = held(Decision, decision_id)
            due = decision.is_over(now)
            if due and decision.closes_at is not None:
                _close(decision, now, decision.closes_at, None, None)
            return due
    except Exception:
        log.exception("decision %s could not be closed", decision_id)
        return False


def give_casting_vote(actor: Actor, decision_id: int, stance: str, reason: str) -> rules.VoteVerdict:
    """The chair decides a tie, where the rule of the vote says so, with a reason."""
    authorize(actor, "decisions.casting_vote")
    reason = plain_text(reason, "reason", "Give the reason for the casting vote")
    with unit_of_work() as session:
        decision, now = held(Decision, decision_id)
        if decision.state == "draft":
            raise NotFound()
        matter = matter_of(decision)
        authorize(actor, "decisions.casting_vote", matter)
        if decision.state != "closed" or decision.verdict != "tied":
            raise Refusal("There is no tie to decide.")
        authorize_in_vote(actor, "decisions.casting_vote", decision.opened_at, matter)
        try:
            verdict = judged(decision, casting_vote=stance)
        except rules.RuleError as error:
            raise Invalid("Select how you decide the tie", "stance") from error
        if verdict.verdict == "tied":
            raise Invalid("Select how you decide the tie", "stance")
        session.add(
            CastingVote(
                decision_id=decision_id,
                stance=stance,
                reason=reason,
                given_by=actor.person_id,
                given_at=now,
            )
        )
        session.flush()
        before = decision.verdict
        _write(decision, verdict, stance)
        replaced = take_place(decision)
        _count(decision, before, -1)
        _count(decision, decision.verdict, +1)
        record.append(
            actor.person_id,
            "casting_vote.given",
            f"decision:{decision_id}",
            verdict=verdict.verdict,
            result=result_fingerprint(decision),
            vote=record.digest([stance, reason]),
            **replaced,
        )
        announce(_closed(decision), f"closed:{decision_id}:casting")
    return verdict


def _close(
    decision: Decision, now: datetime, at: datetime, person_id: int | None, reason: str | None
) -> rules.VoteVerdict:
    verdict = judged(decision)
    follows = put_to_vote(decision, now) if verdict.verdict == "objected" else None
    decision.state, decision.closed_at, decision.closed_by, decision.close_reason = (
        "closed",
        at,
        person_id,
        reason,
    )
    decision.changed_at = now
    _write(decision, verdict)
    if follows and decision.result:
        decision.result = {**decision.result, "notes": [*verdict.notes, follows.words]}
    replaced = take_place(decision)
    apply_change(decision)
    note_closed(decision)
    _count(decision, decision.verdict, +1)
    record.append(
        person_id,
        "decision.closed",
        f"decision:{decision.id}",
        verdict=verdict.verdict,
        voted=decision.voted,
        result=result_fingerprint(decision),
        closed_at=record.stamp(at),
        **({"reason": record.digest(reason)} if reason else {}),
        **replaced,
    )
    write_checkpoint()
    announce(_closed(decision, follows and follows.decision_id), f"closed:{decision.id}")
    return verdict


def _closed(decision: Decision, followed_by: int | None = None) -> DecisionClosed:
    return DecisionClosed(
        **told_of(decision),
        verdict=decision.verdict or "",
        chosen=chosen_in(decision.result),
        followed_by=followed_by,
    )


def _write(decision: Decision, verdict: rules.VoteVerdict, casting_vote: str | None = None) -> None:
    decision.verdict = verdict.verdict
    decision.result = verdict.to_dict() | {"chosen": list(verdict.chosen), "notes": list(verdict.notes)}
    decision.how = how_it_went(
        rules.Rule.from_dict(decision.rule or {}), verdict, options_of(decision), casting_vote
    )


def _count(decision: Decision, verdict: str | None, by: int) -> None:
    """Keep the totals of the members' register; after the decisions are locked, so that two closings never wait for each
    other."""
    if decision.group_id is not None:
        return
    year = decision.year
    insert_many(RegisterTotal, [{"year": year, "verdict": verdict, "decided": 0}], once=True)
    db.session.execute(
        update(RegisterTotal)
        .where(RegisterTotal.year == year, RegisterTotal.verdict == verdict)
        .values(decided=RegisterTotal.decided + by)
        .execution_options(synchronize_session=False)
    )
