"""The pages of offers: compared, written down, taken back, ordered, and put to the members where the mandate does not reach."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.policy import authorize, may
from federation.kernel.web import actor, permission
from federation.purchasing.actions.changing import items_ordered
from federation.purchasing.actions.offers import WantedOffer, take_back, write_offer
from federation.purchasing.actions.ordering import ask_members, check_order, place_order, promised_words
from federation.purchasing.blueprint import NUMBER, ONE, blueprint
from federation.purchasing.forms.orders import AskMembersForm, OfferForm, PlaceOrderForm, TakeBackForm
from federation.purchasing.queries.letting import asked_of
from federation.purchasing.queries.needs import demand_of
from federation.purchasing.queries.offers import offer_here, offers_compared
from federation.purchasing.queries.orders import orders_of
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.views.order_tables import offer_rows
from federation.purchasing.views.progress import progress_bars
from federation.purchasing.words import reason_words


@blueprint.get(f"{ONE}/offers")
@permission("purchasing.read")
def offers(round_id: int) -> str:
    """The offers of a round, compared by what they cost these practices in all, and what was ordered."""
    found, demand, orders = round_here(round_id), demand_of(round_id), orders_of(round_id)
    compared = offers_compared(round_id, demand)
    return render_template(
        "purchasing/offers.html",
        round=found,
        offers=compared,
        rows=offer_rows(compared, round_id, may(actor(), "purchasing.order", found.whose)),
        orders=orders,
        standing=[
            one.offer
            for one in compared
            if one.offer.taken_back is None and one.offer.id not in {order.offer_id for order in orders}
        ],
        progress=progress_bars(compared, items_ordered(round_id), found.state == "open"),
        may_run=found.called_off_at is None and may(actor(), "purchasing.run", found.whose),
    )


@blueprint.route(f"{ONE}/offers/new", methods=["GET", "POST"])
@permission("purchasing.run")
def new_offer(round_id: int) -> Any:
    """Write an offer down."""
    found, form = round_here(round_id), OfferForm()
    authorize(actor(), "purchasing.run", found.whose)
    if form.does(
        lambda: write_offer(
            actor(),
            round_id,
            WantedOffer(
                form.supplier.data,
                form.item.data,
                form.unit.data,
                form.pence.data or 0,
                form.delivery_pence.data or 0,
                form.deliveries.data or 0,
                form.vat_percent.data or 0,
                form.minimum.data or 0,
                form.steps,
                form.words.data,
            ),
        )
    ):
        flash("The offer is written down. Every member sees what it costs in all.", "success")
        return redirect(url_for(".offers", round_id=round_id), 303)
    return render_template("purchasing/offer_form.html", form=form, round=found)


@blueprint.route(f"{ONE}/offers/<{NUMBER}:offer_id>/order", methods=["GET", "POST"])
@permission("purchasing.order")
def order_offer(round_id: int, offer_id: int) -> Any:
    """Order by an offer; the page says all that stands against it."""
    found, offer = round_here(round_id), offer_here(offer_id, round_id)
    authorize(actor(), "purchasing.order", found.whose)
    form = PlaceOrderForm()
    if done := form.does(lambda: place_order(actor(), round_id, offer_id)):
        flash(promised_words(done.answer), "success")
        return redirect(url_for(".order", round_id=round_id, order_id=done.answer.id), 303)
    checked = check_order(found, offer)
    return render_template(
        "purchasing/order_form.html",
        form=form,
        round=found,
        offer=offer,
        cost=checked.cost,
        voted=checked.voted,
        reasons=[reason_words(reason) for reason in checked.reasons],
        let=checked.let,
        can_be_asked=checked.can_be_asked,
        asked=asked_of(checked.act, checked.detail) if checked.can_be_asked else None,
    )


@blueprint.route(f"{ONE}/offers/<{NUMBER}:offer_id>/ask", methods=["GET", "POST"])
@permission("purchasing.order")
def ask_to_order(round_id: int, offer_id: int) -> Any:
    """Ask the members to let the group order by an offer beyond its mandate."""
    found, offer, form = round_here(round_id), offer_here(offer_id, round_id), AskMembersForm()
    authorize(actor(), "purchasing.order", found.whose)
    if done := form.does(lambda: ask_members(actor(), round_id, offer_id)):
        flash("The members are asked. Once they have let you, you can order it at this price.", "success")
        return redirect(url_for("decisions.show", decision_id=done.answer), 303)
    checked = check_order(found, offer)
    return render_template(
        "purchasing/ask_form.html",
        form=form,
        round=found,
        offer=offer,
        cost=checked.cost,
        reasons=[reason_words(reason) for reason in checked.reasons],
    )


@blueprint.route(f"{ONE}/offers/<{NUMBER}:offer_id>/back", methods=["GET", "POST"])
@permission("purchasing.run")
def take_offer_back(round_id: int, offer_id: int) -> Any:
    """Write down that an offer is not to be had any more."""
    found, offer, form = round_here(round_id), offer_here(offer_id, round_id), TakeBackForm()
    authorize(actor(), "purchasing.run", found.whose)
    if form.does(lambda: take_back(actor(), round_id, offer_id, form.reason.data)):
        flash("The offer is taken back. It stays in the list, and nobody orders it.", "success")
        return redirect(url_for(".offers", round_id=round_id), 303)
    return render_template("purchasing/back_form.html", form=form, round=found, offer=offer)
