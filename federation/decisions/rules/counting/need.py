"""How much of something is needed: a fraction, and whether exactly that much is enough."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.numbers import fraction_in_words

HALF = Fraction(1, 2)
FINEST = 1000


@dataclass(frozen=True)
class VoteNeed:
    """A fraction of a whole that must be reached. ``strict`` True is 'more than', False is 'at least'.

    Errors: RuleError if the fraction is not above 0 and up to 1, is finer than thousandths, or asks for
    more than all.
    """

    fraction: Fraction
    strict: bool

    def __post_init__(self) -> None:
        if not isinstance(self.fraction, Fraction):
            raise RuleError("fraction", "Write it as a fraction, for example 3/4.")
        if not 0 < self.fraction <= 1:
            raise RuleError("fraction", "Choose a fraction above 0 and up to 1, for example 3/4.")
        if self.fraction.denominator > FINEST:
            raise RuleError(
                "fraction", f"Choose a simpler fraction: the lower number can be up to {FINEST:,}."
            )
        if not isinstance(self.strict, bool):
            raise RuleError("strict", "Say whether it is 'more than' (true) or 'at least' (false).")
        if self.strict and self.fraction == 1:
            raise RuleError("strict", "More than all cannot be reached. Choose 'at least'.")

    def met(self, part: int, whole: int) -> bool:
        """Whether ``part`` of ``whole`` is enough. Nothing of nothing never is."""
        if whole == 0:
            return False
        have, needed = part * self.fraction.denominator, whole * self.fraction.numerator
        return have > needed if self.strict else have >= needed

    def least(self, whole: int) -> int:
        """The smallest number that is enough of ``whole``, and never less than 1: 3/4 of 12 is 9; more than
        half of 12 is 7.
        """
        needed = self.fraction * whole
        return max(1, floor(needed) + 1 if self.strict else ceil(needed))

    def tied(self, part: int, whole: int) -> bool:
        """Whether more than half is needed and ``part`` is exactly half of something."""
        return self.more_than_half and whole > 0 and 2 * part == whole

    @property
    def more_than_half(self) -> bool:
        """Whether this is the plain majority: the only need that a tie can fail."""
        return self.strict and self.fraction == HALF

    @property
    def words(self) -> str:
        """Before 'of the votes': ``more than half``, ``at least 75%``, ``all``."""
        if self.fraction == 1:
            return "all"
        return f"{self._side} {'half' if self.fraction == HALF else fraction_in_words(self.fraction)}"

    @property
    def figure(self) -> str:
        """As a figure: ``more than 50%``, ``at least 75%``, ``all``."""
        return "all" if self.fraction == 1 else f"{self._side} {fraction_in_words(self.fraction)}"

    @property
    def plural(self) -> bool:
        """Whether the figure goes with 'are': all, two thirds."""
        return self.figure == "all" or self.figure.endswith("thirds")

    @property
    def sentence(self) -> str:
        """After a share was counted: ``More than 50% was needed.``"""
        return f"{self.figure.capitalize()} {'were' if self.plural else 'was'} needed."

    @property
    def _side(self) -> str:
        return "more than" if self.strict else "at least"


MORE_THAN_HALF = VoteNeed(HALF, strict=True)
ALL = VoteNeed(Fraction(1), strict=False)
