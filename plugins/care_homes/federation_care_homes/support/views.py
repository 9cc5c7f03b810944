"""Offers to the staff of homes."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from federation.toolkit import NotYours, actor, csv_response, day, may, permission, practices

from ..blueprint import blueprint
from ..homes.actions import looks_after
from ..homes.queries import home_seen, homes_seen
from ..permissions import KEEP, READ, SUPPORT, VISIT
from . import actions as act
from .actions import OfferWish
from .forms import OfferEndedForm, SupportOfferForm, TurnoverForm
from .queries import offer_here, offers, turnover_of


@blueprint.get("/support")
@permission(READ)
def all_support() -> str:
    """All that is offered to the staff of homes."""
    homes = {one.home.id: one.home for one in homes_seen(actor())}
    names = {one.id: one.name for one in practices()}
    return render_template("care_homes/support/all_support.html", rows=offers(), homes=homes, names=names)


@blueprint.get("/support.csv")
@permission(READ)
def support_csv() -> Response:
    """The same as a spreadsheet, with what came of each."""
    homes = {one.home.id: one.home.name for one in homes_seen(actor())}
    names = {one.id: one.name for one in practices()}
    rows = [
        (
            homes[one.home_id],
            act.KINDS[one.kind],
            one.title,
            names.get(one.practice_id or 0, "The federation"),
            day(one.offered_at),
            "" if one.places is None else one.places,
            day(one.ended_at) if one.ended_at else "",
            "" if one.taken is None else one.taken,
        )
        for one in offers()
    ]
    heads = ("Home", "What", "Called", "Offered by", "On", "Places", "Ended on", "Taken up by")
    return csv_response("offers-to-staff.csv", heads, rows)


@blueprint.get("/<int:home_id>/support")
@permission(READ)
def support(home_id: int) -> str:
    """What is offered to the staff of one home, and how many of them leave."""
    reader = actor()
    found = home_seen(reader, home_id).home
    return render_template(
        "care_homes/support/support.html",
        home=found,
        rows=offers(home_id),
        names={one.id: one.name for one in practices()},
        turnover=[(one.quarter, f"{one.percent} in 100") for one in turnover_of(home_id)],
        may_offer=may(reader, SUPPORT),
        may_visit=may(reader, VISIT) and (looks_after(reader, found) or may(reader, KEEP)),
    )


@blueprint.route("/<int:home_id>/support/new", methods=["GET", "POST"])
@permission(SUPPORT)
def new_offer(home_id: int) -> Any:
    """Offer something."""
    found = home_seen(actor(), home_id).home
    form = SupportOfferForm()
    if done := form.does(lambda: act.offer_support(actor(), found.code, _wish(form))):
        flash("The offer stands.", "success")
        return redirect(url_for(".offer", offer_id=done.answer), 303)
    return render_template("care_homes/support/new_offer.html", form=form, home=found)


def _wish(form: SupportOfferForm) -> OfferWish:
    return OfferWish(form.kind.data, form.title.data, form.words.data, form.places.data)


@blueprint.get("/offers/<int:offer_id>")
@permission(READ)
def offer(offer_id: int) -> str:
    """One offer, and what came of it."""
    reader, row = actor(), offer_here(offer_id)
    return render_template(
        "care_homes/support/offer.html",
        row=row,
        home=home_seen(reader, row.home_id).home,
        kind=act.KINDS[row.kind],
        names={one.id: one.name for one in practices()},
        may_end=may(reader, SUPPORT) and row.ended_at is None and act.may_end(reader, row),
    )


@blueprint.route("/offers/<int:offer_id>/end", methods=["GET", "POST"])
@permission(SUPPORT)
def end_offer(offer_id: int) -> Any:
    """Say what came of an offer."""
    row = offer_here(offer_id)
    if not act.may_end(actor(), row):
        raise NotYours()
    form = OfferEndedForm()
    if form.does(lambda: act.end_offer(actor(), offer_id, form.taken.data or 0, form.outcome.data)):
        flash("The offer has ended.", "success")
        return redirect(url_for(".offer", offer_id=offer_id), 303)
    return render_template("care_homes/support/end_offer.html", form=form, row=row)


@blueprint.route("/<int:home_id>/turnover", methods=["GET", "POST"])
@permission(VISIT)
def turnover(home_id: int) -> Any:
    """Say how many of the staff left in a quarter."""
    reader = actor()
    found = home_seen(reader, home_id).home
    if not looks_after(reader, found) and not may(reader, KEEP):
        raise NotYours()
    form = TurnoverForm()
    if form.does(lambda: act.note_turnover(reader, found.code, form.quarter.data, form.percent.data or 0)):
        flash("It is kept.", "success")
        return redirect(url_for(".support", home_id=home_id), 303)
    return render_template("care_homes/support/turnover.html", form=form, home=found)
