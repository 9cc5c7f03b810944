"""The rules by which practices decide: pure values and functions, exact arithmetic, and the words that
members read.

A ``Rule`` is one list of tests: ``tests_of`` reads them before voting, ``judge`` counts them after.
``weigh`` fixes the roll when voting opens; ``explain``, ``hint`` and ``worked_examples`` say what a rule
means for this roll.
"""

from federation.decisions.rules.counting.checks import Test, TestResult
from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.listing import tests_of
from federation.decisions.rules.counting.need import Need
from federation.decisions.rules.counting.progress import still_needed, voted_needed
from federation.decisions.rules.counting.roll import RollEntry, RollSummary, summarize, weigh
from federation.decisions.rules.counting.rule import Rule
from federation.decisions.rules.counting.tally import Ballot, Count, Option, Tally, tally
from federation.decisions.rules.counting.turnout import Turnout, turnout
from federation.decisions.rules.counting.weights import Weights
from federation.decisions.rules.wording.examples import Example, worked_examples
from federation.decisions.rules.wording.explanations import explain
from federation.decisions.rules.wording.headlines import VerdictWord
from federation.decisions.rules.wording.hints import hint
from federation.decisions.rules.wording.scenes import Part
from federation.decisions.rules.wording.verdict import Verdict, judge

from .floors import DELIVERED, NONE, Floors, against_replacing, is_own
from .floors_words import TITLE as FLOORS_TITLE
from .floors_words import Floor, changes_in_words, floors_as_read, text_of_change
from .presets import PRESETS, Preset

__all__ = [
    "DELIVERED",
    "FLOORS_TITLE",
    "NONE",
    "PRESETS",
    "Ballot",
    "Count",
    "Example",
    "Floor",
    "Floors",
    "Need",
    "Option",
    "Part",
    "Preset",
    "RollEntry",
    "RollSummary",
    "Rule",
    "RuleError",
    "Tally",
    "Test",
    "TestResult",
    "Turnout",
    "Verdict",
    "VerdictWord",
    "Weights",
    "against_replacing",
    "changes_in_words",
    "explain",
    "floors_as_read",
    "hint",
    "is_own",
    "judge",
    "still_needed",
    "summarize",
    "tally",
    "tests_of",
    "text_of_change",
    "turnout",
    "voted_needed",
    "weigh",
    "worked_examples",
]
