"""The pages of orders, what came, bills and savings."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for

from federation.kernel.days import today
from federation.kernel.policy import authorize, may
from federation.kernel.refusals import NotFound
from federation.kernel.tables import csv_response
from federation.kernel.web import actor, here, permission
from federation.kernel.words import money, pounds
from federation.purchasing.actions.billing import WantedBill, note_bill, note_delivery
from federation.purchasing.blueprint import NUMBER, ONE, blueprint
from federation.purchasing.forms.orders import BillForm, DeliveryForm
from federation.purchasing.permissions import RoundOf
from federation.purchasing.queries.deliveries import deliveries_of, finishes_of, noted_for
from federation.purchasing.queries.orders import (
    ShownOrder,
    bills_of,
    order_here,
    saved_of,
    savings,
    shares_of,
)
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.rules import FEWEST
from federation.purchasing.views.order_tables import saving_rows, share_rows
from federation.purchasing.words import BASIS_TITLES, WORD_TAGS

_ORDER = f"{ONE}/orders/<{NUMBER}:order_id>"


@blueprint.get(_ORDER)
@permission("purchasing.read")
def order(round_id: int, order_id: int) -> str:
    """One order: what each practice gets, what came, what was billed and saved."""
    found, ordered = round_here(round_id), _order(round_id, order_id)
    shares, bills = shares_of(order_id), bills_of(order_id)
    prices = may(actor(), "purchasing.prices", found.whose)
    return render_template(
        "purchasing/order.html",
        round=found,
        order=ordered,
        rows=share_rows(shares, saved_of(ordered, shares, bills), prices),
        prices=prices,
        bills=bills,
        deliveries=deliveries_of(order_id),
        bases=BASIS_TITLES,
        left=sum(one.packs - one.came for one in shares),
        unconfirmed=sum(one.unconfirmed for one in shares),
        mine=noted_for(order_id, [seat.practice_id for seat in actor().representing]),
        finishes=(finishes := finishes_of(order_id)),
        can_end=ordered.state == "standing" and all(one.state == "refused" for one in finishes),
        states=WORD_TAGS,
        may_order=may(actor(), "purchasing.order", found.whose),
    )


@blueprint.route(f"{_ORDER}/deliveries/new", methods=["GET", "POST"])
@permission("purchasing.order")
def new_delivery(round_id: int, order_id: int) -> Any:
    """Note what came of an order."""
    found, ordered, form = round_here(round_id), _order(round_id, order_id), DeliveryForm()
    authorize(actor(), "purchasing.order", found.whose)
    if form.does(
        lambda: note_delivery(
            actor(), round_id, form.packs.data or 0, form.came_on.data or today(), form.words.data, order_id
        )
    ):
        flash("It is shared out among those who wait for it.", "success")
        return redirect(url_for(".order", round_id=round_id, order_id=order_id), 303)
    return render_template("purchasing/delivery_form.html", form=form, round=found, order=ordered)


@blueprint.route(f"{_ORDER}/bills/new", methods=["GET", "POST"])
@permission("purchasing.order")
def new_bill(round_id: int, order_id: int) -> Any:
    """Split a bill for an order."""
    found, ordered = round_here(round_id), _order(round_id, order_id)
    authorize(actor(), "purchasing.order", found.whose)
    form = BillForm(ordered.basis, data={"basis": ordered.basis or "quantity"})
    if form.does(
        lambda: note_bill(
            actor(),
            round_id,
            WantedBill(form.pence.data or 0, form.basis.data or "", form.words.data),
            order_id,
        )
    ):
        flash("The bill is split. Each practice sees what it pays.", "success")
        return redirect(url_for(".order", round_id=round_id, order_id=order_id), 303)
    return render_template("purchasing/bill_form.html", form=form, round=found, order=ordered)


@blueprint.get("/purchasing/savings")
@permission("purchasing.read")
def all_savings() -> str:
    """What buying together has saved each practice."""
    found, prices = savings(), may(actor(), "purchasing.prices", RoundOf(None))
    known = [one.saved_pence for one in found if one.saved_pence is not None]
    return render_template(
        "purchasing/savings.html",
        rows=saving_rows(found) if prices else (),
        paid=sum(one.paid_pence for one in found),
        saved=money(sum(known)) if prices or len(known) >= FEWEST else None,
        unknown=sum(one.unknown for one in found),
        prices=prices,
    )


@blueprint.get("/purchasing/savings.csv")
@permission("purchasing.prices")
def savings_csv() -> Response:
    """The same as a spreadsheet; what is not known is empty, never nought."""
    authorize(actor(), "purchasing.prices", RoundOf(None))
    rows = [
        (one.code, one.name, pounds(one.paid_pence), _signed(one.saved_pence), one.unknown)
        for one in savings()
    ]
    heads = ("ODS code", "Practice", "Paid", "Saved", "Orders of which it is not known")
    return csv_response(f"{here().slug}-savings.csv", heads, rows)


def _signed(pence: int | None) -> str:
    if pence is None:
        return ""
    return f"{'-' if pence < 0 else ''}{pounds(abs(pence))}"


def _order(round_id: int, order_id: int) -> ShownOrder:
    found = order_here(order_id)
    if found.round_id != round_id:
        raise NotFound()
    return found
