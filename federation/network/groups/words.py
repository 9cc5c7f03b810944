"""What groups are called, and who reads what they write, in the words of pages."""

from collections.abc import Mapping
from typing import Final

KIND_TITLES: Final[Mapping[str, str]] = {
    "sub_group": "Sub-group",
    "committee": "Committee",
    "locality": "Locality",
    "executive": "Executive",
    "office": "Office",
    "outside": "Group outside the federation",
}
READS_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "all": ("Everybody in the federation", "They read its proposals, discussions, votes and results"),
    "results": (
        "Others read its results",
        "Once a decision is closed they read its text and what came of it; the discussion, and who voted how and why, stay "
        "with the group",
    ),
    "seated": ("Only those who sit in it", "Others read that it exists, what it is for and who sits in it"),
}


def seat_words(is_lead: bool, has_vote: bool) -> str:
    """What somebody may do in a group: "Lead, with a vote"."""
    vote = "a vote" if has_vote else "a voice, no vote"
    return f"Lead, with {vote}" if is_lead else f"{vote[0].upper()}{vote[1:]}"
