"""What network diagnostics keep."""

from .profiles import LeaderProfile, ProfileRound
from .surveys import Survey, SurveyAnswer, SurveyDraft, SurveyInvitation
from .workshops import Workshop, WorkshopEntry, WorkshopGroup, WorkshopVotes

__all__ = [
    "LeaderProfile",
    "ProfileRound",
    "Survey",
    "SurveyAnswer",
    "SurveyDraft",
    "SurveyInvitation",
    "Workshop",
    "WorkshopEntry",
    "WorkshopGroup",
    "WorkshopVotes",
]
