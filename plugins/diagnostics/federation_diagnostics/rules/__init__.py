"""The rules of network diagnostics: pure values and functions, exact arithmetic, and the words that members
read.

Three instruments: the members' survey (``questionnaire``, ``Answers``, ``report``), the leaders' profile
(``leadership``, ``Profile``, ``summarize_profiles``) and the maturity workshop (``maturity``, ``protocol``,
``Entry``, ``outcomes``). ``floor`` says what may be shown of a survey, and why nobody can be read from it.
"""

from .answers import Answers
from .bands import Band, Bands
from .comparing import Change
from .errors import DiagnosticsError
from .figures import Figure
from .leaders import ProfileSummary, summarize_profiles
from .leadership import FEATURES, FUNCTIONS, Feature, Function
from .maturity import LEVELS, MATURITY, MaturityDimension
from .profile import Profile
from .protocol import Slot, Step, groups, timetable
from .questionnaire import DIMENSIONS, PROMPTS, Dimension, Item, Prompt
from .report import report
from .results import Agreement, Comment, DimensionResult, Headline, ItemResult, PracticeResult, Report
from .workshop import Entry, Outcome, by_gap, outcomes, priorities

__all__ = [
    "DIMENSIONS",
    "FEATURES",
    "FUNCTIONS",
    "LEVELS",
    "MATURITY",
    "PROMPTS",
    "Agreement",
    "Answers",
    "Band",
    "Bands",
    "Change",
    "Comment",
    "DiagnosticsError",
    "Dimension",
    "DimensionResult",
    "Entry",
    "Feature",
    "Figure",
    "Function",
    "Headline",
    "Item",
    "ItemResult",
    "MaturityDimension",
    "Outcome",
    "PracticeResult",
    "Profile",
    "ProfileSummary",
    "Prompt",
    "Report",
    "Slot",
    "Step",
    "by_gap",
    "groups",
    "outcomes",
    "priorities",
    "report",
    "summarize_profiles",
    "timetable",
]
