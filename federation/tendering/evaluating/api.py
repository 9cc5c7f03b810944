"""Judging bids, for programs."""

from typing import Any

from flask import Response

from federation.kernel.api import ID, Endpoint, answer
from federation.kernel.api_fields import iso
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, permission
from federation.tendering.bidding.actions.opening import open_half
from federation.tendering.blueprint import API_ONE, programs
from federation.tendering.evaluating import schemas
from federation.tendering.evaluating.actions.going_on import ask_to_go_on, confirm_going_on
from federation.tendering.evaluating.actions.moderating import agree_score, check_bid, confirm_score
from federation.tendering.evaluating.actions.scoring import lock_scores, score_bid
from federation.tendering.evaluating.queries.moderation import all_agreed, judged_so_far, quality_agreed
from federation.tendering.evaluating.queries.opened import judged_bids
from federation.tendering.evaluating.queries.results import BidRanking, ranking_in
from federation.tendering.evaluating.queries.scores import sheets_of
from federation.tendering.evaluating.words import points_words
from federation.tendering.preparing.queries.tenders import tender_here

_ONE_BID = f"<{ID}:bid_id>"
_ASIDE = f"{API_ONE}/scorers/<{ID}:person_id>/aside"
_AGREED = f"{API_ONE}/agreed/{_ONE_BID}/<plain:criterion>"


@programs.route(f"{API_ONE}/scores/{_ONE_BID}")
class BidScoresView(Endpoint):
    """What a scorer gives."""

    @permission("tendering.score")
    @programs.arguments(schemas.ScoresSent)
    @programs.response(204)
    def put(self, given: dict[str, Any], tender_id: int, bid_id: int) -> Response:
        """Keep one's own scores of a bid, by criterion; those that are not sent stay. After one has locked the bid: 409."""
        score_bid(actor(), tender_id, bid_id, given)
        return Response(status=204)


@programs.route(f"{API_ONE}/scores/lock")
class ScoreLocksView(Endpoint):
    """Locking scores."""

    @permission("tendering.score")
    @programs.arguments(schemas.BidsToLock)
    @programs.response(200, schemas.BidsLocked)
    def post(self, sent: dict[str, Any], tender_id: int) -> Response:
        """Lock one's scores for good. Each criterion needs a score and a reason."""
        return answer({"locked": lock_scores(actor(), tender_id, sent["bids"])})


@programs.route(f"{API_ONE}/checks/{_ONE_BID}")
class BidChecksView(Endpoint):
    """Whether bids have what every bid must."""

    @permission("tendering.judge")
    @programs.arguments(schemas.CheckSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], tender_id: int, bid_id: int) -> Response:
        """Say whether a bid has what every bid must. It is out once two people say that it has not."""
        check_bid(actor(), tender_id, bid_id, sent["passes"], sent["words"])
        return Response(status=204)


@programs.route(_AGREED)
class AgreedScoreView(Endpoint):
    """What the scorers agree on."""

    @permission("tendering.judge")
    @programs.arguments(schemas.AgreementSent)
    @programs.response(204)
    def put(self, sent: dict[str, Any], tender_id: int, bid_id: int, criterion: str) -> Response:
        """Write down what the scorers agree on, within what they gave. It counts once a scorer who is somebody else has
        confirmed it."""
        halves = sent["score"] * 2
        if not halves.is_integer():
            raise Invalid("Send a score in halves, for example 3.5", "score")
        agree_score(actor(), tender_id, bid_id, criterion, int(halves), sent["reason"])
        return Response(status=204)


@programs.route(f"{_AGREED}/confirm")
class AgreedConfirmationView(Endpoint):
    """A second person's word."""

    @permission("tendering.score")
    @programs.response(204)
    def post(self, tender_id: int, bid_id: int, criterion: str) -> Response:
        """Confirm what somebody else wrote down as agreed."""
        confirm_score(actor(), tender_id, bid_id, criterion)
        return Response(status=204)


