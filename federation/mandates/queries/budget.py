"""Reading the budget of groups: what holds now, and what each group has spent and promised of its envelope."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, func, select

from federation.decisions.models import Decision, ProposalVersion, number_in
from federation.kernel.days import last_day
from federation.kernel.db import db
from federation.kernel.record import now_here
from federation.mandates.budget_terms import plan_of
from federation.mandates.models import GroupBudget, MandateAct
from federation.mandates.queries.acts import PROMISED
from federation.mandates.rules import BudgetPlan, EnvelopeUse
from federation.mandates.subjects import BUDGET


class StandingBudget(NamedTuple):
    """A budget that holds at ``now``, or did; money in pence. ``number`` is that of the decision that gave it."""

    id: int
    decision_id: int
    number: str
    terms: Mapping[str, Any]
    from_at: datetime
    until_at: datetime
    decided_at: datetime
    now: datetime

    @property
    def name(self) -> str:
        """What the members called it."""
        return str(self.terms["name"])

    @property
    def plan(self) -> BudgetPlan:
        """How it shares out the money."""
        return plan_of(self.terms)

    @property
    def last_day(self) -> date:
        """The last day in England on which it holds."""
        return last_day(self.until_at)


class EnvelopeLine(NamedTuple):
    """The envelope of a group in the budget, with what it has used of it."""

    group_id: int
    group: str
    use: EnvelopeUse

    def share(self, pence: int) -> str:
        """An amount as a percentage of the envelope, for a bar."""
        return f"{min(pence * 10_000 // self.use.pence, 10_000) / 100:.2f}" if self.use.pence else "0"


class BudgetShown(NamedTuple):
    """A budget with its envelopes, in the order in which they were decided, and what is spent and promised of all."""

    budget: StandingBudget
    lines: Sequence[EnvelopeLine]

    @property
    def given(self) -> EnvelopeUse:
        """All envelopes together."""
        uses = [one.use for one in self.lines]
        return EnvelopeUse(
            sum(one.pence for one in uses),
            sum(one.spent_pence for one in uses),
            sum(one.committed_pence for one in uses),
        )


class ProposedBudget(NamedTuple):
    """A change of the budget that is proposed, and not decided yet."""

    decision_id: int
    title: str


_BUDGETS: Any = (
    select(
        GroupBudget.id,
        GroupBudget.decision_id,
        Decision.series,
        Decision.year,
        Decision.ordinal,
        GroupBudget.terms,
        GroupBudget.from_at,
        GroupBudget.until_at,
        GroupBudget.decided_at,
        now_here().label("now"),
    )
    .join(Decision, Decision.id == GroupBudget.decision_id)
    .order_by(GroupBudget.id.desc())
    .limit(1)
)
_NOW = _BUDGETS.where(GroupBudget.from_at <= now_here(), GroupBudget.until_at > now_here())
_NEXT = _BUDGETS.where(GroupBudget.from_at > now_here())
_WITHIN = _BUDGETS.where(
    GroupBudget.from_at < bindparam("until_at"), GroupBudget.until_at > bindparam("from_at")
)
_USED = (
    select(
        MandateAct.group_id,
        func.coalesce(func.sum(MandateAct.spent_pence), 0),
        func.coalesce(func.sum(PROMISED), 0),
    )
    .where(
        MandateAct.mandate_id.is_not(None),
        MandateAct.acted_at >= bindparam("from_at"),
        MandateAct.acted_at < bindparam("until_at"),
    )
    .group_by(MandateAct.group_id)
)
_PROPOSED: Final = (
    select(Decision.id, Decision.title)
    .join(ProposalVersion, ProposalVersion.of(Decision))
    .where(Decision.subject == BUDGET, Decision.state.in_(("discussion", "scheduled", "open")))
    .order_by(Decision.id.desc())
    .limit(50)
)


def budget_now() -> StandingBudget | None:
    """The budget that holds now. One statement."""
    return _read(_NOW)


def budget_ahead() -> StandingBudget | None:
    """The newest one that holds later. One statement."""
    return _read(_NEXT)


def budget_within(from_at: datetime, until_at: datetime) -> StandingBudget | None:
    """The newest one that holds at some time between. One statement."""
    return _read(_WITHIN, {"from_at": from_at, "until_at": until_at})


def used_of(budget: StandingBudget) -> dict[int, tuple[int, int]]:
    """What groups have spent, and promised and not spent, while a budget holds, by the number of the group. Acts that the members
    let a group do outside its mandate are not of it. One statement."""
    rows = db.session.execute(_USED, {"from_at": budget.from_at, "until_at": budget.until_at})
    return {group: (int(spent), int(promised)) for group, spent, promised in rows}


def shown_budget(budget: StandingBudget) -> BudgetShown:
    """A budget with what is used of it. One statement."""
    used = used_of(budget)
    return BudgetShown(
        budget,
        [
            EnvelopeLine(
                one["group"], one["name"], EnvelopeUse(one["pence"], *used.get(one["group"], (0, 0)))
            )
            for one in budget.terms["envelopes"]
        ],
    )


def envelope_of(group_id: int) -> EnvelopeUse | None:
    """The envelope of a group as it stands now: nothing where the budget gives it none, None where no budget holds. Two
    statements at most."""
    budget = budget_now()
    if budget is None:
        return None
    return EnvelopeUse(budget.plan.envelopes.get(group_id, 0), *used_of(budget).get(group_id, (0, 0)))


def proposed_budgets() -> list[ProposedBudget]:
    """What is proposed and not decided, the newest first. One statement."""
    return [ProposedBudget._make(row) for row in db.session.execute(_PROPOSED)]


def _read(statement: Any, given: Mapping[str, Any] | None = None) -> StandingBudget | None:
    row = db.session.execute(statement, dict(given or {})).first()
    if row is None:
        return None
    return StandingBudget._make((*row[:2], number_in(row.series, row.year, row.ordinal), *row[5:]))
