"""Several leaders' profiles put together: of each feature and function the lowest, the middle and the highest."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from .errors import DiagnosticsError
from .figures import rounded
from .floor import FLOOR
from .leadership import FEATURES, FUNCTIONS, NetworkFeature, NetworkFunction
from .profile import ProfileAnswers
from .words import counted


@dataclass(frozen=True)
class RatingRange:
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

    feature: NetworkFeature
    range: RatingRange
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FunctionSummary:
    """One function: the range of the shares of time that leaders see in it, in per cent."""

    function: NetworkFunction
    range: RatingRange


@dataclass(frozen=True)
class ProfileSummary:
    """The profiles of one round. ``note`` says that they are signed."""

    leaders: tuple[str, ...]
    note: str
    features: tuple[FeatureSummary, ...]
    functions: tuple[FunctionSummary, ...]


def summarize_profiles(profiles: Sequence[ProfileAnswers]) -> ProfileSummary:
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


def _range(found: Sequence[Fraction | None]) -> RatingRange:
    known = [one for one in found if one is not None]
    if not known:
        return RatingRange(None, None, None)
    return RatingRange(rounded(min(known), 1), rounded(median(known), 1), rounded(max(known), 1))
