"""Proposing to the members what a group may do, and that it may no longer."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from federation.kernel.web import actor, here, permission
from federation.mandates.actions.granting import propose_mandate, propose_withdrawal
from federation.mandates.blueprint import GROUP, blueprint
from federation.mandates.forms.granting import MandateForm, WithdrawalForm, filled_with
from federation.mandates.queries.standing import standing_mandate
from federation.network.areas.words import areas_of
from federation.network.groups.queries import group_here

_BEGUN = (
    "Your draft is begun. Only you can see it until you show it to the members. They decide it by a vote."
)


@blueprint.route(f"{GROUP}/mandate/new", methods=["GET", "POST"])
@permission("mandates.propose")
def grant(group_id: int) -> Any:
    """Propose a mandate, a change of the one there is, or that it goes on."""
    group, before = group_here(group_id), standing_mandate(group_id)
    start = filled_with(before.terms if before else None) if request.method == "GET" else {}
    form = MandateForm(areas_of(here().settings), data=start)
    if done := form.does(lambda: propose_mandate(actor(), group_id, form.wanted(), form.reasons.data)):
        flash(_BEGUN, "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("mandates/form.html", form=form, group=group, before=before)


@blueprint.route(f"{GROUP}/mandate/withdraw", methods=["GET", "POST"])
@permission("mandates.propose")
def withdraw(group_id: int) -> Any:
    """Propose that a group's mandate is taken back."""
    group, form = group_here(group_id), WithdrawalForm()
    if done := form.does(lambda: propose_withdrawal(actor(), group_id, form.reasons.data)):
        flash(_BEGUN, "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("mandates/withdraw.html", form=form, group=group)
