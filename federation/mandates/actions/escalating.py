"""What a group may not do by itself, made a proposal to the members with everything filled in."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.events import DecisionClosed
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions.by_itself import open_by_itself
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, may
from federation.kernel.refusals import Refusal
from federation.mandates.actions.acting import checked_act, group_acted_for
from federation.mandates.models import MandateAct
from federation.mandates.queries.acts import item_digest, said_of_act
from federation.mandates.queries.authority import judged
from federation.mandates.queries.found import note_act
from federation.mandates.rules import GroupAct, OutsideMandate
from federation.mandates.subjects import ESCALATE
from federation.mandates.words import REASON_WORDS
from federation.network.models import NetworkGroup

_TEXT: Final = "The members let the {name} do what stands below. It lies outside its mandate."
VOTE_DAYS: Final = 14
"""For how long practices can vote at least on what somebody asks who may put nothing to the vote."""
_RULE: Final = replace(
    rules.PRESETS["simple_majority"].rule,
    early_close="all_voted",
    lead_may_close=False,
    lead_may_withdraw=False,
)


def escalate(actor: Actor, group_id: int, wanted: GroupAct, detail: str = "") -> int:
    """Ask the members to decide on an act that lies outside the group's mandate: a proposal in discussion, with the act as its
    terms, which its author puts to the vote as any other. For somebody who may propose nothing to the members the vote opens by
    itself. ``detail`` is added to the words of the act, which are judged without it. Returns the number of the decision. Refused
    where the group may do it by itself."""
    group = group_acted_for(actor, group_id)
    act = checked_act(wanted)
    words = checked_act(replace(act, words=f"{act.words}{detail}")).words
    with unit_of_work():
        answer = judged(group_id, act).answer
        if not isinstance(answer, OutsideMandate):
            raise Refusal("This lies within the mandate of the group: it can be done without asking.")
        terms = {
            "group": group_id,
            "name": group.name,
            "power": act.power,
            "area": act.area,
            "pence": act.pence,
            "words": words,
            "reasons": list(answer.reasons),
            "asked_by": actor.person_id,
        }
        why = "\n".join(f"- {REASON_WORDS[reason]}" for reason in answer.reasons)
        draft = Draft(
            title=f"{group.name}: {words}"[:160],
            body=_TEXT.format(name=group.name),
            reasons=f"Why the group asks:\n\n{why}",
        )
        number = proposals.start(actor, draft, subject=ESCALATE, terms=terms, fixed=True, asks_for=group_id)
        proposals.to_discussion(actor, number)
        if not may(actor, "mandates.propose"):
            open_by_itself(number, _RULE, timedelta(days=VOTE_DAYS))
        record.append(actor.person_id, "act.escalated", f"group:{group_id}", decision=number)
        return number


def apply_escalation(event: DecisionClosed) -> None:
    """Write down as an act of the group what the members let it do: once, however often it is told."""
    if db.session.scalar(select(MandateAct.id).where(MandateAct.decision_id == event.decision_id)):
        return
    terms = event.terms
    group, now = held(NetworkGroup, terms["group"])
    act = MandateAct(
        group_id=group.id,
        decision_id=event.decision_id,
        power=terms["power"],
        area=terms["area"],
        pence=terms["pence"],
        words=terms["words"],
        item=item_digest(terms["words"]),
        acted_by=terms["asked_by"],
        acted_at=now,
    )
    db.session.add(act)
    db.session.flush()
    note_act(act)
    record.append(
        None,
        "act.let",
        f"act:{act.id}",
        group=group.id,
        decision=event.decision_id,
        **said_of_act(act),
    )
