"""What a price is worth in points, and what a project costs the members: exact."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

Number = int | Fraction


def cross_subsidy(income: int, direct: int, overhead: int) -> int:
    """What the members' fees pay of a project that outside money should pay: its full cost, direct and overhead, less its
    income, and nought where the income covers it. All in one unit, as pence."""
    return max(0, direct + overhead - income)


def price_points(points: Number, bids: Sequence[Number], formula: str = "lowest") -> list[Fraction]:
    """The points of each bid, rounded to hundredths, halves up, in the order of the bids, which are above nought.

    ``formula`` is a key of :data:`PRICE_FORMULAS`. Raises ``ValueError``.
    """
    if not bids or min(bids) <= 0 or points < 0:
        raise ValueError("bids are above nought, and there is one at least; points are nought or more")
    if formula not in PRICE_FORMULAS:
        raise ValueError(f"a formula is one of {', '.join(PRICE_FORMULAS)}")
    return [_hundredths(points * share) for share in PRICE_FORMULAS[formula](bids)]


def _lowest(bids: Sequence[Number]) -> list[Fraction]:
    """All points for the lowest price; a price twice as high gets half of them."""
    best = min(bids)
    return [Fraction(best) / bid for bid in bids]


def _mean(bids: Sequence[Number]) -> list[Fraction]:
    """Half of the points at the mean of all bids, and a hundredth of them more for each per cent below it, or fewer for each
    above; never below nought or above all."""
    mean = Fraction(sum(bids)) / len(bids)
    half = Fraction(1, 2)
    return [min(Fraction(1), max(Fraction(0), half + (mean - bid) / mean)) for bid in bids]


PRICE_FORMULAS: Mapping[str, Callable[[Sequence[Number]], list[Fraction]]] = {
    "lowest": _lowest,
    "mean": _mean,
}
"""How prices become shares of the points: lowest price over price, or the deviation from the mean."""


def _hundredths(number: Fraction) -> Fraction:
    return Fraction((200 * number.numerator + number.denominator) // (2 * number.denominator), 100)
