"""Taking a proposal back, before or while it is voted on."""

from federation.decisions import rules
from federation.decisions.events import DecisionWithdrawn
from federation.decisions.held import VotingOver, readable, refuse_leads
from federation.decisions.models import Decision
from federation.decisions.permissions import authorize_in_vote
from federation.decisions.seen import told_of
from federation.decisions.terms import is_by_itself
from federation.decisions.voting.actions import closing
from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor
from federation.kernel.refusals import NotYours, Refusal
from federation.plugin.announcements import announce


def withdraw(actor: Actor, decision_id: int, reason: str) -> None:
    """Take back a proposal that members have seen, with a reason that they all read. It cannot be undone."""
    reason = plain_text(reason, "reason", "Say why the proposal is withdrawn")
    with closing.storing_the_close(decision_id), unit_of_work():
        decision, now = held(Decision, decision_id)
        matter = readable(actor, decision)
        authorize_in_vote(actor, "decisions.put_to_vote", decision.opened_at, matter)
        refuse_leads(actor, decision, matter, "lead_may_withdraw")
        if decision.state == "open" and is_by_itself(decision.subject):
            raise NotYours("Nobody takes this vote back: it opened by itself, and those who vote decide.")
        if decision.state == "draft":
            raise Refusal("Nobody else has seen this draft: delete it instead.")
        if decision.is_over(now) or decision.state not in rules.UNDER_WAY:
            raise (VotingOver if decision.is_over(now) else Refusal)(
                "This proposal can no longer be withdrawn."
            )
        state, was_open = decision.state, decision.state == "open"
        decision.state, decision.withdrawn_reason, decision.changed_at = "withdrawn", reason, now
        decision.closed_by = actor.person_id
        record.append(
            actor.person_id,
            "decision.vote_called_off" if was_open else "decision.withdrawn",
            f"decision:{decision_id}",
            reason=record.digest(reason),
            **({"voted": decision.voted} if was_open else {}),
        )
        announce(DecisionWithdrawn(**told_of(decision), state=state), f"withdrawn:{decision_id}")
