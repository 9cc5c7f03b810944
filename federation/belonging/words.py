"""Membership in words."""

from typing import Final

STATES: Final = {
    "member": ("Full member", "green"),
    "leaving": ("Leaving", "yellow"),
    "suspended": ("Suspended", "red"),
    "associate": ("Associate", "white"),
    "left": ("Left", "grey"),
    "closed": ("Closed", "grey"),
}
"""How a practice belongs: what its tag says, and its colour."""
STEPS: Final = {
    "admitted": "Admitted by the members",
    "asked": "Proposed that it is suspended",
    "answered": "Answered",
    "suspended": "Suspended by the members",
    "lifted": "Suspension lifted by the members",
    "notice": "Gave notice that it leaves",
    "confirmed": "Notice confirmed by a second person of the practice",
    "stated": "Notice counts: the practice has no second person here",
    "taken_back": "Notice taken back",
    "gone": "Left by its own notice",
    "closing": "A file calls it closed; members can object",
    "objected": "Objected that it is called closed, so it stays",
    "closed": "Closed, as nobody objected",
    "off": "No member any more; the roles of its people end",
    "back": "A member again, so the roles of its people stay",
    "ended": "The roles of its people have ended",
}
