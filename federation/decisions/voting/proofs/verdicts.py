"""The verdict: as the record holds it, and as the ballots give it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from federation.decisions import rules
from federation.decisions.entries import called, here, last
from federation.decisions.fingerprints import result_fingerprint
from federation.decisions.models import Ballot, CastingVote, Decision, ObjectionResolution, RollEntry
from federation.decisions.seen import chosen_in
from federation.decisions.voting.queries.roll import judged
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, at_entry


def check(decision: Decision, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    """The result, the casting vote, the answers to objections, and how many have voted."""
    yield from _resolutions(decision, acts)
    if last(acts, "decision.opened") is not None:
        yield from _voted(decision)
    closed, casting = last(acts, "decision.closed"), last(acts, "casting_vote.given")
    vote = db.session.scalars(select(CastingVote).where(CastingVote.decision_id == decision.id)).first()
    if vote is not None and (
        casting is None
        or (casting.actor, casting.data.get("vote"))
        != (vote.given_by, record.digest([vote.stance, vote.reason]))
    ):
        yield here("no entry holds its casting vote as it is now")
    if vote is None and casting is not None:
        yield at_entry(casting, "the casting vote is missing")
    if closed is None:
        if decision.verdict is not None or decision.result is not None:
            yield here("it has a result, and no entry holds that voting closed")
        return
    yield from _closed(decision, closed, casting)
    yield from _judged(decision, vote)


def _closed(decision: Decision, closed: RecordedAct, casting: RecordedAct | None) -> Iterator[RecordFlaw]:
    act = casting or closed
    if (act.data.get("verdict"), act.data.get("result")) != (decision.verdict, result_fingerprint(decision)):
        yield at_entry(act, "the result was changed since then")
    at = record.stamp(decision.closed_at) if decision.closed_at else None
    if closed.actor != decision.closed_by or closed.data.get("closed_at", at) != at:
        yield at_entry(closed, "when voting closed, or who closed it, was changed")
    if closed.data.get("reason") != (record.digest(decision.close_reason) if decision.close_reason else None):
        yield at_entry(closed, "the reason for closing early was changed")
    if closed.data.get("voted") != decision.voted:
        yield at_entry(closed, "how many practices voted was changed")


def _judged(decision: Decision, vote: CastingVote | None) -> Iterator[RecordFlaw]:
    try:
        found = judged(decision, casting_vote=vote.stance if vote else None)
        again = found.verdict, list(found.chosen)
    except (rules.RuleError, KeyError, TypeError, ValueError):
        again = None
    if again != (decision.verdict, chosen_in(decision.result)):
        yield here("its ballots, counted again, do not give its result")


def _voted(decision: Decision) -> Iterator[RecordFlaw]:
    voted = db.session.scalar(
        select(func.count(func.distinct(RollEntry.id)))
        .join(Ballot, Ballot.roll_entry_id == RollEntry.id)
        .where(RollEntry.decision_id == decision.id, RollEntry.recused_at.is_(None))
    )
    if voted != decision.voted:
        yield here(f"{voted} practices have voted, and it says {decision.voted}")


def _resolutions(decision: Decision, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    answered = {act.data.get("resolution"): act for act in called(acts, "objection.answered")}
    accepted = {act.data.get("resolution"): act for act in called(acts, "objection.resolved")}
    rows = db.session.scalars(
        select(ObjectionResolution).where(ObjectionResolution.decision_id == decision.id)
    ).all()
    for row in rows:
        act, yes = answered.pop(row.id, None), accepted.get(row.id)
        if act is None or (act.actor, act.data.get("words")) != (row.written_by, record.digest(row.words)):
            yield here("no entry holds an answer to an objection as it is now")
            continue
        stands = yes is not None and yes.seq > act.seq
        if stands != (row.accepted_at is not None):
            yield at_entry(yes or act, "whether the answer to an objection is accepted was changed")
    for act in answered.values():
        yield at_entry(act, "the answer to an objection is missing")
