"""What practices lend each other: somebody's time, directly, with nobody between."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from federation.toolkit import Invalid, Listing, actor, csv_response, may, permission, practices

from ..blueprint import blueprint
from ..lists import EducationFilter, offers_listed
from . import actions as act
from . import queries
from .forms import StaffLoanForm, StaffOfferForm


@blueprint.get("/offers")
@permission("education.read")
def offers() -> str:
    """What is offered, and what is left of it."""
    return render_template(
        "education/offers/offers.html",
        listed=_listing().page(EducationFilter()),
        balance=queries.hours_by_practice(),
        names={one.id: one.name for one in practices()},
        may_lead=may(actor(), "education.lead"),
    )


@blueprint.get("/offers.csv")
@permission("education.read")
def offers_csv() -> Response:
    """What is offered, as a spreadsheet."""
    return _listing().file("offers.csv", EducationFilter())


@blueprint.get("/offers/hours.csv")
@permission("education.read")
def hours_csv() -> Response:
    """Hours lent and received by practice, as a spreadsheet."""
    names = {one.id: one.name for one in practices()}
    rows = [
        (names.get(one.practice_id, "A former practice"), one.lent, one.received)
        for one in queries.hours_by_practice()
    ]
    return csv_response("hours-lent.csv", ("Practice", "Lent", "Received"), rows)


@blueprint.route("/offers/new", methods=["GET", "POST"])
@permission("education.lead")
def new_offer() -> Any:
    """Offer somebody's time."""
    form = StaffOfferForm()
    if form.does(lambda: _offer(form)):
        flash("Your offer is on the list.", "success")
        return redirect(url_for(".offers"), 303)
    return render_template("education/offers/offer_form.html", form=form)


@blueprint.route("/offers/<int:offer_id>/take", methods=["GET", "POST"])
@permission("education.lead")
def take_offer(offer_id: int) -> Any:
    """Take hours of another practice's offer."""
    found, form = queries.offer_here(offer_id), StaffLoanForm()
    if form.does(lambda: _take(offer_id, form)):
        flash("The hours are yours. Agree with the practice when.", "success")
        return redirect(url_for(".offers"), 303)
    return render_template("education/offers/take_form.html", form=form, offer=found)


def _listing() -> Listing:
    return offers_listed({one.id: one.name for one in practices()}, may(actor(), "education.lead"))


def _offer(form: StaffOfferForm) -> int:
    if form.practice.data is None:
        raise Invalid("Select the practice that offers it", "practice")
    hours, pence = form.hours.data or 0, form.pence.data or 0
    return act.offer(actor(), form.practice.data, form.skill.data, form.evidence.data, hours, pence)


def _take(offer_id: int, form: StaffLoanForm) -> bool:
    if form.practice.data is None:
        raise Invalid("Select your practice", "practice")
    act.take(actor(), offer_id, form.practice.data, form.hours.data or 0)
    return True
