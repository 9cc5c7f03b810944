"""What a survey came to, as everybody may read it: everything in these values has passed the floor."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .bands import QuestionBands
from .canonical import digest, from_json, to_json
from .comparing import MeanChange, chance_words, worth
from .figures import ShownFigure
from .words import people


@dataclass(frozen=True)
class ItemResult:
    """One statement: the share that agrees, in whole per cent, and the counts of people it rests on."""

    key: str
    words: str
    agree: ShownFigure
    bands: QuestionBands


@dataclass(frozen=True)
class AgreementLevel:
    """How far people agree with each other: ``High`` from 0.70, ``Medium`` from 0.50, else ``Low``."""

    word: str
    figure: ShownFigure

    @property
    def words(self) -> str:
        """``High (0.78)``."""
        return f"{self.word} ({self.figure.words})" if self.word else self.figure.words


@dataclass(frozen=True)
class DimensionResult:
    """One dimension. ``mean`` has one decimal place, ``spread`` (the standard deviation of single people, in
    points), agreement and ``alpha`` have two. ``change`` is None where no survey came before.
    """

    key: str
    title: str
    mean: ShownFigure
    agreement: AgreementLevel
    spread: ShownFigure
    alpha: ShownFigure
    year_ago: QuestionBands
    items: tuple[ItemResult, ...]
    change: MeanChange | None = None

    @property
    def year_ago_words(self) -> str:
        """``23 people say better than a year ago, 9 worse``, where both are published; else nothing."""
        better, worse = self.year_ago.people("better"), self.year_ago.people("worse")
        if better is None or worse is None:
            return ""
        return f"{people(better)} say better than a year ago, {worse:,} worse"


@dataclass(frozen=True)
class PracticeResult:
    """One practice: how many of its people answered and, unless ``why`` says why not, its mean of each
    dimension, in the order of the report's dimensions.
    """

    key: str
    answered: int
    invited: int
    means: tuple[ShownFigure, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class SurveyComment:
    """A comment as it was written, without name and practice. ``prompt`` is the key of what was asked."""

    prompt: str
    words: str


@dataclass(frozen=True)
class SurveyHeadline:
    """One line of "In short": ``Weakest`` and ``value and fairness, 2.6 of 5.``"""

    label: str
    words: str


@dataclass(frozen=True)
class SurveyReport:
    """The results of one survey.

    ``notes`` says in sentences what is held back and why. ``comments`` are in an order of their own (by
    prompt, then by alphabet), so that those of one person do not stand together.
    """

    answered: int
    invited: int
    practices: tuple[PracticeResult, ...]
    dimensions: tuple[DimensionResult, ...]
    comments: tuple[SurveyComment, ...]
    in_short: tuple[SurveyHeadline, ...]
    notes: tuple[str, ...]

    def dimension(self, key: str) -> DimensionResult | None:
        return next((one for one in self.dimensions if one.key == key), None)

    def item(self, key: str) -> ItemResult | None:
        return next((item for one in self.dimensions for item in one.items if item.key == key), None)

    @property
    def answering_practices(self) -> int:
        return sum(one.answered > 0 for one in self.practices)

    @property
    def worth(self) -> Fraction:
        """See ``comparing.worth``. Error: ZeroDivisionError where nobody answered."""
        return worth(one.answered for one in self.practices)

    @property
    def response_words(self) -> str:
        """``61 of 84 people answered (73%), from all 12 practices``."""
        share = f" ({(200 * self.answered + self.invited) // (2 * self.invited)}%)" if self.invited else ""
        many, every = self.answering_practices, len(self.practices)
        practices = f"all {every:,}" if many == every > 1 else f"{many:,} of {every:,}"
        return f"{self.answered:,} of {people(self.invited)} answered{share}, from {practices} practices"

    @property
    def chance_words(self) -> str:
        """``A change under 0.3 may be chance with 61 answers.``"""
        return chance_words([one.change for one in self.dimensions if one.change], self.answered)

    @property
    def digest(self) -> str:
        """The same for the same results, whenever and wherever they are worked out."""
        return digest(self)

    def to_dict(self) -> dict[str, Any]:
        """As JSON, to be kept when the survey is closed."""
        document: dict[str, Any] = to_json(self)
        return document

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> "SurveyReport":
        return from_json(cls, document)
