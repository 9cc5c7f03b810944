"""What members agree about their meetings."""

from collections.abc import Mapping
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
BUSINESS_NOTICE: Final = AgreedSetting(
    "meetings.business_notice",
    "Notice of a business meeting of all practices",
    "A business meeting of all practices is called with {} of notice at least, not counting the day it is called and the "
    "day it is held.",
    1,
    60,
    3,
    "day",
)
AGM_NOTICE: Final = AgreedSetting(
    "meetings.agm_notice",
    "Notice of an annual general meeting",
    "An annual general meeting is called with {} of notice at least, not counting the day it is called and the day it is "
    "held.",
    7,
    90,
    21,
    "day",
)
EGM_NOTICE: Final = AgreedSetting(
    "meetings.egm_notice",
    "Notice of an extraordinary general meeting",
    "An extraordinary general meeting is called with {} of notice at least, not counting the day it is called and the day "
    "it is held.",
    3,
    60,
    14,
    "day",
)
QUORUM: Final = AgreedSetting(
    "meetings.quorum",
    "How many practices must be there",
    "A meeting of all members, general meetings among them, can decide while {} of all practices are there.",
    Fraction(1, 4),
    Fraction(1),
    Fraction(1, 2),
)
EGM_SHARE: Final = AgreedSetting(
    "meetings.egm_share",
    "How many practices ask for an extraordinary general meeting",
    "An extraordinary general meeting must be called once {} of the practices have asked for it.",
    Fraction(1, 20),
    Fraction(1, 2),
    Fraction(1, 5),
)
EGM_DAYS: Final = AgreedSetting(
    "meetings.egm_days",
    "How soon a meeting that practices ask for is called",
    "A meeting that enough practices have asked for is called within {}. After that the practices that asked may call it "
    "themselves.",
    3,
    60,
    14,
    "day",
)
ALL_WEEKS: Final = AgreedSetting(
    "meetings.all_weeks",
    "How often all members meet",
    "All members meet, in a general meeting or another meeting of all practices, once in {} at least.",
    4,
    104,
    66,
    "week",
    "Our members have not decided how often all of them meet, so what is kept and missed is not counted.",
)
NOTICES: Final[Mapping[str, AgreedSetting]] = {
    "business": BUSINESS_NOTICE,
    "members": NOTICE,
    "agm": AGM_NOTICE,
    "egm": EGM_NOTICE,
}
"""The notice that each kind of meeting of all practices needs; the others need none."""
