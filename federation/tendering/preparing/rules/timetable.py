"""The times of a tender: how long bidders usually have."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

USUAL_STANDSTILL: Final = 8
"""Working days, in the Procurement Act and in the provider selection regime alike."""
USUAL_DAYS: Final[Mapping[str, int]] = {"own": 10, "act": 25, "selection": 0, "framework": 10}
"""How many days bidders are usually given at least, by the rules used; 0: whoever buys says it. A shorter time is shown to the
members, and refused by nobody: the product records which rules are used and does not decide the law."""


def short_by_days(regime: str, opens: datetime, closes: datetime) -> int:
    """How many days are missing to what bidders are usually given at least, from one time to another; 0: none."""
    return max(0, USUAL_DAYS.get(regime, 0) - (closes - opens).days)
