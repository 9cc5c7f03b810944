"""What members agree about their meetings."""

from fractions import Fraction
from typing import Final

from federation.plugin.agreed import AgreedSetting

NOTICE: Final = AgreedSetting(
    "meetings.notice",
    "Notice of a members’ meeting",
    "A members’ meeting is called with {} of notice at least, not counting the day it is called and the day it is held.",
    3,
    60,
    7,
    "day",
)
QUORUM: Final = AgreedSetting(
    "meetings.quorum",
    "How many practices must be there",
    "A members’ meeting can decide while {} of all practices are there.",
    Fraction(1, 4),
    Fraction(1),
    Fraction(1, 2),
)
