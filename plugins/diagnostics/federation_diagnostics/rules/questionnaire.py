"""The members' survey: 24 statements in eight dimensions, in our own words.

Inspired by the members' survey of Source 4 Networks; it is not that tool, and pages say so. Keys are kept
with the answers and never change their meaning: a statement that says something else gets a new key.
"""

from dataclasses import dataclass
from typing import Literal

SCALE = (1, 2, 3, 4, 5)
SCALE_WORDS = {
    1: "Strongly disagree",
    2: "Disagree",
    3: "Neither agree nor disagree",
    4: "Agree",
    5: "Strongly agree",
}
DONT_KNOW_WORDS = "I don’t know"
LONGEST_COMMENT = 1_000  # characters

YearAgo = Literal["better", "same", "worse"]
YEAR_AGO: tuple[YearAgo, ...] = ("better", "same", "worse")
YEAR_AGO_WORDS: dict[YearAgo, str] = {"better": "Better", "same": "About the same", "worse": "Worse"}
YEAR_AGO_QUESTION = "Compared with a year ago, is this better, about the same, or worse?"


@dataclass(frozen=True)
class SurveyStatement:
    """One statement to agree or disagree with."""

    key: str
    words: str


@dataclass(frozen=True)
class SurveyDimension:
    """One side of how a network works, asked about in three statements."""

    key: str
    title: str
    items: tuple[SurveyStatement, ...]


@dataclass(frozen=True)
class SurveyPrompt:
    """A question answered in one's own words, or left out."""

    key: str
    words: str


def _dimension(key: str, title: str, **items: str) -> SurveyDimension:
    return SurveyDimension(
        key, title, tuple(SurveyStatement(f"{key}_{short}", words) for short, words in items.items())
    )


# In the order of pages. Vision, direction and participation come first: it is on these that a federation
# that begins wants its members to agree.
DIMENSIONS: tuple[SurveyDimension, ...] = (
    _dimension(
        "vision",
        "Purpose and vision",
        sentence="I can say in one sentence what this federation is for",
        shared="My practice and the federation want the same thing for local people",
        achieved="We would know if we had achieved our purpose",
    ),
    _dimension(
        "direction",
        "Direction",
        focus="I know what we are concentrating on this year",
        follows="Our money and our time follow that focus",
        stopping="We stop things that do not serve it",
    ),
    _dimension(
        "participation",
        "Participation",
        shaped="My practice has shaped a decision in the last six months",
        shared="Work is shared out among us, not done for us",
        easy="It is easy for someone in my team to join in",
    ),
    _dimension(
        "leadership",
        "Leadership",
        helping="Our leaders help us to find solutions instead of handing us theirs",
        time="Our leaders have time for the role",
        questioned="I can question the leadership team and get an answer",
    ),
    _dimension(
        "trust",
        "Relationships and trust",
        ring="I could ring another practice for help tomorrow",
        openly="We can disagree openly",
        promises="Practices keep the promises they make to each other",
    ),
    _dimension(
        "deciding",
        "Deciding and accountability",
        who="I know who may decide what",
        visible="I can see what was decided, and why",
        happens="When something is agreed, it happens",
    ),
    _dimension(
        "learning",
        "Learning and intelligence",
        filtered="The information I get is chosen so that I can use it",
        spread="Something that worked in another practice here has changed mine",
        blame="We look at figures together without blame",
    ),
    _dimension(
        "fairness",
        "Value and fairness",
        easier="Being a member makes my job easier",
        shared="Gains are shared fairly among practices",
        people="People who use our services help shape what we do",
    ),
)

PROMPTS: tuple[SurveyPrompt, ...] = (
    SurveyPrompt("keep", "What does the federation do that you would miss most if it stopped?"),
    SurveyPrompt("change", "What one thing should change before the next survey?"),
    SurveyPrompt("else", "Is there anything that we did not ask about and should have?"),
)

ITEMS: dict[str, SurveyStatement] = {item.key: item for dimension in DIMENSIONS for item in dimension.items}
DIMENSION_KEYS = tuple(dimension.key for dimension in DIMENSIONS)
PROMPT_KEYS = tuple(prompt.key for prompt in PROMPTS)
