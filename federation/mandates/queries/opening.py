"""Why a vote on a mandate may not open."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.seen import terms_of
from federation.decisions.voting.actions.opening import OpeningVote
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.mandates.queries.budget import budget_within
from federation.mandates.queries.standing import standing_mandate
from federation.mandates.subjects import BUDGET, CALL_IN, ESCALATE, GRANT, RECALL, WITHDRAW
from federation.network.groups.queries import group_here


def objections_to(act: OpeningVote) -> Iterator[str]:
    """In words for whoever opens it: the group has ended, the mandate would be over or is, it is not the members who vote, the
    vote binds nobody, or one person could settle it. A recall waits for no other vote."""
    if act.subject == BUDGET:
        yield from _against_budget(act)
    if act.subject not in (GRANT, WITHDRAW, RECALL, ESCALATE, CALL_IN):
        return
    group_id = act.terms["group"]
    if act.group_id is not None:
        yield "The members as a whole give mandates, and no group does."
    if not act.rule.how.binds:
        yield "A mandate is given and taken back by a vote that binds, not by advice."
    if act.rule.can_tie and act.rule.tie == "casting_vote":
        yield "The members give mandates: the chair cannot decide a tie about one."
    if act.subject == CALL_IN and act.rule.method == "silence":
        yield "An act that was called in is decided by a vote, not by silence."
    if group_here(group_id).ended_at is not None:
        yield "This group has ended."
    if act.subject == GRANT and datetime.fromisoformat(act.terms["ends_at"]) <= time_now():
        yield "This mandate would be over already. Propose it again with a later end."
    if act.subject in (WITHDRAW, RECALL):
        standing = standing_mandate(group_id)
        if standing is None or standing.id != act.terms["mandate"]:
            yield "The mandate that this would take back is over."
    if act.subject in (GRANT, WITHDRAW) and _another_is_open(act):
        yield "Another vote on the mandate of this group is open. Wait until it has closed."


def _against_budget(act: OpeningVote) -> Iterator[str]:
    """Of two changes that begin with the same budget the second would undo the first, so it is not opened."""
    if act.group_id is not None:
        yield "The members as a whole share out the money, and no group does."
    if not act.rule.how.binds:
        yield "Money is shared out by a vote that binds, not by advice."
    if act.rule.can_tie and act.rule.tie == "casting_vote":
        yield "The members share out the money: the chair cannot decide a tie about it."
    from_at, until_at = (datetime.fromisoformat(act.terms[one]) for one in ("from_at", "until_at"))
    newest = budget_within(from_at, until_at)
    if (newest.id if newest else 0) != act.terms["before"]:
        yield "The budget has changed since this was proposed. Propose it again from the budget as it is."
    others = select(Decision.id).where(
        Decision.subject == BUDGET, Decision.state == "open", Decision.id != act.decision_id
    )
    if db.session.scalar(others.limit(1)):
        yield "Another vote on the money of groups is open. Wait until it has closed."


def _another_is_open(act: OpeningVote) -> bool:
    others = select(Decision).where(
        Decision.subject.in_((GRANT, WITHDRAW, RECALL)),
        Decision.state == "open",
        Decision.id != act.decision_id,
    )
    return any(terms_of(one)["group"] == act.terms["group"] for one in db.session.scalars(others))
