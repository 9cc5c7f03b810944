"""The pages on which a practice says what it needs, and on which all lines are read."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from federation.kernel.policy import Seat
from federation.kernel.refusals import NotFound, NotYours
from federation.kernel.web import actor, here, permission
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.blueprint import ONE, blueprint
from federation.purchasing.forms.needs import MORE_ROWS, NeedsForm
from federation.purchasing.lists import NeedFilter, need_lines
from federation.purchasing.queries.needs import answer_of, items_said
from federation.purchasing.queries.rounds import ShownRound, round_here, round_priced


@blueprint.route(f"{ONE}/needs", methods=["GET", "POST"])
@permission("purchasing.answer")
def needs(round_id: int) -> Any:
    """Say what a practice needs that one represents."""
    found = round_here(round_id)
    seat = practice_answering()
    if found.state != "open":
        return redirect(url_for(".purchase_round", round_id=round_id), 303)
    form, said = NeedsForm(), answer_of(round_id, seat.practice_id)
    if "more" in request.form:
        form.spare(MORE_ROWS)
    elif form.does(lambda: say_needs(actor(), round_id, seat.code, form.wanted)):
        flash(f"Thank you. You can change what {seat.name} needs until the round closes.", "success")
        return redirect(url_for(".purchase_round", round_id=round_id), 303)
    elif not form.is_submitted():
        _fill(form, found, said)
    return render_template(
        "purchasing/needs_form.html", form=form, round=found, seat=seat, said=said, seats=actor().representing
    )


@blueprint.get(f"{ONE}/lines")
@permission("purchasing.prices")
def lines(round_id: int) -> str:
    """The lines of all practices, to find, sort and take away."""
    found, form = round_priced(actor(), round_id), NeedFilter()
    return render_template("purchasing/lines.html", round=found, listed=need_lines(round_id).page(form))


@blueprint.get(f"{ONE}/lines.csv")
@permission("purchasing.prices")
def lines_csv(round_id: int) -> Response:
    """The lines that the list shows, as a spreadsheet."""
    found = round_priced(actor(), round_id)
    return need_lines(round_id).file(f"{here().slug}-round-{found.id}-needs.csv", NeedFilter())


def practice_answering() -> Seat:
    """The practice that one answers for: the one that the address names, else the first that one represents."""
    seats, asked = actor().representing, request.args.get("practice", "")
    if not seats:
        raise NotYours()
    for seat in seats:
        if asked in ("", seat.code):
            return seat
    raise NotFound()


def _fill(form: NeedsForm, found: ShownRound, said: Any) -> None:
    offered = [(item, unit) for item, unit in found.items]
    form.fill(said.lines if said else (), [*offered, *items_said(found.id)])
    form.none.data = said is not None and not said.lines
    form.spare()
