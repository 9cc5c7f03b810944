"""Money for groups, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import Endpoint, address, answer
from federation.kernel.api_fields import iso
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, permission
from federation.mandates import schemas
from federation.mandates.actions.budgeting import WantedBudget, propose_budget, propose_move
from federation.mandates.blueprint import programs
from federation.mandates.queries.budget import BudgetShown, budget_now, shown_budget


@programs.route("/mandates/budget")
class BudgetView(Endpoint):
    """The money that the members share out among groups."""

    @permission("mandates.read")
    @programs.response(200, schemas.BudgetSchema)
    def get(self) -> Response:
        """The budget that holds now, with what each group has spent, promised and left of its envelope."""
        now = budget_now()
        return answer({"budget": _budget(shown_budget(now)) if now else None})

    @permission("mandates.propose")
    @programs.arguments(schemas.BudgetSent)
    @programs.response(201, schemas.MandateProposed)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a proposal that shares out money among groups. The members decide."""
        envelopes = {one["group"]: one["pence"] for one in sent["envelopes"]}
        if len(envelopes) < len(sent["envelopes"]):
            raise Invalid("A group has one envelope", "envelopes")
        wanted = WantedBudget(sent["name"], sent["from_at"], sent["until_at"], sent["total_pence"], envelopes)
        made = propose_budget(actor(), wanted, sent["reasons"])
        return answer({"decision": made}, 201, address(f"decisions/{made}"))


@programs.route("/mandates/budget/moves")
class BudgetMovesView(Endpoint):
    """Moving money from the reserve."""

    @permission("mandates.propose")
    @programs.arguments(schemas.BudgetMoveSent)
    @programs.response(201, schemas.MandateProposed)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a proposal that moves money from the reserve to the envelope of a group. The members decide."""
        made = propose_move(actor(), sent["group"], sent["pence"], sent["reason"])
        return answer({"decision": made}, 201, address(f"decisions/{made}"))


def _budget(shown: BudgetShown) -> dict[str, Any]:
    budget, plan = shown.budget, shown.budget.plan
    return {
        "id": budget.id,
        "decision": budget.decision_id,
        "number": budget.number,
        "name": budget.name,
        "from_at": iso(budget.from_at),
        "until_at": iso(budget.until_at),
        "total_pence": plan.total_pence,
        "reserve_pence": plan.reserve_pence,
        "envelopes": [
            {
                "group": one.group_id,
                "name": one.group,
                "pence": one.use.pence,
                "spent_pence": one.use.spent_pence,
                "committed_pence": one.use.committed_pence,
                "left_pence": one.use.left_pence,
            }
            for one in shown.lines
        ],
    }
