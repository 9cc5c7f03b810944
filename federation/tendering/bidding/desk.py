"""The desk of a bidder: what opens a draft in a browser. The link alone opens none, because whoever asked the bidder has it too:
a code that was mailed to the bidder's address does, for twelve hours in that browser."""

from datetime import timedelta
from typing import Final

from flask import session

from federation.kernel import clock
from federation.network.guests.actions import with_guest_code
from federation.network.guests.queries import guest

DESK_LASTS: Final = timedelta(hours=12)
_KEY: Final = "bid_desk"
"""Under this key a browser's signed session keeps for which invitation it gave a code, and when, in seconds since 1970."""


def open_desk(code: str) -> None:
    """Use up the code that was mailed, and open the draft in this browser."""
    with_guest_code(code, lambda: None, unseen=True)
    session[_KEY] = [guest().guest_id, int(clock.machine_now().timestamp())]


def is_desk_open() -> bool:
    """Whether this browser gave a code for the invitation of this request lately."""
    kept = session.get(_KEY)
    if not isinstance(kept, list) or len(kept) != 2 or kept[0] != guest().guest_id:
        return False
    return 0 <= int(clock.machine_now().timestamp()) - int(kept[1]) <= DESK_LASTS.total_seconds()
