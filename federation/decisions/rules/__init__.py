"""The rules by which practices, and groups of people, decide: pure values and functions, exact arithmetic, and
the words that members read.

A ``Rule`` is one list of tests: ``tests_of`` reads them before voting, ``judge`` counts them after.
A ``VoterNoun`` says what voters are called.
``weigh`` fixes the roll when voting opens; ``explain``, ``hint`` and ``worked_examples`` say what a rule
means for this roll.
"""

from federation.decisions.rules.counting.ballots import CountedBallot, VoteCount, VoteOption, VoteTally
from federation.decisions.rules.counting.checks import RuleTest, TestResult
from federation.decisions.rules.counting.choices import said_in
from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.fitting import misfit
from federation.decisions.rules.counting.listing import tests_of
from federation.decisions.rules.counting.method import (
    METHODS,
    STANCES,
    VoteStance,
    VotingMethod,
    answered_stances,
    choice_for,
    choice_in_words,
    dissents,
)
from federation.decisions.rules.counting.need import VoteNeed
from federation.decisions.rules.counting.nouns import PRACTICES, VoterNoun, members_of
from federation.decisions.rules.counting.parts import CHOICES
from federation.decisions.rules.counting.progress import so_far, still_needed, voted_needed
from federation.decisions.rules.counting.roll import RollSummary, RollVoter, summarize, weigh
from federation.decisions.rules.counting.rule import Rule
from federation.decisions.rules.counting.scenes import ScenePart
from federation.decisions.rules.counting.tally import tally
from federation.decisions.rules.counting.weights import VoteWeights
from federation.decisions.rules.floors import DELIVERED, NONE, VoteFloors, against_replacing, is_own
from federation.decisions.rules.floors_words import TITLE as FLOORS_TITLE
from federation.decisions.rules.floors_words import (
    FloorInWords,
    changes_in_words,
    floors_as_read,
    text_of_change,
    text_of_setting,
)
from federation.decisions.rules.methods.silence import can_follow
from federation.decisions.rules.presets import PRESETS, RulePreset, presets_for
from federation.decisions.rules.timing import (
    BEFORE_VOTING,
    UNDER_WAY,
    WRITTEN,
    is_due,
    is_over,
    takes_ballots,
    takes_comments,
)
from federation.decisions.rules.visibility import shows_results
from federation.decisions.rules.wording.examples import VerdictExample, worked_examples
from federation.decisions.rules.wording.explanations import explain
from federation.decisions.rules.wording.headlines import VerdictWord
from federation.decisions.rules.wording.hints import hint
from federation.decisions.rules.wording.holding import VoteHolder, holders_in_words, one_holds_most
from federation.decisions.rules.wording.settling import settled, settled_count
from federation.decisions.rules.wording.turnout import TurnoutOutlook, turnout
from federation.decisions.rules.wording.verdict import VoteVerdict, judge

__all__ = [
    "BEFORE_VOTING",
    "CHOICES",
    "DELIVERED",
    "FLOORS_TITLE",
    "METHODS",
    "NONE",
    "PRACTICES",
    "PRESETS",
    "STANCES",
    "UNDER_WAY",
    "WRITTEN",
    "CountedBallot",
    "FloorInWords",
    "RollSummary",
    "RollVoter",
    "Rule",
    "RuleError",
    "RulePreset",
    "RuleTest",
    "ScenePart",
    "TestResult",
    "TurnoutOutlook",
    "VerdictExample",
    "VerdictWord",
    "VoteCount",
    "VoteFloors",
    "VoteHolder",
    "VoteNeed",
    "VoteOption",
    "VoteStance",
    "VoteTally",
    "VoteVerdict",
    "VoteWeights",
    "VoterNoun",
    "VotingMethod",
    "against_replacing",
    "answered_stances",
    "can_follow",
    "changes_in_words",
    "choice_for",
    "choice_in_words",
    "dissents",
    "explain",
    "floors_as_read",
    "hint",
    "holders_in_words",
    "is_due",
    "is_over",
    "is_own",
    "judge",
    "members_of",
    "misfit",
    "one_holds_most",
    "presets_for",
    "said_in",
    "settled",
    "settled_count",
    "shows_results",
    "so_far",
    "still_needed",
    "summarize",
    "takes_ballots",
    "takes_comments",
    "tally",
    "tests_of",
    "text_of_change",
    "text_of_setting",
    "turnout",
    "voted_needed",
    "weigh",
    "worked_examples",
]
