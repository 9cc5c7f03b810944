"""The tables of decisions."""

from federation.decisions.models.decision import STATES, VERDICTS, Decision
from federation.decisions.models.discussion import Comment, CommentEdit
from federation.decisions.models.outcomes import Action
from federation.decisions.models.proposals import CoAuthor, Effect, Version
from federation.decisions.models.register import DecisionAim, RegisterTotal
from federation.decisions.models.rulebook import OwnRule, SuggestedRule
from federation.decisions.models.votes import Ballot, BallotLink, CastingVote, Interest, Resolution, RollEntry

__all__ = [
    "STATES",
    "VERDICTS",
    "Action",
    "Ballot",
    "BallotLink",
    "CastingVote",
    "CoAuthor",
    "Comment",
    "CommentEdit",
    "Decision",
    "DecisionAim",
    "Effect",
    "Interest",
    "OwnRule",
    "RegisterTotal",
    "Resolution",
    "RollEntry",
    "SuggestedRule",
    "Version",
]
