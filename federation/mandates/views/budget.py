"""The pages of the money that members share out among groups."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from federation.kernel.policy import may
from federation.kernel.refusals import NotFound
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, permission
from federation.kernel.words import money, pounds
from federation.mandates.actions.budgeting import propose_budget, propose_move
from federation.mandates.blueprint import blueprint
from federation.mandates.forms.budget import ReserveMoveForm, budget_form
from federation.mandates.queries.budget import (
    BudgetShown,
    budget_ahead,
    budget_now,
    proposed_budgets,
    shown_budget,
)
from federation.mandates.rules import EnvelopeUse
from federation.network.groups.queries import groups

_BEGUN = (
    "Your draft is begun. Only you can see it until you show it to the members. They decide it by a vote."
)
_HEADS = ("Group", "Envelope", "Spent", "Promised, not spent", "Left")


@blueprint.get("/mandates/budget")
@permission("mandates.read")
def budget() -> str:
    """How the money for groups is shared out, and what is left of it."""
    now = budget_now()
    shown = shown_budget(now) if now else None
    return render_template(
        "mandates/budget.html",
        shown=shown,
        heads=_HEADS,
        rows=_rows(shown, money),
        ahead=budget_ahead(),
        proposed=proposed_budgets(),
        may_propose=may(actor(), "mandates.propose"),
    )


@blueprint.get("/mandates/budget.csv")
@permission("mandates.read")
def budget_csv() -> Response:
    """The same for a spreadsheet."""
    now = budget_now()
    rows = _rows(shown_budget(now) if now else None, pounds)
    return csv_response(
        "money-for-groups.csv", [_HEADS[0], *(f"{head} (pounds)" for head in _HEADS[1:])], rows
    )


@blueprint.route("/mandates/budget/new", methods=["GET", "POST"])
@permission("mandates.propose")
def new_budget() -> Any:
    """Propose how money is shared out among groups."""
    standing = [one for one in groups() if one.ended_at is None]
    before = (budget_now() or budget_ahead()) if request.method == "GET" else None
    form = budget_form(standing, before.terms if before else None)
    if done := form.does(lambda: propose_budget(actor(), form.wanted(), form.reasons.data)):
        flash(_BEGUN, "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("mandates/budget_form.html", form=form)


@blueprint.route("/mandates/budget/move", methods=["GET", "POST"])
@permission("mandates.propose")
def move_budget() -> Any:
    """Propose that money goes from the reserve to a group."""
    now = budget_now()
    if now is None:
        raise NotFound()
    form = ReserveMoveForm([one for one in groups() if one.ended_at is None])
    if done := form.does(
        lambda: propose_move(actor(), int(form.group.data), form.pence.data or 0, form.reasons.data)
    ):
        flash(_BEGUN, "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("mandates/budget_move.html", form=form, budget=now)


def _rows(shown: BudgetShown | None, said: Callable[[int], str]) -> list[tuple[str, ...]]:
    """A row an envelope, the reserve, and all together, with amounts as they are said."""
    if shown is None:
        return []
    plan, given = shown.budget.plan, shown.given
    uses = [(one.group, one.use) for one in shown.lines]
    uses.append(("Reserve", EnvelopeUse(plan.reserve_pence)))
    uses.append(("Total", EnvelopeUse(plan.total_pence, given.spent_pence, given.committed_pence)))
    return [
        (name, *map(said, (use.pence, use.spent_pence, use.committed_pence, use.left_pence)))
        for name, use in uses
    ]
