"""Sharing out money among groups: proposed here, decided by the members alone, and always the total."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from federation.decisions.events import DecisionClosed
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.held import plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.words import money
from federation.mandates.budget_terms import LONGEST_NAME, MOST_ENVELOPES
from federation.mandates.letters import tell_budget
from federation.mandates.models import GroupBudget
from federation.mandates.queries.budget import budget_now, budget_within, used_of
from federation.mandates.rules import LARGEST_PENCE
from federation.mandates.subjects import BUDGET
from federation.network.groups.queries import groups
from federation.network.locking import one_at_a_time

LONGEST_TIME: Final = timedelta(days=2 * 366)
_TEXT: Final = "The members share out the money for groups as it stands below."
_MOVE: Final = "The members move {money} from the reserve of the budget to the envelope of the {name}."


class WantedBudget(NamedTuple):
    """A budget as somebody wants it: the total in pence, and the envelopes by the number of a group. What is left is the
    reserve."""

    name: str
    from_at: datetime
    until_at: datetime
    total_pence: int
    envelopes: Mapping[int, int]


def propose_budget(actor: Actor, wanted: WantedBudget, reasons: str = "") -> int:
    """Begin a proposal that shares out money among groups, in the place of what was shared out for that time. Returns the number
    of the decision."""
    authorize(actor, "mandates.propose")
    name = plain_text(wanted.name, "name", "Say what the budget is called")
    before = _before(wanted, name)
    names = {one.id: one.name for one in groups() if one.ended_at is None}
    _check_envelopes(wanted, names)
    if before is not None:
        used = used_of(before)
        for group, (spent, promised) in used.items():
            if group in names and wanted.envelopes.get(group, 0) < spent + promised:
                words = f"The {names[group]} has spent or promised {money(spent + promised)} already"
                raise Invalid(words, f"envelope_{group}")
    envelopes = [
        {"group": group, "name": names[group], "pence": pence} for group, pence in wanted.envelopes.items()
    ]
    terms = {
        "name": name,
        "from_at": wanted.from_at.isoformat(),
        "until_at": wanted.until_at.isoformat(),
        "total_pence": wanted.total_pence,
        "reserve_pence": wanted.total_pence - sum(wanted.envelopes.values()),
        "envelopes": envelopes,
        "before": before.id if before else 0,
        "change": "",
    }
    draft = Draft(title=f"Money for groups: {name}", body=_TEXT, reasons=plain_text(reasons, "reasons"))
    return proposals.start(actor, draft, subject=BUDGET, terms=terms, fixed=True)


def propose_move(actor: Actor, group_id: int, pence: int, reasons: str) -> int:
    """Begin a proposal that moves money from the reserve to the envelope of a group. Returns the number of the decision."""
    authorize(actor, "mandates.propose")
    budget = budget_now()
    if budget is None:
        raise Refusal("No budget holds now, so there is no reserve.")
    names = {one.id: one.name for one in groups() if one.ended_at is None}
    if group_id not in names:
        raise Invalid("Select a group that stands", "group")
    if not 0 < pence <= budget.plan.reserve_pence:
        raise Invalid(f"The reserve has {money(budget.plan.reserve_pence)}", "pence")
    reasons = plain_text(reasons, "reasons", "Say why the group needs it")
    plan, name = budget.plan.moved(group_id, pence), names[group_id]
    newest = budget_within(budget.from_at, budget.until_at) or budget
    known = {one["group"]: one["name"] for one in budget.terms["envelopes"]} | {group_id: name}
    terms = {
        **budget.terms,
        "reserve_pence": plan.reserve_pence,
        "envelopes": [
            {"group": group, "name": known[group], "pence": amount}
            for group, amount in plan.envelopes.items()
        ],
        "before": newest.id,
        "change": f"{money(pence)} goes from the reserve to the envelope of the {name}",
    }
    draft = Draft(
        title=f"{money(pence)} from the reserve for the {name}",
        body=_MOVE.format(money=money(pence), name=name),
        reasons=reasons,
    )
    return proposals.start(actor, draft, subject=BUDGET, terms=terms, fixed=True)


def apply_budget(event: DecisionClosed) -> None:
    """Let a budget hold that the members carried, in the transaction in which it is told: once, however often it is told. One
    that another has overtaken meanwhile never holds: the record says so."""
    if db.session.scalar(select(GroupBudget.id).where(GroupBudget.decision_id == event.decision_id)):
        return
    one_at_a_time()
    terms = event.terms
    from_at, until_at = (datetime.fromisoformat(terms[one]) for one in ("from_at", "until_at"))
    newest = budget_within(from_at, until_at)
    if (newest.id if newest else 0) != terms["before"]:
        record.append(None, "budget.overtaken", f"budget:{terms['before']}", decision=event.decision_id)
        return
    budget = GroupBudget(
        decision_id=event.decision_id,
        before_id=terms["before"] or None,
        terms=dict(terms),
        total_pence=terms["total_pence"],
        reserve_pence=terms["reserve_pence"],
        given_pence=sum(one["pence"] for one in terms["envelopes"]),
        from_at=from_at,
        until_at=until_at,
        decided_at=db.session.execute(select(record.now_here())).scalar_one(),
    )
    db.session.add(budget)
    db.session.flush()
    record.append(
        None,
        "budget.decided",
        f"budget:{budget.id}",
        decision=event.decision_id,
        terms=record.digest(budget.terms),
    )
    tell_budget(budget)


def _before(wanted: WantedBudget, name: str) -> Any:
    """The budget that it changes. Refuses, all at once, a name and times that cannot be taken."""
    found: list[tuple[str, str | None]] = []
    now = db.session.execute(select(record.now_here())).scalar_one()
    if len(name) > LONGEST_NAME:
        found.append((f"Use {LONGEST_NAME} characters or fewer", "name"))
    if wanted.until_at <= max(wanted.from_at, now):
        found.append(("It must end after it begins, and in the future", "until_at"))
    elif wanted.until_at - wanted.from_at > LONGEST_TIME:
        found.append(("A budget is for 2 years at most", "until_at"))
    if found:
        raise Invalid.many(found)
    return budget_within(wanted.from_at, wanted.until_at)


def _check_envelopes(wanted: WantedBudget, names: Mapping[int, str]) -> None:
    """Refuse envelopes that are not of groups that stand, or that are more than there is."""
    if not 0 <= wanted.total_pence <= LARGEST_PENCE:
        raise Invalid("Enter how much it is in all", "total_pence")
    for group, pence in wanted.envelopes.items():
        if group not in names:
            raise Invalid("Only a group that stands has an envelope", "envelopes")
        if pence < 0:
            raise Invalid("An envelope holds nothing or more", f"envelope_{group}")
    if len(wanted.envelopes) > MOST_ENVELOPES:
        raise Invalid(f"A budget has {MOST_ENVELOPES} envelopes at most", "envelopes")
    given = sum(wanted.envelopes.values())
    if given > wanted.total_pence:
        raise Invalid(f"The envelopes are {money(given)} together: more than there is in all", "total_pence")
