"""What follows from a decision: the outcome in words, actions with owners and dates, and what it replaces."""

import hashlib
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select

from federation.decisions.findable import note_text
from federation.decisions.held import matter_of
from federation.decisions.models import Decision, DecisionAction
from federation.decisions.outcomes.letters import tell_action
from federation.decisions.outcomes.queries.people import people_called, practices_called
from federation.decisions.permissions import OwnedTask
from federation.kernel import record
from federation.kernel.days import last_day
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize, may
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.words import LONDON
from federation.network.dues.actions import due_time
from federation.network.ledger.actions import gave, take_back
from federation.network.models import ThingDue

LONGEST_OUTCOME = 20_000
LONGEST_NOTE = 2_000
MOST_HOURS = 1_000
HOURS = "decisions.action:"
"""How the keys begin under which the hours of actions are noted."""
State = Literal["not_started", "under_way", "done"]


def write_outcome(
    actor: Actor, decision_id: int, words: str, owner_id: int | None = None, review_on: date | None = None
) -> None:
    """Say what happens now, in answer to the dissent; who sees to it; when it is reviewed. May be changed."""
    words = _text(words, "words", "Write what happens now", LONGEST_OUTCOME)
    with unit_of_work():
        decision, now = _held_for_outcome(actor, decision_id)
        if (
            review_on is not None
            and decision.closed_at is not None
            and review_on <= decision.closed_at.astimezone(LONDON).date()
        ):
            raise Invalid("The review must be after the day of the decision", "review_on")
        decision.outcome, decision.outcome_by, decision.outcome_at = words, actor.person_id, now
        decision.owner_id, decision.review_on = owner_id, review_on
        note_text(decision)
        record.append(
            actor.person_id,
            "outcome.written",
            f"decision:{decision_id}",
            text=_hash(words),
            owner=owner_id,
            review_on=review_on.isoformat() if review_on else None,
        )


def add_action(
    actor: Actor, decision_id: int, title: str, owner_id: int, due_on: date, practice_id: int | None = None
) -> int:
    """Add something to be done because of a decision. Returns its number."""
    title = _text(title, "title", "Say what is to be done", 200)
    with unit_of_work() as session:
        decision, now = _held_for_outcome(actor, decision_id)
        if due_on < now.astimezone(LONDON).date():
            raise Invalid("The date must be today or later", "due_on")
        due_at, whole_day = due_time(due_on)
        due = ThingDue(
            feature="decisions",
            person_id=owner_id,
            practice_id=practice_id,
            words=title,
            about=f"From decision {decision.number}",
            endpoint="decisions.action",
            shared=True,
            due_at=due_at,
            whole_day=whole_day,
            since=now,
        )
        session.add(due)
        session.flush()
        due.values = {"action_id": due.id}
        session.add(DecisionAction(id=due.id, decision_id=decision_id))
        entry = record.append(
            actor.person_id,
            "action.added",
            f"action:{due.id}",
            decision=decision_id,
            owner=owner_id,
            due_on=due_on.isoformat(),
            text=_hash(title),
        )
        tell_action(due, decision, actor.person_id, entry)
        return due.id


def change_action(
    actor: Actor, action_id: int, title: str, owner_id: int, due_on: date, practice_id: int | None = None
) -> None:
    """Change what is to be done, by whom or until when. Whoever it is given to now gets a letter."""
    title = _text(title, "title", "Say what is to be done", 200)
    with unit_of_work():
        action, due, _ = _held_action(action_id)
        decision, now = _held_for_outcome(actor, action.decision_id)
        if due_on != last_day(due.due_at) and due_on < now.astimezone(LONDON).date():
            raise Invalid("The date must be today or later", "due_on")
        before = due.person_id
        due.words, due.person_id, due.practice_id = title, owner_id, practice_id
        due.due_at, due.whole_day = due_time(due_on)
        entry = record.append(
            actor.person_id,
            "action.changed",
            f"action:{action_id}",
            decision=action.decision_id,
            owner=owner_id,
            due_on=due_on.isoformat(),
            text=_hash(title),
        )
        if owner_id != before:
            tell_action(due, decision, actor.person_id, entry)


