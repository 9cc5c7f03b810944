"""What one leader says of the network. A profile is signed: leaders are few, and members may ask them what
they mean.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from .errors import DiagnosticsError
from .leadership import (
    FEATURE_KEYS,
    FUNCTION_KEYS,
    LONGEST_EVIDENCE,
    QUESTIONS,
    RATING,
    NetworkFeature,
)


@dataclass(frozen=True)
class ProfileAnswers:
    """One leader's profile.

    ``ratings`` gives 1 to 5 by the key of the question (None or left out: cannot say), ``evidence`` the
    words by the key of the feature, ``shares`` how much of the network's time goes into each of the six
    functions, in whole per cent that add up to 100.

    Errors: DiagnosticsError for what the profile does not ask or offer, and for shares that do not add up.
    """

    leader: str
    ratings: Mapping[str, int | None]
    shares: Mapping[str, int]
    evidence: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _known(self.ratings, QUESTIONS)
        _known(self.shares, FUNCTION_KEYS)
        _known(self.evidence, FEATURE_KEYS)
        for key, rating in self.ratings.items():
            if rating is not None and (type(rating) is not int or rating not in RATING):
                raise DiagnosticsError(key, "Choose a number from 1 to 5, or “I cannot say”.")
        evidence = {key: words.strip() for key, words in self.evidence.items() if words.strip()}
        for key, words in evidence.items():
            if len(words) > LONGEST_EVIDENCE:
                raise DiagnosticsError(
                    key,
                    f"This has {len(words):,} characters. Shorten it to {LONGEST_EVIDENCE:,} or fewer.",
                )
        _check_shares(self.shares)
        object.__setattr__(self, "ratings", MappingProxyType(dict(self.ratings)))
        object.__setattr__(self, "shares", MappingProxyType(dict(self.shares)))
        object.__setattr__(self, "evidence", MappingProxyType(evidence))

    def score(self, feature: NetworkFeature) -> Fraction | None:
        """The mean of what was answered about a feature; None where nothing was."""
        found = [self.ratings.get(question.key) for question in feature.questions]
        given = [rating for rating in found if rating is not None]
        return Fraction(sum(given), len(given)) if given else None


def _check_shares(shares: Mapping[str, int]) -> None:
    for key in FUNCTION_KEYS:
        share = shares.get(key)
        if type(share) is not int or not 0 <= share <= 100:
            raise DiagnosticsError(key, "Enter a whole number of per cent from 0 to 100.")
    total = sum(shares.values())
    if total != 100:
        raise DiagnosticsError(
            "shares", f"Your shares add up to {total}. Change them until they add up to 100."
        )


def _known(given: Mapping[str, object], known: Collection[str]) -> None:
    for key in given:
        if key not in known:
            raise DiagnosticsError(key, "This question is not part of the profile. Open the profile again.")
