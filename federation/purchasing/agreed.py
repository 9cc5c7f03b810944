"""What members agree about buying together."""

from fractions import Fraction
from typing import Final

from federation.plugin.agreed import AgreedSetting

TOLERANCE: Final = AgreedSetting(
    "purchasing.tolerance",
    "How far practices may change what they need",
    "After a round has closed, and until it is ordered, a practice may change an amount by {} of what it said.",
    Fraction(0),
    Fraction(1, 2),
    Fraction(1, 20),
)
