"""The pages on which a practice says what came, and on which two people of a group end an order below what was promised."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.policy import authorize
from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission
from federation.kernel.words import day, money
from federation.purchasing.actions.finishing import WantedFinish, ask_finish, say_received, settle_finish
from federation.purchasing.blueprint import NUMBER, ONE, blueprint
from federation.purchasing.forms.changes import FinishForm, ReceiptForm, SecondWordForm
from federation.purchasing.queries.deliveries import ShownFinish, finishes_of, noted_for
from federation.purchasing.queries.orders import order_here, shares_of
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.views.needs import practice_answering
from federation.purchasing.words import BASIS_TITLES

_ORDER = f"{ONE}/orders/<{NUMBER}:order_id>"


@blueprint.route(f"{_ORDER}/deliveries/<{NUMBER}:delivery_id>/receipt", methods=["GET", "POST"])
@permission("purchasing.answer")
def receipt(round_id: int, order_id: int, delivery_id: int) -> Any:
    """Say what a practice got of a delivery."""
    found, ordered, seat = round_here(round_id), _order(round_id, order_id), practice_answering()
    shares = noted_for(order_id, [seat.practice_id])
    noted = next((one for one in shares if one.delivery_id == delivery_id), None)
    if noted is None:
        raise NotFound()
    form = ReceiptForm(data={"packs": noted.packs if noted.received is None else noted.received})
    if form.does(
        lambda: say_received(actor(), round_id, delivery_id, seat.code, form.packs.data or 0, form.words.data)
    ):
        flash("Thank you. It counts as you say; what is missing is still to come.", "success")
        return redirect(url_for(".order", round_id=round_id, order_id=order_id), 303)
    return render_template(
        "purchasing/receipt_form.html", form=form, round=found, order=ordered, noted=noted, day=day
    )


@blueprint.route(f"{_ORDER}/finish", methods=["GET", "POST"])
@permission("purchasing.order")
def finish_order(round_id: int, order_id: int) -> Any:
    """Ask that an order ends below what was promised."""
    found, ordered = round_here(round_id), _order(round_id, order_id)
    authorize(actor(), "purchasing.order", found.whose)
    form = FinishForm(ordered.basis, data={"basis": ordered.basis or "quantity"})
    if form.does(
        lambda: ask_finish(
            actor(),
            round_id,
            WantedFinish(form.pence.data or 0, form.basis.data or "", form.words.data, form.reason.data),
            order_id,
        )
    ):
        flash("It is asked. Nothing happens before another person of the group says yes.", "success")
        return redirect(url_for(".order", round_id=round_id, order_id=order_id), 303)
    return render_template("purchasing/finish_form.html", form=form, round=found, order=ordered)


@blueprint.route(f"{_ORDER}/finish/<{NUMBER}:finish_id>", methods=["GET", "POST"])
@permission("purchasing.order")
def finish_answer(round_id: int, order_id: int, finish_id: int) -> Any:
    """Say whether an order ends so, as another person of the group asked."""
    found, ordered, form = round_here(round_id), _order(round_id, order_id), SecondWordForm()
    asked = _asked(order_id, finish_id)
    authorize(actor(), "purchasing.order", found.whose)
    back = url_for(".order", round_id=round_id, order_id=order_id)
    if form.does(lambda: settle_finish(actor(), round_id, finish_id, form.word.data == "agree")):
        flash("It is settled. Every member can see it.", "success")
        return redirect(back, 303)
    shares = shares_of(order_id)
    return render_template(
        "purchasing/second_word.html",
        form=form,
        caption=f"{ordered.item} from {ordered.supplier}",
        heading="Does this order end so?",
        back=back,
        facts=[
            ("Promised", money(ordered.pence)),
            ("Last bill", _bill(asked)),
            ("Why", asked.reason),
            ("Still to come", sum(one.packs - one.came for one in shares)),
            ("Came, but no practice has confirmed it", sum(one.unconfirmed for one in shares)),
            ("Asked by", asked.person),
        ],
        mine=asked.asked_by == actor().person_id,
        settled=asked.state != "asked",
    )


def _bill(asked: ShownFinish) -> str:
    if not asked.pence:
        return "None comes"
    return f"{money(asked.pence)}, {asked.words}. {BASIS_TITLES[asked.basis][0]}"


def _asked(order_id: int, finish_id: int) -> ShownFinish:
    for one in finishes_of(order_id):
        if one.id == finish_id:
            return one
    raise NotFound()


def _order(round_id: int, order_id: int) -> Any:
    found = order_here(order_id)
    if found.round_id != round_id:
        raise NotFound()
    return found
