"""The page of the sums from which the law asks for more."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.days import today
from federation.kernel.policy import authorize, may
from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, permission
from federation.tendering.blueprint import blueprint
from federation.tendering.preparing.actions.thresholds import enter_threshold
from federation.tendering.preparing.forms.thresholds import ThresholdForm
from federation.tendering.preparing.queries.thresholds import thresholds_here, thresholds_to_come
from federation.tendering.preparing.words import THRESHOLD_TITLES


@blueprint.get("/tendering/thresholds")
@permission("tendering.read")
def thresholds() -> str:
    """The sums as they hold today, and those to come."""
    day = today()
    return render_template(
        "tendering/thresholds.html",
        holding=thresholds_here(day),
        to_come=thresholds_to_come(day),
        titles=THRESHOLD_TITLES,
        may_enter=may(actor(), "tendering.thresholds"),
    )


@blueprint.route("/tendering/thresholds/new", methods=["GET", "POST"])
@permission("tendering.thresholds")
@fresh()
def new_threshold() -> Any:
    """Enter a sum that holds from a day on."""
    authorize(actor(), "tendering.thresholds")
    form = ThresholdForm()
    if form.does(lambda: enter_threshold(actor(), form.kind.data, form.since.data, form.pence.data)):
        flash("The sum is entered.", "success")
        return redirect(url_for(".thresholds"), 303)
    return render_template("tendering/threshold_new.html", form=form)
