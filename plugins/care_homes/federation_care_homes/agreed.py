"""What the members agree about care homes: only a decision of theirs changes it; and how small a count is."""

from fractions import Fraction
from typing import Final

from federation.toolkit import AgreedSetting, settings_of

MOVES: Final = AgreedSetting(
    "care_homes.moves",
    "How much a resident who is asked to change practice counts",
    "Where practices are matched to care homes, each resident who is asked to change practice counts {} times as much as one "
    "metre between practice and home counts for itself.",
    0,
    1_000_000,
    1_600,
)
METRES: Final = AgreedSetting(
    "care_homes.metres",
    "How much distance counts",
    "Where practices are matched to care homes, each metre between practice and home counts {}.",
    0,
    1_000_000,
    1,
)
BEDS: Final = AgreedSetting(
    "care_homes.beds",
    "The most beds of a practice",
    "A practice looks after {} in care homes at most for each 1,000 patients on its list.",
    1,
    1_000,
    6,
    "bed",
)
MONEY: Final = AgreedSetting(
    "care_homes.pence",
    "Money for each bed",
    "For each bed in a care home {} pence a month are shared out.",
    0,
    100_000,
    1_000,
)
PRACTICE_SHARE: Final = AgreedSetting(
    "care_homes.practice_share",
    "The practice’s share of the money for a care home",
    "The practice that looks after a home gets {} of its money, for rounds and plans.",
    Fraction(0),
    Fraction(7, 10),
    Fraction(7, 10),
)
NURSES_SHARE: Final = AgreedSetting(
    "care_homes.nurses_share",
    "The community nurses’ share of the money for a care home",
    "Community nurses get {} of the money for a care home; what is left is the shared pharmacist’s.",
    Fraction(0),
    Fraction(3, 10),
    Fraction(2, 10),
)
ALL: Final = (MOVES, METRES, BEDS, MONEY, PRACTICE_SHARE, NURSES_SHARE)

_SMALL: Final = 5


def small_number() -> int:
    """Counts below this are not shown to those whom they do not concern: what administrators set."""
    return int(settings_of("care_homes").get("small") or _SMALL)
