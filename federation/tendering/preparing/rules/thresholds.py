"""The sums from which the Procurement Act asks for more, with the day from which each holds."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple


class DatedThreshold(NamedTuple):
    """A sum in pence with VAT that holds from a day on, for a ``kind`` of contract."""

    kind: str
    since: date
    pence: int


THRESHOLD_KINDS: Final = (
    "central",
    "sub_central",
    "light_touch",
    "works",
    "concessions",
    "light_touch_concessions",
)
_FIRST, _SECOND = date(2025, 2, 24), date(2026, 1, 1)
KNOWN_THRESHOLDS: Final = (
    DatedThreshold("central", _FIRST, 13_968_800),
    DatedThreshold("central", _SECOND, 13_501_800),
    DatedThreshold("sub_central", _FIRST, 21_490_400),
    DatedThreshold("sub_central", _SECOND, 20_772_000),
    DatedThreshold("light_touch", _FIRST, 66_354_000),
    DatedThreshold("works", _FIRST, 537_260_900),
    DatedThreshold("works", _SECOND, 519_300_000),
    DatedThreshold("concessions", _SECOND, 519_300_000),
    DatedThreshold("light_touch_concessions", _SECOND, 537_260_900),
)
"""As published for 24 February 2025 and 1 January 2026; they are reviewed every two years."""


def thresholds_on(day: date, entered: Iterable[DatedThreshold] = ()) -> dict[str, DatedThreshold]:
    """The threshold of each kind that holds on a day: the newest of those known and those ``entered``; of the same day the one
    that was entered."""
    found: dict[str, DatedThreshold] = {}
    for one in (*KNOWN_THRESHOLDS, *entered):
        if one.since <= day and (one.kind not in found or found[one.kind].since <= one.since):
            found[one.kind] = one
    return found
