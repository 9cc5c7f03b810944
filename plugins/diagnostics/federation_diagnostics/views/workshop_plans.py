"""Planning a workshop: preparing it, changing the plan, calling it off."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from federation.toolkit import actor, permission

from ..actions import workshop_plans as act
from ..forms.workshops import WorkshopPlanForm
from ..queries import workshops as queries
from . import blueprint
from .workshops import BACK, WORKSHOP, to_workshop


@blueprint.route("/workshops/new", methods=["GET", "POST"])
@permission("diagnostics.run")
def workshop_new() -> str | Response:
    """Prepare a workshop."""
    form = WorkshopPlanForm()
    if done := form.does(lambda: act.prepare(actor(), form.plan)):
        flash("The workshop is prepared. Every member can see when and where it is.", "success")
        return to_facilitator(done.answer)
    return render_template("diagnostics/workshop_plan.html", form=form, workshop=None)


@blueprint.route(f"{WORKSHOP}/change", methods=["GET", "POST"])
@permission("diagnostics.run")
def workshop_change(workshop_id: int) -> str | Response:
    """Change the plan, until the workshop is opened."""
    found = queries.workshop_numbered(workshop_id)
    form = WorkshopPlanForm(obj=found if request.method == "GET" else None)
    if request.method == "GET" and found.state != "prepared":
        return to_workshop(workshop_id)
    if form.does(lambda: act.change(actor(), workshop_id, form.plan)):
        flash("The plan is changed.", "success")
        return to_facilitator(workshop_id)
    return render_template("diagnostics/workshop_plan.html", form=form, workshop=found)


@blueprint.route(f"{WORKSHOP}/call-off", methods=["GET", "POST"])
@permission("diagnostics.run")
def workshop_call_off(workshop_id: int) -> str | Response:
    """Call a workshop off; asks first."""
    found = queries.workshop_numbered(workshop_id)
    if request.method == "POST":
        act.call_off(actor(), workshop_id)
        flash("The workshop is called off.", "success")
    elif found.state not in ("closed", "called_off"):
        return render_template("diagnostics/workshop_call_off.html", workshop=found)
    return to_workshop(workshop_id)


def to_facilitator(workshop_id: int) -> Response:
    """On to the facilitator's page."""
    return redirect(url_for("diagnostics.workshop_facilitator", workshop_id=workshop_id), BACK)
