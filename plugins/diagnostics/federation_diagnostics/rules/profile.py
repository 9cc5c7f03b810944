"""What leaders say of the network, and how several leaders' profiles are put together.

A profile is signed: leaders are few, and a federation may ask them what they mean.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from statistics import median
from types import MappingProxyType

from .errors import DiagnosticsError
from .figures import rounded
from .floor import FLOOR
from .leadership import (
    FEATURE_KEYS,
    FEATURES,
    FUNCTION_KEYS,
    FUNCTIONS,
    LONGEST_EVIDENCE,
    QUESTIONS,
    RATING,
    Feature,
    Function,
)
from .words import counted


@dataclass(frozen=True)
class Profile:
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

    def score(self, feature: Feature) -> Fraction | None:
        """The mean of what was answered about a feature; None where nothing was."""
        found = [self.ratings.get(question.key) for question in feature.questions]
        given = [rating for rating in found if rating is not None]
        return Fraction(sum(given), len(given)) if given else None


@dataclass(frozen=True)
class Range:
    """What several leaders said, to one decimal place; None where nobody could say."""

    lowest: Decimal | None
    middle: Decimal | None
    highest: Decimal | None

    @property
    def words(self) -> str:
        """``3.7 (2.3 to 4.3)``; ``3.7`` where all say the same; ``Nobody could say``."""
        if self.lowest is None:
            return "Nobody could say"
        return f"{self.middle}" + (
            f" ({self.lowest} to {self.highest})" if self.lowest != self.highest else ""
        )


@dataclass(frozen=True)
class FeatureSummary:
    """One feature: the range of the leaders' scores, and their evidence, each with its leader."""

    feature: Feature
    range: Range
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FunctionSummary:
    """One function: the range of the shares of time that leaders see in it, in per cent."""

    function: Function
    range: Range


@dataclass(frozen=True)
class ProfileSummary:
    """The profiles of one round. ``note`` says that they are signed."""

    leaders: tuple[str, ...]
    note: str
    features: tuple[FeatureSummary, ...]
    functions: tuple[FunctionSummary, ...]


def summarize_profiles(profiles: Sequence[Profile]) -> ProfileSummary:
    """All leaders' profiles together. Error: DiagnosticsError where a leader has two."""
    signed = sorted(profiles, key=lambda one: one.leader)
    leaders = tuple(one.leader for one in signed)
    if len(set(leaders)) < len(leaders):
        raise DiagnosticsError("leader", "A leader has one profile a round. Change the one that there is.")
    features = tuple(
        FeatureSummary(
            feature,
            _range([one.score(feature) for one in signed]),
            tuple((one.leader, one.evidence[feature.key]) for one in signed if feature.key in one.evidence),
        )
        for feature in FEATURES
    )
    functions = tuple(
        FunctionSummary(function, _range([Fraction(one.shares[function.key]) for one in signed]))
        for function in FUNCTIONS
    )
    return ProfileSummary(leaders, _note(len(leaders)), features, functions)


def _note(leaders: int) -> str:
    few = (
        f"With {counted(leaders, 'leader')} nothing here is anonymous: " if leaders < FLOOR else "Note that "
    )
    return f"{few}profiles are signed, and members can read who wrote what."


def _range(found: Sequence[Fraction | None]) -> Range:
    known = [one for one in found if one is not None]
    if not known:
        return Range(None, None, None)
    return Range(rounded(min(known), 1), rounded(median(known), 1), rounded(max(known), 1))


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
