"""The rules by which practices decide: pure values and functions, exact arithmetic, and the words that
members read.

A ``Rule`` is one list of tests: ``tests_of`` reads them before voting, ``judge`` counts them after.
``weigh`` fixes the roll when voting opens; ``explain``, ``hint`` and ``worked_examples`` say what a rule
means for this roll.
"""

from federation.decisions.rules.counting.ballots import Ballot, Count, Option, Tally
from federation.decisions.rules.counting.checks import Test, TestResult
from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.listing import tests_of
from federation.decisions.rules.counting.method import (
    METHODS,
    STANCES,
    Stance,
    VotingMethod,
    answered_stances,
    dissents,
)
from federation.decisions.rules.counting.need import Need
from federation.decisions.rules.counting.parts import CHOICES
from federation.decisions.rules.counting.progress import still_needed, voted_needed
from federation.decisions.rules.counting.roll import RollEntry, RollSummary, summarize, weigh
from federation.decisions.rules.counting.rule import Rule
from federation.decisions.rules.counting.scenes import Part
from federation.decisions.rules.counting.tally import tally
from federation.decisions.rules.counting.weights import Weights
from federation.decisions.rules.floors import DELIVERED, NONE, Floors, against_replacing, is_own
from federation.decisions.rules.floors_words import TITLE as FLOORS_TITLE
from federation.decisions.rules.floors_words import Floor, changes_in_words, floors_as_read, text_of_change
from federation.decisions.rules.presets import PRESETS, Preset
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
from federation.decisions.rules.wording.examples import Example, worked_examples
from federation.decisions.rules.wording.explanations import explain
from federation.decisions.rules.wording.headlines import VerdictWord
from federation.decisions.rules.wording.hints import hint
from federation.decisions.rules.wording.holding import Holder, holders_in_words, one_holds_most
from federation.decisions.rules.wording.turnout import Turnout, turnout
from federation.decisions.rules.wording.verdict import Verdict, judge

__all__ = [
    "BEFORE_VOTING",
    "CHOICES",
    "DELIVERED",
    "FLOORS_TITLE",
    "METHODS",
    "NONE",
    "PRESETS",
    "STANCES",
    "UNDER_WAY",
    "WRITTEN",
    "Ballot",
    "Count",
    "Example",
    "Floor",
    "Floors",
    "Holder",
    "Need",
    "Option",
    "Part",
    "Preset",
    "RollEntry",
    "RollSummary",
    "Rule",
    "RuleError",
    "Stance",
    "Tally",
    "Test",
    "TestResult",
    "Turnout",
    "Verdict",
    "VerdictWord",
    "VotingMethod",
    "Weights",
    "against_replacing",
    "answered_stances",
    "changes_in_words",
    "dissents",
    "explain",
    "floors_as_read",
    "hint",
    "holders_in_words",
    "is_due",
    "is_over",
    "is_own",
    "judge",
    "one_holds_most",
    "shows_results",
    "still_needed",
    "summarize",
    "takes_ballots",
    "takes_comments",
    "tally",
    "tests_of",
    "text_of_change",
    "turnout",
    "voted_needed",
    "weigh",
    "worked_examples",
]
