"""The page on which somebody asks to judge bids without a scorer who has not locked in time."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from federation.kernel.policy import authorize
from federation.kernel.web import actor, permission
from federation.tendering.blueprint import NUMBER, ONE, blueprint
from federation.tendering.evaluating.actions.going_on import (
    ask_to_go_on,
    check_scorer_there,
    confirm_going_on,
)
from federation.tendering.evaluating.forms import GoOnForm
from federation.tendering.preparing.queries.interests import parts_of
from federation.tendering.preparing.queries.tenders import clear_of_conflict

_SCORER = f"{ONE}/scorers/<{NUMBER}:person_id>/aside"


@blueprint.route(_SCORER, methods=["GET", "POST"])
@permission("tendering.run")
def go_on(tender_id: int, person_id: int) -> Any:
    """Ask to go on without a scorer."""
    tender = check_scorer_there(tender_id, person_id)
    authorize(actor(), "tendering.run", tender.whose)
    clear_of_conflict(actor(), tender_id)
    form = GoOnForm()
    if form.does(lambda: ask_to_go_on(actor(), tender_id, person_id, form.reason.data)):
        flash("It is asked for. It holds once a second person has confirmed it.", "success")
        return redirect(url_for("tendering.tender", tender_id=tender_id), 303)
    scorer = next(one for one in parts_of(tender_id) if one.person_id == person_id)
    return render_template("tendering/go_on.html", form=form, tender=tender, scorer=scorer)


@blueprint.post(f"{_SCORER}/confirm")
@permission("tendering.judge")
def confirm_aside(tender_id: int, person_id: int) -> Any:
    """Confirm what somebody else asked for."""
    confirm_going_on(actor(), tender_id, person_id)
    flash("The bids are judged without this scorer.", "success")
    return redirect(url_for("tendering.tender", tender_id=tender_id), 303)
