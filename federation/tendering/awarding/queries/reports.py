"""The report of each bidder: what was agreed on their bid, criterion by criterion and why, and how they stand to the winner."""

from typing import NamedTuple

from federation.tendering.evaluating.queries.results import BidRanking, PlacedBid


class ReportLine(NamedTuple):
    """A criterion: the agreed score in halves, what it is worth of how many points, and the reasons, without names."""

    title: str
    halves: int
    points: int
    reasons: tuple[str, ...]


class BidderReport(NamedTuple):
    """What a bidder is told."""

    bid: PlacedBid
    winner: PlacedBid
    lines: tuple[ReportLine, ...]
    ranked: int


def reports_of(ranking: BidRanking, won: int) -> list[BidderReport]:
    """A report for each bid, in the order of the ranking."""
    winner = next(one for one in ranking.bids if one.id == won)
    many = sum(one.place is not None for one in ranking.bids)
    found = []
    for bid in ranking.bids:
        lines = tuple(
            ReportLine(
                score.criterion.title,
                score.halves or 0,
                score.criterion.points,
                (score.reason,) if score.reason else tuple(reason for _, reason in score.given),
            )
            for score in ranking.scores
            if score.bid.id == bid.id
        )
        found.append(BidderReport(bid, winner, lines, many))
    return found
