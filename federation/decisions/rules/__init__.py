"""The rules by which practices decide: pure values and functions, exact arithmetic, and the words that
members read.

A ``Rule`` is one list of tests: ``tests_of`` reads them before voting, ``judge`` counts them after.
``weigh`` fixes the roll when voting opens; ``explain``, ``hint`` and ``worked_examples`` say what a rule
means for this roll.
"""

from .checks import Test, TestResult
from .counting import Ballot, Count, Option, Tally, tally
from .errors import RuleError
from .examples import Example, worked_examples
from .explanations import explain
from .floors import DELIVERED, NONE, Floors, against_replacing, is_own
from .headlines import VerdictWord
from .hints import hint
from .listing import tests_of
from .need import Need
from .presets import PRESETS, Preset
from .progress import still_needed, voted_needed
from .roll import RollEntry, RollSummary, summarize, weigh
from .rule import Rule
from .scenes import Part
from .verdict import Verdict, judge
from .weights import Weights

__all__ = [
    "DELIVERED",
    "NONE",
    "PRESETS",
    "Ballot",
    "Count",
    "Example",
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
    "Verdict",
    "VerdictWord",
    "Weights",
    "against_replacing",
    "explain",
    "hint",
    "is_own",
    "judge",
    "still_needed",
    "summarize",
    "tally",
    "tests_of",
    "voted_needed",
    "weigh",
    "worked_examples",
]
