"""A whole number shared out to the last unit: pro rata, between a minimum and a maximum, by largest remainder.

Largest remainder is Hamilton's method, as for seats of a parliament. With limits, whoever would stand beyond one is put
at it and the rest is shared anew among the others, until nobody stands beyond; of both sides the one that is further
out goes first, which makes the shares one multiple of the weights, cut off at the limits.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import NamedTuple


class Sharer(NamedTuple):
    """Who takes part: a code of its own, how many patients, and the weight that its share is proportional to."""

    code: str
    patients: int
    weight: int | Fraction


class CannotShare(ValueError):
    """The limits leave no way: ``short_by`` units are missing for everybody's minimum (``too_little``), or are left when
    everybody has the maximum."""

    def __init__(self, short_by: int, too_little: bool) -> None:
        super().__init__(f"the limits are short by {short_by}")
        self.short_by = short_by
        self.too_little = too_little


class Sharing:
    """A basis by which any number of totals are shared. Raises ``ValueError`` for a code that is there twice, a weight
    below nought, and where no weight is above nought."""

    def __init__(self, sharers: Iterable[Sharer]) -> None:
        entered = list(sharers)
        # Of equal remainders the larger list is first, then the code: nothing depends on the order of entry.
        ranked = sorted(entered, key=lambda one: (-one.patients, one.code))
        self._codes = [one.code for one in entered]
        if len(set(self._codes)) < len(entered):
            raise ValueError("a code is there twice")
        if any(one.weight < 0 for one in entered) or not any(one.weight for one in entered):
            raise ValueError("weights are nought or more, and one at least is more")
        place_of = {one.code: place for place, one in enumerate(ranked)}
        self._places = [place_of[code] for code in self._codes]
        scale = lcm(*(Fraction(one.weight).denominator for one in entered))
        weights = [int(one.weight * scale) for one in ranked]
        self._rising = sorted(range(len(weights)), key=weights.__getitem__)
        self._weights = [weights[place] for place in self._rising]
        self._sums = [0, *accumulate(self._weights)]
        self._without = bisect_right(self._weights, 0)

    def share(self, total: int, least: int = 0, most: int | None = None) -> dict[str, int]:
        """What each gets of ``total`` units, by code in the order of entry; the sum is ``total``.

        Everybody gets ``least`` at least and ``most`` at most; a weight of nought gets ``least``. Raises
        :class:`CannotShare` where that is impossible.
        """
        self._check(total, least, most)
        low, high = self._free(total, least, most)
        count = len(self._rising)
        above = 0 if most is None else most
        rest = total - least * low - above * (count - high)
        weight = self._sums[high] - self._sums[low]
        places = self._rising[low:high]
        products = [own * rest for own in self._weights[low:high]]
        within = [product // weight for product in products]
        amounts = [0] * count
        for place, amount in zip(
            self._rising, [least] * low + within + [above] * (count - high), strict=True
        ):
            amounts[place] = amount
        # One number for remainder and rank sorts ten times as fast as a pair of them.
        keys = [product % weight * count - place for product, place in zip(products, places, strict=True)]
        for key in sorted(keys, reverse=True)[: rest - sum(within)]:
            amounts[-key % count] += 1
        return dict(zip(self._codes, map(amounts.__getitem__, self._places), strict=True))

    def _check(self, total: int, least: int, most: int | None) -> None:
        if total < 0 or least < 0 or (most is not None and most < least):
            raise ValueError("total and limits are nought or more, and the maximum is not below the minimum")
        count = len(self._rising)
        if total < least * count:
            raise CannotShare(least * count - total, True)
        if most is not None:
            room = least * self._without + most * (count - self._without)
            if total > room:
                raise CannotShare(total - room, False)

    def _free(self, total: int, least: int, most: int | None) -> tuple[int, int]:
        """From which to which place, in the order of weights, shares stand within the limits."""
        low, high, count = self._without, len(self._rising), len(self._rising)
        while low < high:
            rest = total - least * low - (most or 0) * (count - high)
            weight = self._sums[high] - self._sums[low]
            if not rest:
                return low, high
            below = bisect_left(self._weights, -(-least * weight // rest), low, high)
            above = high if most is None else bisect_right(self._weights, most * weight // rest, low, high)
            missing = least * weight * (below - low) - rest * (self._sums[below] - self._sums[low])
            beyond = rest * (self._sums[high] - self._sums[above]) - (most or 0) * weight * (high - above)
            if below == low and above == high:
                return low, high
            low, high = (
                below if missing >= beyond else low,
                above if beyond >= missing else high,
            )
        return low, high
