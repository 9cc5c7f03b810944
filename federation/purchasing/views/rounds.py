"""The pages of rounds: all of them, opening one, how one stands, calling it off."""

from fractions import Fraction
from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.decisions.rulebook.queries.agreed import agreed
from federation.kernel.days import time_now
from federation.kernel.policy import authorize, may
from federation.kernel.web import actor, permission
from federation.kernel.words import share_in_words
from federation.network.groups.queries import openly_acting
from federation.purchasing.actions.changing import items_ordered
from federation.purchasing.actions.rounds import WantedRound, call_off, group_run, open_round
from federation.purchasing.agreed import TOLERANCE
from federation.purchasing.blueprint import NUMBER, ONE, blueprint
from federation.purchasing.forms.rounds import PurchaseRoundForm, RoundOffForm
from federation.purchasing.queries.changes import changes_of
from federation.purchasing.queries.needs import demand_of
from federation.purchasing.queries.offers import offers_compared
from federation.purchasing.queries.rounds import newest_rounds, round_here
from federation.purchasing.queries.specifications import versions_of, voted_of
from federation.purchasing.rules import meant, mixed_units
from federation.purchasing.terms import completeness
from federation.purchasing.views.progress import progress_bars
from federation.purchasing.views.tables import demand_rows, odd_lines
from federation.purchasing.words import WORD_TAGS


@blueprint.get("/purchasing")
@permission("purchasing.read")
def rounds() -> str:
    """What practices buy together."""
    return render_template(
        "purchasing/rounds.html",
        rounds=newest_rounds(),
        may_propose=may(actor(), "mandates.propose"),
        groups=openly_acting(actor()),
    )


@blueprint.route(f"/groups/<{NUMBER}:group_id>/rounds/new", methods=["GET", "POST"])
@permission("purchasing.run")
def new_round(group_id: int) -> Any:
    """Ask the practices what they need."""
    group, form = group_run(actor(), group_id), PurchaseRoundForm()
    if done := form.does(
        lambda: open_round(
            actor(),
            group_id,
            WantedRound(form.title.data, form.category.data, form.closes_at.data or time_now(), form.pairs),
        )
    ):
        flash("Every practice is asked. You see here who has answered.", "success")
        return redirect(url_for(".purchase_round", round_id=done.answer), 303)
    return render_template("purchasing/round_form.html", form=form, group=group)


@blueprint.get(ONE)
@permission("purchasing.read")
def purchase_round(round_id: int) -> str:
    """One round: what your practice has said, what all need, what is to be bought and where it stands."""
    found, reader = round_here(round_id), actor()
    demand, versions = demand_of(round_id), versions_of(round_id)
    prices = may(reader, "purchasing.prices", found.whose)
    mine = {seat.practice_id for seat in reader.seats}
    ordered = items_ordered(round_id)
    return render_template(
        "purchasing/round.html",
        round=found,
        demand=demand,
        rows=demand_rows(demand, prices),
        odd=odd_lines(demand) if prices else (),
        prices=prices,
        changes=changes_of(round_id) if prices else (),
        states=WORD_TAGS,
        progress=progress_bars(offers_compared(round_id, demand), ordered, found.state == "open")
        if found.state != "called_off"
        else (),
        changeable=any(meant(one.item, one.unit) not in ordered for one in demand.items),
        tolerance=share_in_words(Fraction(agreed(TOLERANCE.name))),
        mixed=mixed_units(demand.items),
        mine=[one for one in demand.practices if one.practice.id in mine],
        represents={seat.practice_id for seat in reader.representing},
        newest=versions[0] if versions else None,
        evidence=completeness(versions[0].evidence) if versions else "",
        voted=voted_of(round_id),
        may_run=may(reader, "purchasing.run", found.whose),
    )


@blueprint.route(f"{ONE}/call-off", methods=["GET", "POST"])
@permission("purchasing.run")
def call_round_off(round_id: int) -> Any:
    """Call a round off."""
    found, form = round_here(round_id), RoundOffForm()
    authorize(actor(), "purchasing.run", found.whose)
    if form.does(lambda: call_off(actor(), round_id, form.reason.data)):
        flash("The round is called off. Those who represent practices get a letter.", "success")
        return redirect(url_for(".purchase_round", round_id=round_id), 303)
    return render_template("purchasing/round_off.html", form=form, round=found)
