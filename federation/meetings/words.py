"""What kinds of meetings, states and outcomes are called on pages."""

from collections.abc import Mapping
from typing import Final

KIND_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "business": (
        "Business meeting",
        "With an agenda, made of what is open. Minutes are approved at the next meeting",
    ),
    "conversation": ("Conversation", "No agenda: people meet, talk, and note what they heard"),
    "chatham": ("Conversation without names", "Notes say what was said, and never who said it"),
    "members": (
        "Members’ meeting",
        "All practices, with the notice and the attendance that the members have agreed",
    ),
    "agm": (
        "Annual general meeting",
        "All practices, once a year, with the notice that the members have agreed",
    ),
    "egm": (
        "Extraordinary general meeting",
        "All practices, for one matter that cannot wait, with the notice that the members have agreed",
    ),
}
STATE_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "called": ("Called", "blue"),
    "begun": ("Under way, or over", "blue"),
    "draft": ("Draft minutes", "yellow"),
    "approved": ("Minutes approved", "green"),
    "called_off": ("Called off", "grey"),
}
PRESENCE_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "": ("No word", "grey"),
    "coming": ("Coming", "blue"),
    "apologies": ("Apologies", "yellow"),
    "present": ("Here", "green"),
    "online": ("Online", "green"),
    "away": ("Was not here", "yellow"),
}
OUTCOME_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "": ("Not started", "grey"),
    "noted": ("Noted", "aqua"),
    "agreed": ("Agreed", "green"),
    "answered": ("Answered", "green"),
    "proposal": ("Becomes a proposal", "blue"),
    "left": ("Left for the next meeting", "yellow"),
}
ALL_MEMBERS: Final = "All practices"
