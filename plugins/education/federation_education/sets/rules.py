"""Action learning sets: whose turn it is to present, and how mixed a set is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction


def next_presenter(members: Sequence[int], presented: Iterable[int]) -> int | None:
    """Who presents next: whoever has done so least often, in the order in which they joined; so that everybody presents once
    before anybody does so again. None where the set has no members."""
    counts = Counter(presented)
    return min(members, key=lambda one: (counts[one], members.index(one)), default=None)


def diversity(kinds: Iterable[str]) -> Fraction:
    """One less the sum of squared shares of kinds: 0 where all are alike, near 1 where all differ. 0 for nobody."""
    counts = Counter(kinds)
    whole = sum(counts.values())
    if not whole:
        return Fraction(0)
    return 1 - sum((Fraction(count, whole) ** 2 for count in counts.values()), Fraction(0))
