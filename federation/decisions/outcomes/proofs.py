"""What follows from a decision: the outcome in words, what replaced what, and the actions."""

import hashlib
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from federation.decisions.entries import here, last
from federation.decisions.models import Decision, DecisionAction
from federation.decisions.words import action_state
from federation.kernel.days import last_day
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_about, at_entry, in_parts
from federation.network.models import ThingDue


def check(decision: Decision, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    """The outcome as it was last written, and both ends of a replacement."""
    yield from _outcome(decision, acts)
    if decision.superseded_by_id is not None:
        later = db.session.execute(
            select(Decision.verdict, Decision.supersedes_id).where(Decision.id == decision.superseded_by_id)
        ).first()
        if later is None or tuple(later) != ("carried", decision.id):
            yield here("it is marked as replaced by a decision that did not replace it")
    if decision.verdict == "carried" and decision.supersedes_id is not None:
        earlier = db.session.scalar(
            select(Decision.superseded_by_id).where(Decision.id == decision.supersedes_id)
        )
        act = last(acts, "casting_vote.given", "decision.closed")
        if earlier is None:
            yield here("the decision that it replaced is not marked as replaced")
        elif act and "replaced" in act.data and (act.data["replaced"] is None) == (earlier == decision.id):
            yield at_entry(act, "which decision has replaced the one that it was to replace was changed")


def _outcome(decision: Decision, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    act = last(acts, "outcome.written")
    if act is None:
        if decision.outcome or decision.review_on or decision.owner_id:
            yield here("no entry holds its outcome")
        return
    review_on = decision.review_on.isoformat() if decision.review_on else None
    found = (
        decision.outcome_by,
        hashlib.sha256((decision.outcome or "").encode()).hexdigest(),
        decision.owner_id,
        review_on,
    )
    if found != (act.actor, act.data.get("text"), act.data.get("owner"), act.data.get("review_on")):
        yield at_entry(act, "the outcome was changed since then")


def actions() -> Iterator[RecordFlaw]:
    """Every action as it was last written down and reported on."""
    for part in in_parts(
        db.session.scalars(select(DecisionAction.id).order_by(DecisionAction.id)).all(), 200
    ):
        acts = acts_about([f"action:{number}" for number in part])
        for due in db.session.scalars(select(ThingDue).where(ThingDue.id.in_(part)).order_by(ThingDue.id)):
            yield from _action(due, acts[f"action:{due.id}"])


def _action(due: ThingDue, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    written, reported = last(acts, "action.added", "action.changed"), last(acts, "action.reported")
    title = hashlib.sha256(due.words.encode()).hexdigest()
    if written is None:
        yield RecordFlaw(f"Action {due.id}", "no entry holds how it was added")
    elif (title, due.person_id, last_day(due.due_at).isoformat()) != tuple(
        written.data.get(name) for name in ("text", "owner", "due_on")
    ):
        yield at_entry(written, "the action was changed since then")
    state = action_state(due.begun, due.done_at)
    if state != (reported.data.get("state") if reported else "not_started"):
        yield RecordFlaw(f"Action {due.id}", "no entry holds that it is this far")
    elif reported and state == "done" and due.done_by != reported.actor:
        yield at_entry(reported, "who has done the action was changed since then")
