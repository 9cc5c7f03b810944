"""The pages on which a group acts for the members, and on which they read what it has done."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from federation.kernel.policy import authorize, may
from federation.kernel.web import actor, here, permission
from federation.mandates.actions.acting import OutsideItsMandate, do_act, group_acted_for, pay
from federation.mandates.actions.calling_in import call_in
from federation.mandates.actions.escalating import escalate
from federation.mandates.blueprint import GROUP, NUMBER, blueprint
from federation.mandates.forms.acting import ActForm, CallInForm, PaymentForm
from federation.mandates.lists import acts_listed, asked_of_members
from federation.mandates.permissions import ActingIn
from federation.mandates.queries.acts import act_here, payments_of
from federation.mandates.queries.escalations import escalations_of
from federation.mandates.queries.standing import mandate_of
from federation.mandates.words import REASON_WORDS
from federation.network.areas.words import areas_of
from federation.network.groups.queries import group_here

_SHORT = 10
"""So many of what a group asked for stand beside its acts; the others on a page of their own."""
_ACT = f"/acts/<{NUMBER}:act_id>"


@blueprint.get(f"{GROUP}/acts")
@permission("mandates.read")
def acts(group_id: int) -> str:
    """What a group has done in the members' name, and what it asked them for."""
    group = group_here(group_id)
    return render_template(
        "mandates/acts.html",
        group=group,
        listed=acts_listed(group_id).page(),
        escalations=escalations_of(group_id, _SHORT),
        may_act=group.ended_at is None and may(actor(), "mandates.act", ActingIn(group_id)),
    )


@blueprint.get(f"{GROUP}/acts/all.csv")
@permission("mandates.read")
def acts_csv(group_id: int) -> Any:
    """The same for a spreadsheet."""
    group = group_here(group_id)
    return acts_listed(group_id).file(f"{group.code.lower()}-acts.csv")


@blueprint.get(f"{GROUP}/escalations")
@permission("mandates.read")
def asked(group_id: int) -> str:
    """Everything that a group asked the members for, and what became of it."""
    listed = asked_of_members(group_id)
    return render_template("mandates/asked.html", group=group_here(group_id), listed=listed.page())


@blueprint.get(f"{GROUP}/escalations/all.csv")
@permission("mandates.read")
def asked_csv(group_id: int) -> Any:
    """The same for a spreadsheet."""
    group_here(group_id)
    return asked_of_members(group_id).file("asked-of-the-members.csv")


@blueprint.route(f"{GROUP}/acts/new", methods=["GET", "POST"])
@permission("mandates.act")
def new_act(group_id: int) -> Any:
    """Act within the mandate; where it is outside, the page says why and offers to ask the members."""
    group, mandate = group_acted_for(actor(), group_id), mandate_of(group_id)
    reserved = list(mandate.terms["reserved"]) if mandate else []
    form = ActForm(areas_of(here().settings), reserved)
    asks = request.form.get("ask") == "members"
    if asks and (made := form.does(lambda: escalate(actor(), group_id, form.act()))):
        ready = may(actor(), "mandates.propose")
        then = "Put it to the vote when it is ready." if ready else "They are voting on it now."
        flash(f"Your proposal is shown to the members. {then}", "success")
        return redirect(url_for("decisions.show", decision_id=made.answer), 303)
    if not asks and (done := form.does(lambda: do_act(actor(), group_id, form.act()))):
        flash("It is written down, and every member can read it.", "success")
        return redirect(url_for(".act", act_id=done.answer.id), 303)
    outside = form.refused.reasons if isinstance(form.refused, OutsideItsMandate) else ()
    return render_template(
        "mandates/act_form.html",
        form=form,
        group=group,
        mandate=mandate,
        outside=[REASON_WORDS[reason] for reason in outside],
    )


@blueprint.get(_ACT)
@permission("mandates.read")
def act(act_id: int) -> str:
    """One act, with the money that was spent for it."""
    found = act_here(act_id)
    return render_template(
        "mandates/act.html",
        act=found,
        area=areas_of(here().settings).get(found.area, found.area),
        payments=payments_of(act_id),
        may_call_in=found.waits and bool(actor().representing),
        may_pay=found.promised_pence > 0
        and found.state == "standing"
        and not found.waits
        and may(actor(), "mandates.act", ActingIn(found.group_id)),
    )


@blueprint.route(f"{_ACT}/pay", methods=["GET", "POST"])
@permission("mandates.act")
def pay_for(act_id: int) -> Any:
    """Write down what was spent for an act."""
    found, form = act_here(act_id), PaymentForm()
    authorize(actor(), "mandates.act", ActingIn(found.group_id))
    if form.does(lambda: pay(actor(), act_id, form.pence.data or 0, form.words.data, form.last.data)):
        flash("The payment is written down.", "success")
        return redirect(url_for(".act", act_id=act_id), 303)
    return render_template("mandates/pay.html", form=form, act=found)


@blueprint.route(f"{_ACT}/call-in", methods=["GET", "POST"])
@permission("mandates.call_in")
def call_act_in(act_id: int) -> Any:
    """Call an act in for a practice that one represents."""
    found, mine = act_here(act_id), actor().representing
    form = CallInForm(
        [(seat.practice_id, seat.name) for seat in mine], data={"practice": mine[0].practice_id}
    )
    if done := form.does(lambda: call_in(actor(), act_id, form.practice.data, form.reason.data)):
        flash("The act is held, and the members are voting on it now.", "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    return render_template("mandates/call_in.html", form=form, act=found)
