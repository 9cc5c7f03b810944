"""How firm a ranking is: how far one weight can move before another bid is first.

While one weight goes from nought to all, the others keep their proportion to each other. So the points of each bid are a
line over that weight, and the first stays first up to where the nearest line crosses its own: exact.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple


class HeldRange(NamedTuple):
    """From which to which weight, in points of ``of``, a bid has at least as many points as each other. ``least`` and ``most``
    are the crossings themselves, or nought and ``of``."""

    least: Fraction
    most: Fraction
    of: int

    @property
    def whole(self) -> tuple[int, int]:
        """The lowest and the highest whole number of points between them."""
        return -int(-self.least // 1), int(self.most // 1)


def held_range(
    first: tuple[Fraction, Fraction], others: Iterable[tuple[Fraction, Fraction]], weight: int, of: int = 100
) -> HeldRange | None:
    """How far the weight of one part can move from ``weight``. Each bid is a pair: which share of that part's points it has, and
    which share of all others'; both from 0 to 1. None where another bid has more points already."""
    least, most = Fraction(0), Fraction(of)
    for other in others:
        part, rest = first[0] - other[0], first[1] - other[1]
        if part * weight + rest * (of - weight) < 0:
            return None
        if part < rest:
            # Ahead as long as part * w + rest * (of - w) is not below nought; it falls as w grows.
            most = min(most, rest * of / (rest - part))
        elif part > rest:
            least = max(least, -rest * of / (part - rest))
    return HeldRange(least, most, of)