def report_progress(
    actor: Actor, action_id: int, state: State, note: str = "", hours: int | None = None
) -> None:
    """Say how far an action has come, in a word and, if you like, a note, and how many whole hours it has taken so far, which
    its practice gave, or that of its owner where it has one alone. The hours stay as they are where nothing is said of them.
    """
    if state not in ("not_started", "under_way", "done"):
        raise Invalid("Select how far it has come", "state")
    note = plain_text(note, "note")
    if len(note) > LONGEST_NOTE:
        raise Invalid("The note must be 2,000 characters or fewer", "note")
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        raise Invalid(f"The hours must be between 0 and {MOST_HOURS:,}", "hours")
    with unit_of_work():
        action, due, now = _held_action(action_id)
        authorize(actor, "decisions.act", OwnedTask(due.person_id))
        due.begun, due.word = state == "under_way", note
        due.done_at, due.done_by = (now, actor.person_id) if state == "done" else (None, None)
        if hours is not None:
            _note_hours(actor, action, due, hours)
        record.append(
            actor.person_id,
            "action.reported",
            f"action:{action_id}",
            state=state,
            note=_hash(note) if note else None,
            **({} if hours is None else {"hours": hours}),
        )


def _note_hours(actor: Actor, action: DecisionAction, due: ThingDue, hours: int) -> None:
    """Note the hours that an action took in place of those noted before. What a group does is not named: not everybody may
    read it."""
    key = f"{HOURS}{action.id}"
    take_back(key)
    if not hours:
        return
    own = {seat.practice_id for seat in actor.seats} if due.person_id == actor.person_id else set()
    practice = due.practice_id or (next(iter(own)) if len(own) == 1 else None)
    group = db.session.scalar(select(Decision.group_id).where(Decision.id == action.decision_id))
    gave(
        key,
        due.words if group is None else "An action of a group",
        practice_id=practice,
        person_id=due.person_id,
        group_id=group,
        minutes=hours * 60,
    )


def owner_called(words: str, field: str = "owner") -> int:
    """The one person of this federation with this name or email address."""
    found = people_called(words)
    if len(found) == 1:
        return found[0]
    if found:
        raise Invalid("Several people here have this name: give the email address instead", field)
    raise Invalid("Nobody in this federation has this name or email address", field)


def practice_called(words: str, field: str = "practice") -> int | None:
    """The one practice with this name or code; None when nothing is given."""
    if not words:
        return None
    found = practices_called(words)
    if len(found) == 1:
        return found[0]
    if found:
        raise Invalid("Several practices have this name: give the code instead", field)
    raise Invalid("No practice of this federation has this name or code", field)


def _held_action(action_id: int) -> tuple[DecisionAction, ThingDue, datetime]:
    """An action with what it is about, and the time; what else somebody must do is none."""
    due, now = held(ThingDue, action_id)
    action = db.session.get(DecisionAction, action_id)
    if action is None:
        raise NotFound()
    return action, due, now


def _held_for_outcome(actor: Actor, decision_id: int) -> tuple[Decision, datetime]:
    """A decision whose outcome the actor may write."""
    decision, now = held(Decision, decision_id)
    matter = matter_of(decision)
    if not may(actor, "decisions.read", matter):
        raise NotFound()
    authorize(actor, "decisions.outcome", matter)
    if decision.is_over(now):
        raise Refusal("Voting has just closed. Try again in a minute, when the result is written down.")
    if decision.state != "closed":
        raise Refusal("There is no outcome before voting has closed.")
    return decision, now


def _text(words: str, field: str, missing: str, longest: int) -> str:
    words = plain_text(words, field, missing)
    if len(words) > longest:
        raise Invalid(f"Use {longest:,} characters or fewer", field)
    return words


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
