"""Taking the place of an earlier decision: one vote at a time may, and the first that is carried does."""

from typing import Any

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.held import matter_of
from federation.decisions.models import Decision
from federation.decisions.proposals.queries.replacing import rival_of
from federation.decisions.subjects import AGREED, FLOORS
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize, may
from federation.kernel.refusals import Invalid, NotFound, Refusal


def set_supersedes(actor: Actor, decision_id: int, other_id: int | None) -> None:
    """Say which earlier decision this one takes the place of if it is carried. Until voting opens."""
    with unit_of_work():
        decision, now = held(Decision, decision_id)
        matter = matter_of(decision)
        if not may(actor, "decisions.read", matter):
            raise NotFound()
        if not (may(actor, "decisions.edit", matter) or may(actor, "decisions.put_to_vote", matter)):
            authorize(actor, "decisions.edit", matter)
        if decision.state not in rules.WRITTEN:
            raise Refusal(
                "It has been put to the vote, so what this decision replaces can no longer be changed."
            )
        if other_id is not None:
            if decision.subject in (AGREED, FLOORS):
                raise Invalid("Such a change replaces no other decision", "number")
            _check_can_be_replaced(other_id, decision.group_id)
        decision.supersedes_id, decision.changed_at = other_id, now
        record.append(actor.person_id, "proposal.replaces", f"decision:{decision_id}", replaces=other_id)


def check_replaces(decision: Decision) -> None:
    """Refuse to put to the vote what would replace a decision that another vote would replace too, or that is replaced
    already. What would be replaced stays locked, so that of two votes opened at once one meets the other."""
    if decision.supersedes_id is None:
        return
    held(Decision, decision.supersedes_id)
    if rival := rival_of(decision):
        raise Refusal(rival.words)


def take_place(decision: Decision) -> dict[str, Any]:
    """Mark the decision that a carried one replaces, unless another has replaced it already: then the result says so.
    Returns what the record holds of it."""
    if decision.verdict != "carried" or decision.supersedes_id is None:
        return {}
    old = held(Decision, decision.supersedes_id).row
    if old.superseded_by_id is None:
        old.superseded_by_id = decision.id
        return {"replaced": old.id}
    first = db.session.get_one(Decision, old.superseded_by_id)
    note = (
        f"Decision {old.number} had been replaced already, by decision {first.number}, so this "
        "decision replaces none. Both stand: where they differ, members decide which holds."
    )
    result = decision.result or {}
    decision.result = {**result, "notes": [*result.get("notes", ()), note]}
    return {"replaced": None}


def _check_can_be_replaced(decision_id: int, group_id: int | None) -> None:
    old = db.session.execute(
        select(Decision.state, Decision.verdict, Decision.superseded_by_id, Decision.group_id).where(
            Decision.id == decision_id
        )
    ).first()
    if old is None or old.state == "draft":
        raise Invalid("There is no such decision in the register", "number")
    if old.state != "closed" or old.verdict != "carried":
        raise Invalid("Only a decision that was carried can be replaced", "number")
    if old.group_id != group_id:
        raise Invalid("Only whoever made a decision can replace it: this is another body’s", "number")
    if old.superseded_by_id is not None:
        raise Invalid("That decision was replaced already", "number")
