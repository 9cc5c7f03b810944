"""Who has to be there so that a meeting can decide."""

from fractions import Fraction
from math import ceil
from typing import NamedTuple


class MeetingQuorum(NamedTuple):
    """So many of so many are there, and of a share of them, at least, the meeting can decide."""

    here: int
    of: int
    share: Fraction

    @property
    def needed(self) -> int:
        """How many must be there: the share of all, rounded up, and never none."""
        return max(1, ceil(self.share * self.of))

    @property
    def can_decide(self) -> bool:
        """Whether enough are there."""
        return self.of > 0 and self.here >= self.needed

    @property
    def to_spare(self) -> int:
        """How many can leave before too few are there."""
        return max(0, self.here - self.needed)
