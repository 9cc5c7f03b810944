"""The pages on which scorers agree: all scores side by side without names, one to agree on, and checks of what every bid must
have; then points and ranking."""

from fractions import Fraction
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for

from federation.kernel.refusals import NotFound
from federation.kernel.web import actor, permission
from federation.tendering.blueprint import NUMBER, ONE, blueprint
from federation.tendering.evaluating.actions.moderating import (
    agree_score,
    check_bid,
    check_judge,
    confirm_score,
    judges,
)
from federation.tendering.evaluating.forms import BidCheckForm, agreed_form
from federation.tendering.evaluating.queries.moderation import (
    TalkedScore,
    checks_of,
    moderation_for,
    scores_shown,
)
from federation.tendering.evaluating.queries.opened import (
    JudgedBid,
    bid_named,
    check_bid_there,
    check_score_there,
    judged_bids,
    prices_open,
)
from federation.tendering.evaluating.queries.results import ranking_in
from federation.tendering.evaluating.rules import JudgedCriterion, quality_points
from federation.tendering.evaluating.words import firm_words, halves_words, points_words
from federation.tendering.preparing.queries.tenders import scorers_of, tender_here
from federation.tendering.preparing.rules.content import TenderContent

_AGREED = f"{ONE}/agreed/<{NUMBER}:bid_id>/<plain:criterion>"
_DOT_WIDTH, _MOST_HIGH = 12, 3


class ScoreDot(NamedTuple):
    """A dot of a chart of scores: its place in per cent, moved by so many pixels, and its height."""

    at: str
    aside: int
    high: int


class ScoreRow(NamedTuple):
    """A criterion of a bid with its dots; ``line`` is the agreed or middle score in per cent."""

    score: TalkedScore
    dots: tuple[ScoreDot, ...]
    line: str
    agreed: str


class BidScores(NamedTuple):
    """A bid with its rows, and the points it has so far of how many."""

    bid: JudgedBid
    rows: tuple[ScoreRow, ...]
    points: str
    of: int
    agreed: int


@blueprint.get(f"{ONE}/moderation")
@permission("tendering.judge")
def moderation(tender_id: int) -> str:
    """All scores side by side, without names, once everybody has locked."""
    tender, judged = tender_here(tender_id), judged_bids(actor(), tender_id)
    state, scores = scores_shown(tender, judged)
    ranking = ranking_in(tender, judged, scores)
    return render_template(
        "tendering/moderation.html",
        tender=tender,
        bids=bid_scores(tender.content, scores),
        to_talk=[one for one in scores if one.to_talk],
        checks=checks_of(tender_id),
        ranking=ranking,
        firm=firm_words(ranking.bids[0].name, ranking.held, tender.content.price_points) if ranking else "",
        points_words=points_words,
        state=state,
        checks_open=ranking is None and judges(actor(), tender),
    )


@blueprint.route(_AGREED, methods=["GET", "POST"])
@permission("tendering.judge")
def agreed_score(tender_id: int, bid_id: int, criterion: str) -> Any:
    """Write down what the scorers agree on."""
    check_score_there(tender_id, bid_id, criterion)
    tender, scores = tender_here(tender_id), moderation_for(actor(), tender_id)
    found = next((one for one in scores if (one.bid.id, one.criterion.key) == (bid_id, criterion)), None)
    if found is None:
        raise NotFound()
    before = found.written
    form = agreed_form(
        found.points, before.halves if before else found.middle, before.reason if before else ""
    )
    if request.method == "POST":
        check_judge(actor(), tender_id)
    if form.does(
        lambda: agree_score(actor(), tender_id, bid_id, criterion, form.score.data, form.reason.data)
    ):
        flash("It is written down. It counts once a scorer who is somebody else has confirmed it.", "success")
        return redirect(url_for(".moderation", tender_id=tender_id), 303)
    return render_template(
        "tendering/score_agreed.html",
        form=form,
        tender=tender,
        score=found,
        row=_row(found),
        words=halves_words,
        may_write=judges(actor(), tender) and (request.method == "POST" or not prices_open(tender_id)),
        may_confirm=_may_confirm(tender_id, found),
    )


@blueprint.post(f"{_AGREED}/confirm")
@permission("tendering.score")
def confirm_agreed(tender_id: int, bid_id: int, criterion: str) -> Any:
    """Confirm what somebody else wrote down."""
    confirm_score(actor(), tender_id, bid_id, criterion)
    flash("This score is agreed.", "success")
    return redirect(url_for(".moderation", tender_id=tender_id), 303)


@blueprint.route(f"{ONE}/checks/<{NUMBER}:bid_id>", methods=["GET", "POST"])
@permission("tendering.judge")
def bid_check(tender_id: int, bid_id: int) -> Any:
    """Say whether a bid has what every bid must."""
    check_bid_there(tender_id, bid_id)
    check_judge(actor(), tender_id)
    bid, form = bid_named(judged_bids(actor(), tender_id), bid_id), BidCheckForm()
    if form.does(
        lambda: check_bid(actor(), tender_id, bid_id, form.passes.data == "yes", form.words.data or "")
    ):
        flash("What you say of this bid is written down.", "success")
        return redirect(url_for("tendering.tender", tender_id=tender_id), 303)
    return render_template(
        "tendering/score_check.html",
        form=form,
        tender=tender_here(tender_id),
        bid=bid,
        said=checks_of(tender_id).get(bid_id),
    )


def bid_scores(content: TenderContent, scores: list[TalkedScore]) -> list[BidScores]:
    """The scores by bid, with the points that each has so far."""
    found = []
    for bid in dict.fromkeys(one.bid for one in scores):
        mine = [one for one in scores if one.bid == bid]
        done = {one.criterion.key: one.halves for one in mine if one.halves is not None}
        criteria = [JudgedCriterion(one.key, one.points) for one in content.criteria]
        of = sum(one.points for one in content.criteria if one.key in done)
        points = points_words(quality_points(criteria, done))
        found.append(BidScores(bid, tuple(map(_row, mine)), points, of, len(done)))
    return found


def _row(score: TalkedScore) -> ScoreRow:
    dots: list[ScoreDot] = []
    for points in dict.fromkeys(score.points):
        many = score.points.count(points)
        for place in range(many):
            row, column = divmod(place, 2)
            pair = min(2, many - 2 * row)
            aside = (2 * column - 1) * _DOT_WIDTH // 2 if pair == 2 else 0
            dots.append(ScoreDot(_percent(Fraction(points)), aside, min(row, _MOST_HIGH)))
    line = score.halves if score.halves is not None else score.middle
    agreed = halves_words(score.halves) if score.halves is not None else ""
    return ScoreRow(score, tuple(dots), _percent(Fraction(line, 2)), agreed)


def _percent(points: Fraction) -> str:
    """Where 0 to 5 stand in a chart: from 4 to 96 per cent."""
    tenths = 40 + points * 920 / 5
    return f"{int(tenths) // 10}.{int(tenths) % 10}%"


def _may_confirm(tender_id: int, score: TalkedScore) -> bool:
    written, mine = score.written, actor().person_id
    return written is not None and written.by != mine and mine in scorers_of(tender_id)
