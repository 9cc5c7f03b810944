"""Elections in words."""

from typing import Final

from federation.kernel.words import plural

STATE_TAGS: Final = {
    "standing": ("People can stand", "blue"),
    "to_vote": ("The vote can open", "yellow"),
    "nobody": ("Nobody stood", "grey"),
    "voting": ("The members vote", "aqua"),
    "elected": ("Elected", "green"),
    "not_elected": ("Nobody was elected", "grey"),
}


def seats_words(seats: int, is_lead: bool, has_vote: bool) -> str:
    """``2 seats for leads, with a vote``."""
    leads = " for leads" if is_lead and seats > 1 else " for a lead" if is_lead else ""
    return f"{plural(seats, 'seat')}{leads}, with {'a vote' if has_vote else 'a voice and no vote'}"
