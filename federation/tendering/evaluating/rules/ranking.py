"""Which bid is first: points for quality and price, the floor, and what decides between equal ones."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final, NamedTuple

from federation.kernel.measures import price_points

TIE_RULES: Final = ("quality", "price", "members")
"""What is looked at first between equal totals: the better quality, or the lower price, then the other; or nothing, as the
members choose in the vote on the award."""


class BidToRank(NamedTuple):
    """A bid by its key, with its points for quality and its price in pence, above nought. ``out``: it does not meet what every
    bid must."""

    key: int
    quality: Fraction
    pence: int
    out: bool = False


class RankingTerms(NamedTuple):
    """What was fixed before any bid: points for price, how prices become points (a key of ``PRICE_FORMULAS``), the least points
    for quality, and which of ``TIE_RULES`` holds."""

    price_points: int
    formula: str = "lowest"
    floor: Fraction = Fraction()
    tie: str = "quality"


class RankedBid(NamedTuple):
    """A bid with its points. ``place`` counts from 1, equal ones share it; it is None where the bid is ``out`` or below the
    floor: then its price is not compared, and it has no points for it."""

    key: int
    quality: Fraction
    price: Fraction | None
    place: int | None

    @property
    def total(self) -> Fraction | None:
        """All points; None where it is not ranked."""
        return None if self.price is None else self.quality + self.price


def ranked(bids: Iterable[BidToRank], terms: RankingTerms) -> list[RankedBid]:
    """The bids from the first to the last, those that are not ranked at the end by their key. Nothing depends on the order of
    entry. Raises ``ValueError`` for an unknown formula or rule, and a price that is not above nought."""
    if terms.tie not in TIE_RULES:
        raise ValueError(f"a rule for ties is one of {', '.join(TIE_RULES)}")
    entered = sorted(bids)
    counted = [one for one in entered if not one.out and one.quality >= terms.floor]
    left = [RankedBid(one.key, one.quality, None, None) for one in entered if one not in counted]
    if not counted:
        return left
    prices = price_points(terms.price_points, [one.pence for one in counted], terms.formula)
    found = sorted(
        (_order(bid, price, terms.tie), bid.key, bid, price)
        for bid, price in zip(counted, prices, strict=True)
    )
    orders = [order for order, *_ in found]
    placed = [RankedBid(key, bid.quality, price, orders.index(order) + 1) for order, key, bid, price in found]
    return placed + left


def _order(bid: BidToRank, price: Fraction, tie: str) -> tuple[Fraction | int, ...]:
    second: dict[str, tuple[Fraction | int, ...]] = {
        "quality": (-bid.quality, bid.pence),
        "price": (bid.pence, -bid.quality),
        "members": (),
    }
    return (-(bid.quality + price), *second[tie])
