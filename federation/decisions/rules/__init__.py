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
from .floors_words import TITLE as FLOORS_TITLE
from .floors_words import Floor, changes_in_words, floors_as_read, text_of_change
from .headlines import VerdictWord
from .hints import hint
from .listing import tests_of
from .need import Need
from .presets import PRESETS, Preset
from .progress import still_needed, voted_needed
from .roll import RollEntry, RollSummary, summarize, weigh
from .rule import Rule
from .scenes import Part
from .turnout import Turnout, turnout
from .verdict import Verdict, judge
from .weights import Weights

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
