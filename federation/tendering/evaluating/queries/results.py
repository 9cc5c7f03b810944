"""The ranking of the bids, once the prices are open, and how firm it is."""

from fractions import Fraction
from typing import NamedTuple

from federation.kernel.policy import Actor
from federation.kernel.refusals import Refusal
from federation.tendering.evaluating.queries.moderation import (
    TalkedScore,
    all_agreed,
    checks_of,
    judged_so_far,
)
from federation.tendering.evaluating.queries.opened import JudgedBid, judged_bids, opened_bids, opened_prices
from federation.tendering.evaluating.rules import (
    BidToRank,
    HeldRange,
    JudgedCriterion,
    RankedBid,
    RankingTerms,
    held_range,
    quality_points,
    ranked,
)
from federation.tendering.preparing.queries.tenders import ShownTender, tender_here
from federation.tendering.preparing.rules.content import ALL_POINTS, TenderContent

PRICES_SEALED = (
    "The prices are sealed until every score for quality is agreed and two people have opened them."
)


class PlacedBid(NamedTuple):
    """A bid in the ranking: who bids, for how many pence, its points and its place (None: out, or below the floor)."""

    id: int
    name: str
    pence: int
    out: bool
    ranked: RankedBid

    @property
    def place(self) -> int | None:
        """Its place."""
        return self.ranked.place


class BidRanking(NamedTuple):
    """The bids from the first to the last, with every agreed score; how far the weight of the price can move before another is
    first (None where nobody is ranked, or nobody else is)."""

    bids: tuple[PlacedBid, ...]
    scores: tuple[TalkedScore, ...]
    held: HeldRange | None

    def named(self, bid_id: int) -> PlacedBid | None:
        """One of the bids."""
        return next((one for one in self.bids if one.id == bid_id), None)


def ranking_for(actor: Actor, tender_id: int) -> BidRanking:
    """The ranking, for somebody clear of conflict. Raises ``NotYours``, and ``Refusal`` while the prices are sealed."""
    found = _ranking_of(tender_here(tender_id), judged_bids(actor, tender_id))
    if found is None:
        raise Refusal(PRICES_SEALED)
    return found


def ranking_of(tender_id: int) -> BidRanking | None:
    """The ranking; None while the prices are sealed or something is not agreed. For the rooms' own use."""
    return _ranking_of(tender_here(tender_id), opened_bids(tender_id))


def _ranking_of(tender: ShownTender, bids: list[JudgedBid]) -> BidRanking | None:
    return ranking_in(tender, bids, judged_so_far(tender, bids)[1])


def ranking_in(
    tender: ShownTender, bids: list[JudgedBid], scores: list[TalkedScore] | None
) -> BidRanking | None:
    """The ranking of bids with these scores (None: not all have locked). For the rooms' own use."""
    prices = opened_prices(tender.id) if all_agreed(scores) else None
    if prices is None or scores is None or not bids:
        return None
    checks, content = checks_of(tender.id), tender.content
    quality = {bid.id: _quality(content, [one for one in scores if one.bid.id == bid.id]) for bid in bids}
    outside = {bid for bid, check in checks.items() if check.out}
    to_rank = [BidToRank(bid.id, quality[bid.id], prices[bid.id], bid.id in outside) for bid in bids]
    found = ranked(to_rank, terms_of(content))
    names = {bid.id: bid.name for bid in bids}
    placed = tuple(
        PlacedBid(one.key, names[one.key], prices[one.key], one.key in outside, one) for one in found
    )
    return BidRanking(placed, tuple(scores), _held(tender, placed))


def terms_of(content: TenderContent) -> RankingTerms:
    """What was fixed before any bid, as the ranking takes it."""
    return RankingTerms(content.price_points, content.price_formula, Fraction(content.floor), content.tie)


def _quality(content: TenderContent, scores: list[TalkedScore]) -> Fraction:
    criteria = [JudgedCriterion(one.key, one.points) for one in content.criteria]
    return quality_points(criteria, {one.criterion.key: one.halves or 0 for one in scores})


def _held(tender: ShownTender, placed: tuple[PlacedBid, ...]) -> HeldRange | None:
    content = tender.content
    if not content.price_points or not content.quality_points:
        return None
    lines = [
        ((one.ranked.price or Fraction()) / content.price_points, one.ranked.quality / content.quality_points)
        for one in placed
        if one.place is not None
    ]
    return held_range(lines[0], lines[1:], content.price_points, ALL_POINTS) if len(lines) > 1 else None
