"""The rules by which bids are judged: pure, and exact."""

from federation.tendering.evaluating.rules.firmness import HeldRange, held_range
from federation.tendering.evaluating.rules.quality import (
    JudgedCriterion,
    differ_by,
    middle_halves,
    must_talk,
    quality_points,
)
from federation.tendering.evaluating.rules.ranking import (
    TIE_RULES,
    BidToRank,
    RankedBid,
    RankingTerms,
    ranked,
)

__all__ = [
    "TIE_RULES",
    "BidToRank",
    "HeldRange",
    "JudgedCriterion",
    "RankedBid",
    "RankingTerms",
    "differ_by",
    "held_range",
    "middle_halves",
    "must_talk",
    "quality_points",
    "ranked",
]
