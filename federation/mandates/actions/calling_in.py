"""Calling in: a practice stops what a group has done until the members have decided about it."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.events import DecisionClosed, DecisionWithdrawn
from federation.decisions.models import Decision
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions.by_itself import open_by_itself
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.mandates.actions.asking import note_cause
from federation.mandates.letters import tell_held
from federation.mandates.models import MandateAct
from federation.mandates.permissions import CallingFor
from federation.mandates.queries.acts import act_here
from federation.mandates.queries.standing import mandate_here
from federation.mandates.subjects import CALL_IN
from federation.mandates.terms import LONGEST_ACT
from federation.network.groups.queries import group_here
from federation.network.models import Practice

VOTE_DAYS: Final = 14
"""For how long practices can vote on an act that was called in, at least."""
_RULE: Final = replace(
    rules.PRESETS["simple_majority"].rule,
    early_close="all_voted",
    lead_may_close=False,
    lead_may_withdraw=False,
)
_TEXT: Final = "What the {name} has done, as it stands below, goes on."


def call_in(actor: Actor, act_id: int, practice_id: int, reason: str) -> int:
    """Hold an act for a practice, and let the members vote on it at once: nobody has to open the vote, so nobody leaves it lying.
    Once at a time for each act, and before the time for it is over. Returns the number of the decision."""
    authorize(actor, "mandates.call_in")
    act_here(act_id)
    authorize(actor, "mandates.call_in", CallingFor(practice_id))
    reason = plain_text(reason, "reason", "Say why your practice does not agree")
    if len(reason) > LONGEST_ACT:
        raise Invalid(f"Use {LONGEST_ACT:,} characters or fewer", "reason")
    with unit_of_work() as session:
        act, now = held(MandateAct, act_id)
        if act.called_in_id is not None:
            raise Refusal("This act has been called in already.")
        if act.call_in_until is None or now >= act.call_in_until or act.state != "standing":
            raise Refusal("The time in which this act could be called in is over.")
        name, practice = group_here(act.group_id).name, session.get_one(Practice, practice_id).name
        terms = {
            "group": act.group_id,
            "name": name,
            "act": act_id,
            "words": act.words,
            "pence": act.pence,
            "practice": practice,
        }
        title = f"Called in: {act.words}"[:160]
        draft = Draft(
            title=title, body=_TEXT.format(name=name), reasons=f"{practice} has called it in: {reason}"
        )
        number = proposals.start(actor, draft, practice_id, CALL_IN, terms, True)
        proposals.to_discussion(actor, number)
        open_by_itself(number, _RULE, timedelta(days=VOTE_DAYS))
        act.state, act.called_in_id = "held", number
        session.flush()
        record.append(
            actor.person_id, "act.called_in", f"act:{act_id}", practice=practice_id, decision=number
        )
        if act.mandate_id is not None:
            note_cause(mandate_here(act.mandate_id), act, "call_in")
        tell_held(act, name, practice, reason)
        return number


def settle_call_in(event: object) -> None:
    """Once it is decided: an act that the members carry goes on, any other is stopped. Where the practice takes its proposal back
    the act goes on, and others can still call it in for as long as they could when it was held: the clock stood still."""
    if not isinstance(event, DecisionClosed | DecisionWithdrawn):
        return
    found = db.session.scalar(
        select(MandateAct.id).where(MandateAct.called_in_id == event.decision_id, MandateAct.state == "held")
    )
    if found is None:
        return
    act, now = held(MandateAct, found)
    if isinstance(event, DecisionWithdrawn):
        since = db.session.get_one(Decision, event.decision_id).created_at
        act.state, act.called_in_id = "standing", None
        if act.call_in_until is not None:
            act.call_in_until += now - since
    else:
        act.state = "standing" if event.verdict == "carried" else "refused"
    db.session.flush()
    record.append(
        None,
        "act.released" if act.state == "standing" else "act.stopped",
        f"act:{act.id}",
        decision=event.decision_id,
    )
