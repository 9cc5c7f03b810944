"""What powers, states and reasons are called on pages, in plain words."""

from collections.abc import Mapping
from typing import Final

POWER_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "recommend": ("Recommend", "Look into something and say what the members should do"),
    "decide": ("Decide", "Settle a matter within its task, without asking the members"),
    "spend": ("Spend", "Pay for something, within the money it has"),
    "buy": ("Buy", "Order what practices use, within the money it has"),
    "open_tender": ("Open a tender", "Ask for bids. Who gets the contract is another matter"),
    "publish": ("Publish", "Say something in public on behalf of the members"),
}
RATIFY_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "none": ("No", "The members read its reports"),
    "silence": ("Yes, unless a practice objects", "One objection makes it a vote"),
    "vote": ("Yes, by a vote", "Each report is put to the vote"),
}
STATE_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "none": ("No mandate", "grey"),
    "proposed": ("Mandate proposed", "blue"),
    "in_force": ("Mandate in force", "green"),
    "suspended": ("Mandate suspended", "red"),
    "ended": ("Mandate ended", "grey"),
    "withdrawn": ("Mandate withdrawn", "grey"),
}
ACT_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "standing": ("Done", "green"),
    "held": ("Called in", "yellow"),
    "refused": ("Stopped by the members", "pink"),
    "settled": ("Done and settled", "green"),
}
REPORT_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "sent": ("To ratify", "yellow"),
    "noted": ("Noted", "aqua"),
    "ratified": ("Ratified", "green"),
    "sent_back": ("Sent back", "orange"),
}
REASON_WORDS: Final[Mapping[str, str]] = {
    "task": "It is not in an area of work that the members gave this group.",
    "power": "The members did not give this group that power.",
    "amount": "It is more than the group may spend on one item.",
    "total": "It is more than the group has left.",
    "term": "The group has no mandate that is in force.",
    "reserved": "The members keep this matter for themselves.",
    "suspended": "A report is overdue. Until it is in, the group may do nothing in the members’ name.",
}


def listed(words: list[str], nothing: str = "Nothing") -> str:
    """``Recommend, spend and buy``: the first as it is, the others with a small letter."""
    if not words:
        return nothing
    first, *others = words
    small = [first, *(one[:1].lower() + one[1:] for one in others)]
    return small[0] if len(small) == 1 else f"{', '.join(small[:-1])} and {small[-1]}"
