"""Which earlier decision a proposal takes the place of, if it is carried."""

from sqlalchemy import select

from federation.decisions.actions.matter import lock, matter_of
from federation.decisions.models import Decision
from federation.decisions.subjects import FLOORS
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize, may
from federation.kernel.refusals import Invalid, NotFound, Refusal


def set_supersedes(actor: Actor, decision_id: int, other_id: int | None) -> None:
    """Say which earlier decision this one takes the place of if it is carried. Until voting opens."""
    with unit_of_work():
        held = lock(decision_id)
        decision = held.decision
        matter = matter_of(decision)
        if not may(actor, "decisions.read", matter):
            raise NotFound()
        if not (may(actor, "decisions.edit", matter) or may(actor, "decisions.put_to_vote", matter)):
            authorize(actor, "decisions.edit", matter)
        if decision.state not in ("draft", "discussion"):
            raise Refusal(
                "It has been put to the vote, so what this decision replaces can no longer be changed."
            )
        if other_id is not None:
            if decision.subject == FLOORS:
                raise Invalid("A change of the floors replaces no other decision", "number")
            _check_can_be_replaced(other_id)
        decision.supersedes_id, decision.changed_at = other_id, held.now
        record.append(actor.person_id, "proposal.replaces", f"decision:{decision_id}", replaces=other_id)


def _check_can_be_replaced(decision_id: int) -> None:
    old = db.session.execute(
        select(Decision.state, Decision.verdict, Decision.superseded_by_id).where(Decision.id == decision_id)
    ).first()
    if old is None or old.state == "draft":
        raise Invalid("There is no such decision in the register", "number")
    if old.state != "closed" or old.verdict != "carried":
        raise Invalid("Only a decision that was carried can be replaced", "number")
    if old.superseded_by_id is not None:
        raise Invalid("That decision was replaced already", "number")
