"""The tables of decisions."""

import federation.decisions.models.readers  # noqa: F401  no statement is made before it is known who reads what
from federation.decisions.models.decision import STATES, VERDICTS, Decision, number_in
from federation.decisions.models.outcomes import DecisionAction
from federation.decisions.models.proposals import CoAuthor, PracticeEffect, ProposalVersion
from federation.decisions.models.register import DecisionAim, RegisterTotal
from federation.decisions.models.rulebook import OwnRule, SuggestedRule
from federation.decisions.models.votes import (
    Ballot,
    BallotLink,
    CastingVote,
    DeclaredInterest,
    ObjectionResolution,
    RollEntry,
)

__all__ = [
    "STATES",
    "VERDICTS",
    "Ballot",
    "BallotLink",
    "CastingVote",
    "CoAuthor",
    "Decision",
    "DecisionAction",
    "DecisionAim",
    "DeclaredInterest",
    "ObjectionResolution",
    "OwnRule",
    "PracticeEffect",
    "ProposalVersion",
    "RegisterTotal",
    "RollEntry",
    "SuggestedRule",
    "number_in",
]