@programs.route(_ASIDE)
class ScorerAsideView(Endpoint):
    """Going on without a scorer who has not locked in time."""

    @permission("tendering.run")
    @programs.arguments(schemas.AsideSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], tender_id: int, person_id: int) -> Response:
        """Ask to judge bids without a scorer who has not locked two weeks after they were opened. A second person confirms it;
        until then the scorer can still lock. Once all have locked: 409."""
        ask_to_go_on(actor(), tender_id, person_id, sent["reason"])
        return Response(status=204)


@programs.route(f"{_ASIDE}/confirm")
class ScorerAsideConfirmationView(Endpoint):
    """A second person's word that it goes on without a scorer."""

    @permission("tendering.judge")
    @programs.response(204)
    def post(self, tender_id: int, person_id: int) -> Response:
        """Confirm what somebody else asked for."""
        confirm_going_on(actor(), tender_id, person_id)
        return Response(status=204)


@programs.route(f"{API_ONE}/price-openings")
class PriceOpeningsView(Endpoint):
    """Opening the prices."""

    @permission("tendering.open")
    @programs.response(200, schemas.PricesOpened)
    @programs.alt_response(202, schema=schemas.PricesOpened)
    def post(self, tender_id: int) -> Response:
        """Open your half of the prices, as one of the two people who were named, once every score is locked and agreed. The first
        is answered 202; the second opens them: 200, and the ranking follows from the formula."""
        tender_here(tender_id)
        done = open_half(actor(), tender_id, "price", quality_agreed)
        return answer({"openers": done.openers}, 200 if done.openers > 1 else 202)


@programs.route(f"{API_ONE}/evaluation")
class EvaluationView(Endpoint):
    """How bids are judged."""

    @permission("tendering.read")
    @programs.response(200, schemas.EvaluationAnswer)
    def get(self, tender_id: int) -> Response:
        """How far bids are judged. For those who have said that they have no interest in the tender: before all have locked one's
        own scores alone, then all without names, and with the prices open the ranking."""
        return answer(evaluation_for(actor(), tender_id))


def evaluation_for(reader: Actor, tender_id: int) -> dict[str, Any]:
    """The answer, for somebody clear of conflict. Raises ``NotYours`` and ``Refusal``."""
    tender, bids = tender_here(tender_id), judged_bids(reader, tender_id)
    state, scores = judged_so_far(tender, bids)
    ranking = ranking_in(tender, bids, scores)
    held = ranking.held if ranking else None
    return {
        "bids": len(bids),
        "scorers": len(state.counting),
        "locked": len(state.locked),
        "void": len(state.void),
        "aside": len(state.aside),
        "own": [
            {
                "bid": one.bid_id,
                "locked_at": iso(one.locked_at),
                "scores": [
                    {"criterion": key, "points": score.points, "reason": score.reason}
                    for key, score in one.scores.items()
                ],
            }
            for one in sheets_of(tender_id, reader.person_id)
        ],
        "scores": None
        if scores is None
        else [
            {
                "bid": one.bid.id,
                "criterion": one.criterion.key,
                "given": one.points,
                "reasons": [reason for _, reason in one.given],
                "to_talk": one.to_talk,
                "agreed": None if one.halves is None else one.halves / 2,
                "reason": one.reason,
            }
            for one in scores
        ],
        "agreed": bool(bids) and all_agreed(scores),
        "ranking": ranking_rows(ranking) if ranking else None,
        "firm": {"least": held.whole[0], "most": held.whole[1], "of": held.of} if held else None,
    }


def ranking_rows(ranking: BidRanking) -> list[dict[str, Any]]:
    """The ranking, as programs read it."""
    return [
        {
            "bid": one.id,
            "supplier": one.name,
            "pence": one.pence,
            "quality": points_words(one.ranked.quality),
            "price": points_words(one.ranked.price),
            "total": points_words(one.ranked.total),
            "place": one.place,
        }
        for one in ranking.bids
    ]
