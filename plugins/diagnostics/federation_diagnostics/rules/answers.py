"""What one person answered in the members' survey. It carries no name: only the practice is known."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .errors import DiagnosticsError
from .questionnaire import (
    DIMENSION_KEYS,
    ITEMS,
    LONGEST_COMMENT,
    PROMPT_KEYS,
    SCALE,
    YEAR_AGO,
    SurveyDimension,
    YearAgo,
)


@dataclass(frozen=True)
class PersonAnswers:
    """One person's answers.

    ``items`` gives 1 to 5 by the key of the statement, None for "I don't know"; a statement left out counts
    like "I don't know" (``unanswered`` names it). ``year_ago`` gives 'better', 'same' or 'worse' by the key
    of the dimension, ``comments`` the words by the key of the prompt; empty ones are dropped.

    Errors: DiagnosticsError for a key that the survey does not have or an answer that it does not offer.
    """

    practice: str
    items: Mapping[str, int | None]
    year_ago: Mapping[str, YearAgo | None] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.practice:
            raise DiagnosticsError("practice", "Choose the practice that you answer for.")
        _known(self.items, ITEMS)
        _known(self.year_ago, DIMENSION_KEYS)
        _known(self.comments, PROMPT_KEYS)
        for key, answer in self.items.items():
            if answer is not None and (type(answer) is not int or answer not in SCALE):
                raise DiagnosticsError(key, "Choose a number from 1 to 5, or “I don’t know”.")
        for key, change in self.year_ago.items():
            if change is not None and change not in YEAR_AGO:
                raise DiagnosticsError(key, "Choose better, about the same or worse, or leave it out.")
        comments = {key: words.strip() for key, words in self.comments.items() if words.strip()}
        for key, words in comments.items():
            if len(words) > LONGEST_COMMENT:
                raise DiagnosticsError(
                    key,
                    f"Your comment has {len(words):,} characters. Shorten it to {LONGEST_COMMENT:,} or fewer.",
                )
        object.__setattr__(self, "items", MappingProxyType(dict(self.items)))
        object.__setattr__(self, "year_ago", MappingProxyType(dict(self.year_ago)))
        object.__setattr__(self, "comments", MappingProxyType(comments))

    def given(self, dimension: SurveyDimension) -> tuple[int, ...]:
        """The numbers given in a dimension, those not known left out."""
        found = (self.items.get(item.key) for item in dimension.items)
        return tuple(answer for answer in found if answer is not None)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The keys of the statements that were passed over, in the order of the survey."""
        return tuple(key for key in ITEMS if key not in self.items)


def _known(given: Mapping[str, object], known: Collection[str]) -> None:
    for key in given:
        if key not in known:
            raise DiagnosticsError(key, "This question is not part of the survey. Open the survey again.")
