"""The rules of network diagnostics: pure values and functions, exact arithmetic, and the words that members
read.

Three instruments: the members' survey (``questionnaire``, ``Answers``, ``report``), the leaders' profile
(``leadership``, ``Profile``, ``summarize_profiles``) and the maturity workshop (``maturity``, ``protocol``,
``Entry``, ``outcomes``). ``floor`` says what may be shown of a survey, and why nobody can be read from it.
"""

from .answers import PersonAnswers
from .bands import AnswerBand, QuestionBands
from .comparing import MeanChange
from .errors import DiagnosticsError
from .figures import ShownFigure
from .leaders import ProfileSummary, summarize_profiles
from .leadership import FEATURES, FUNCTIONS, NetworkFeature, NetworkFunction
from .maturity import LEVELS, MATURITY, MaturityDimension
from .profile import ProfileAnswers
from .protocol import ProtocolSlot, ProtocolStep, groups, timetable
from .questionnaire import DIMENSIONS, PROMPTS, SurveyDimension, SurveyPrompt, SurveyStatement
from .report import report
from .results import (
    AgreementLevel,
    DimensionResult,
    ItemResult,
    PracticeResult,
    SurveyComment,
    SurveyHeadline,
    SurveyReport,
)
from .workshop import DimensionOutcome, LevelEntry, by_gap, outcomes, priorities

__all__ = [
    "DIMENSIONS",
    "FEATURES",
    "FUNCTIONS",
    "LEVELS",
    "MATURITY",
    "PROMPTS",
    "AgreementLevel",
    "AnswerBand",
    "DiagnosticsError",
    "DimensionOutcome",
    "DimensionResult",
    "ItemResult",
    "LevelEntry",
    "MaturityDimension",
    "MeanChange",
    "NetworkFeature",
    "NetworkFunction",
    "PersonAnswers",
    "PracticeResult",
    "ProfileAnswers",
    "ProfileSummary",
    "ProtocolSlot",
    "ProtocolStep",
    "QuestionBands",
    "ShownFigure",
    "SurveyComment",
    "SurveyDimension",
    "SurveyHeadline",
    "SurveyPrompt",
    "SurveyReport",
    "SurveyStatement",
    "by_gap",
    "groups",
    "outcomes",
    "priorities",
    "report",
    "summarize_profiles",
    "timetable",
]
