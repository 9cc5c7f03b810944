"""Points for quality: single scores, the middle of them, and what an agreed score is worth."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

TALK_FROM: Final = 2
"""Scores that differ by so much or more are talked about."""


class JudgedCriterion(NamedTuple):
    """What a bid is judged by: a key of its own, and how many points the best score gets."""

    key: str
    points: int


def middle_halves(scores: Sequence[int]) -> int:
    """The middle of whole scores, in halves: of an even number the mean of the two in the middle, so 4, 4, 5 and 5 is 9. Raises
    ``ValueError`` where there is none."""
    if not scores:
        raise ValueError("nobody has scored")
    found, middle = sorted(scores), len(scores) // 2
    return 2 * found[middle] if len(found) % 2 else found[middle - 1] + found[middle]


def differ_by(scores: Sequence[int]) -> int:
    """How far the highest score lies above the lowest; nought where there is none."""
    return max(scores, default=0) - min(scores, default=0)


def must_talk(scores: Sequence[int]) -> bool:
    """Whether the scorers talk about it, as they differ too much for the middle to stand."""
    return differ_by(scores) >= TALK_FROM


def quality_points(criteria: Iterable[JudgedCriterion], halves: Mapping[str, int], best: int = 5) -> Fraction:
    """What scores in halves are worth: a score of ``best`` gets all points of its criterion, and nought none. Criteria that are
    not scored yet count for nothing."""
    return sum(
        (Fraction(one.points * halves[one.key], 2 * best) for one in criteria if one.key in halves),
        Fraction(),
    )
