"""What network diagnostics keep."""

from .profiles import LeaderProfile, ProfileRound
from .surveys import Answer, Draft, Invitation, Survey
from .workshops import Workshop, WorkshopEntry, WorkshopGroup, WorkshopVotes

__all__ = [
    "Answer",
    "Draft",
    "Invitation",
    "LeaderProfile",
    "ProfileRound",
    "Survey",
    "Workshop",
    "WorkshopEntry",
    "WorkshopGroup",
    "WorkshopVotes",
]
