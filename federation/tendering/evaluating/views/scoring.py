"""The page on which a scorer scores one bid, alone."""

from fractions import Fraction
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from federation.kernel.web import actor, permission
from federation.tendering.blueprint import NUMBER, ONE, blueprint
from federation.tendering.evaluating.actions.scoring import bids_to_score, lock_scores, score_bid
from federation.tendering.evaluating.forms import BidScoreForm, score_form
from federation.tendering.evaluating.queries.opened import bid_named, check_bid_there
from federation.tendering.evaluating.queries.scores import ScoreSheet, scorer_state, sheets_of
from federation.tendering.evaluating.rules import JudgedCriterion, quality_points
from federation.tendering.evaluating.words import points_words
from federation.tendering.preparing.queries.interests import parts_of
from federation.tendering.preparing.queries.tenders import ShownTender


@blueprint.route(f"{ONE}/scores/<{NUMBER}:bid_id>", methods=["GET", "POST"])
@permission("tendering.score")
def score(tender_id: int, bid_id: int) -> Any:
    """Score a bid, keep it, or lock it for good."""
    check_bid_there(tender_id, bid_id)
    tender, bids = bids_to_score(actor(), tender_id)
    bid, sheets = bid_named(bids, bid_id), _own_sheets(tender_id)
    mine = sheets.get(bid_id)
    form = score_form(tender.content.criteria, mine.scores if mine else {})
    if form.validate_on_submit() and not form.without_points() and _keep(form, tender_id, bid_id):
        return redirect(url_for(".score", tender_id=tender_id, bid_id=bid_id), 303)
    return render_template(
        "tendering/score.html",
        form=form,
        tender=tender,
        bid=bid,
        place=bids.index(bid) + 1,
        bids=[(one, *_stands(tender, sheets.get(one.id))) for one in bids],
        locked=mine is not None and mine.locked_at is not None and request.method == "GET",
        sheet=mine,
        points=points_words(_points(tender, mine)),
        state=scorer_state(tender_id, [one.id for one in bids]),
        scorers=[one for one in parts_of(tender_id) if one.part == "scorer"],
    )


def _keep(form: BidScoreForm, tender_id: int, bid_id: int) -> bool:
    """Keep what was typed, and lock it where that was asked for."""
    if not form.tries(lambda: score_bid(actor(), tender_id, bid_id, form.given)):
        return False
    if request.form.get("do") != "lock":
        flash("Your scores are kept. Nobody else can read them.", "success")
        return True
    if not form.tries(lambda: lock_scores(actor(), tender_id, [bid_id])):
        return False
    flash("This bid is locked.", "success")
    return True


def _own_sheets(tender_id: int) -> dict[int, ScoreSheet]:
    return {one.bid_id: one for one in sheets_of(tender_id, actor().person_id)}


def _points(tender: ShownTender, sheet: ScoreSheet | None) -> Fraction:
    criteria = [JudgedCriterion(one.key, one.points) for one in tender.content.criteria]
    given = {key: 2 * score.points for key, score in sheet.scores.items()} if sheet else {}
    return quality_points(criteria, given)


def _stands(tender: ShownTender, sheet: ScoreSheet | None) -> tuple[str, str]:
    """How one's own scores of a bid stand, as a word and a colour."""
    if sheet is None or not sheet.scores:
        return "Not started", "grey"
    if sheet.locked_at is not None:
        return "Locked", "green"
    left = len(tender.content.criteria) - len(sheet.scores)
    return (f"{left} to score", "yellow") if left else ("To lock", "yellow")
