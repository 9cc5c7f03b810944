"""The page on which two people open the prices, once every score for quality is locked and agreed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from federation.kernel.second_factor import fresh
from federation.kernel.web import actor, permission
from federation.tendering.bidding.actions.opening import check_opener, open_half
from federation.tendering.bidding.forms import OpenHalfForm
from federation.tendering.bidding.queries.bidders import halves_of
from federation.tendering.blueprint import ONE, blueprint
from federation.tendering.evaluating.queries.moderation import progress_of, quality_agreed
from federation.tendering.preparing.queries.tenders import tender_here


@blueprint.route(f"{ONE}/price-openings", methods=["GET", "POST"])
@permission("tendering.open")
@fresh()
def open_prices(tender_id: int) -> Any:
    """Open one's half of the prices."""
    found, form = tender_here(tender_id), OpenHalfForm()
    if request.method != "POST":
        check_opener(actor(), tender_id)
    if done := form.does(lambda: open_half(actor(), tender_id, "price", quality_agreed)):
        both = done.answer.openers > 1
        flash(
            "The prices are open." if both else "Your half is open. The other person opens theirs.", "success"
        )
        return redirect(url_for("tendering.tender", tender_id=tender_id), 303)
    halves, (state, bids) = halves_of(tender_id, "price"), progress_of(tender_id)
    return render_template(
        "tendering/price_opening.html",
        form=form,
        tender=found,
        halves=halves,
        state=state,
        bids=bids,
        agreed=quality_agreed(tender_id),
        did_mine=any(one.person_id == actor().person_id for one in halves),
    )
