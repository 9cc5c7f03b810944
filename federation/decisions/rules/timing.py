"""When a vote takes ballots, is over, or is due to open. The times alone decide, whether or not anything has noticed them pass.

The same as SQL stands on ``Decision``, beside the columns.
"""

from datetime import datetime
from typing import Final

WRITTEN: Final = ("draft", "discussion")
"""States in which the text can be changed."""
BEFORE_VOTING: Final = ("draft", "discussion", "scheduled")
"""States from which a proposal can be put to the vote."""
UNDER_WAY: Final = ("discussion", "scheduled", "open")
"""States that members see before anything is decided."""


def takes_ballots(state: str, closes_at: datetime | None, now: datetime) -> bool:
    """Whether ballots are taken."""
    return state == "open" and closes_at is not None and now < closes_at


def is_over(state: str, closes_at: datetime | None, now: datetime) -> bool:
    """Whether the deadline has passed and nothing has written the close down yet."""
    return state == "open" and not takes_ballots(state, closes_at, now)


def is_due(state: str, opens_at: datetime | None, now: datetime) -> bool:
    """Whether the time that was set for opening has come, and nothing has opened voting yet."""
    return state == "scheduled" and opens_at is not None and opens_at <= now


def takes_comments(state: str, closes_at: datetime | None, now: datetime) -> bool:
    """Whether comments are taken: from when members see the proposal until voting ends."""
    return state in ("discussion", "scheduled") or takes_ballots(state, closes_at, now)
