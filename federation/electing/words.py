"""Elections in words."""

from typing import Final

from federation.kernel.words import plural
from federation.network.groups.words import seat_words

STATE_TAGS: Final = {
    "standing": ("People can stand", "blue"),
    "to_vote": ("The vote can open", "yellow"),
    "nobody": ("Nobody stood", "grey"),
    "voting": ("The members vote", "aqua"),
    "elected": ("Elected", "green"),
    "not_elected": ("Nobody was elected", "grey"),
}


def seats_words(seats: int, is_lead: bool, has_vote: bool) -> str:
    """``2 seats: lead, with a vote``."""
    words = seat_words(is_lead, has_vote)
    return f"{plural(seats, 'seat')}: {words[:1].lower()}{words[1:]}"
