"""Counts of people, put together until every group has five or more.

A question with four possible answers (three and "don't know") parts the people who answered the survey into
four groups. Groups that are too small are put together, in a fixed order of trying; where nothing helps,
no counts are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .figures import ShownFigure, rounded, rounded_up
from .floor import ENOUGH, FLOOR

UNKNOWN = "unknown"
AGREEING = ("agree", "between", "disagree", UNKNOWN)
YEAR_AGO = ("better", "same", "worse", UNKNOWN)

# Tried from top to bottom; numbers are places in the tuples above. The first has all four apart. The middle
# answer never stands alone against the rest: of 21 people, 9 in the middle would tell 4, 4 and 4 elsewhere.
_PARTINGS: tuple[tuple[tuple[int, ...], ...], ...] = (
    ((0,), (1,), (2,), (3,)),
    ((0,), (1, 3), (2,)),
    ((0,), (1, 2), (3,)),
    ((0, 1), (2,), (3,)),
    ((0,), (1, 2, 3)),
    ((0, 1, 3), (2,)),
    ((0, 1, 2), (3,)),
)

_WORDS = {
    "agree": "agree",
    "between": "neither agree nor disagree",
    "disagree": "disagree",
    "better": "better",
    "same": "about the same",
    "worse": "worse",
    UNKNOWN: "did not say",
}


@dataclass(frozen=True)
class AnswerBand:
    """How many people gave one of these answers."""

    answers: tuple[str, ...]
    people: int

    @property
    def words(self) -> str:
        """``Agree``; ``Neither agree nor disagree, or did not say``."""
        first, *rest = [_WORDS[answer] for answer in self.answers]
        return ", or ".join([first.capitalize(), *rest])


@dataclass(frozen=True)
class QuestionBands:
    """The groups of one question; without groups, ``why`` says why none are shown."""

    groups: tuple[AnswerBand, ...] = ()
    why: str = ""

    def people(self, answer: str) -> int | None:
        """How many gave exactly this answer, where that is published."""
        return next((band.people for band in self.groups if band.answers == (answer,)), None)


def banded(counts: Mapping[str, int], answers: tuple[str, ...]) -> QuestionBands:
    """The groups that may be shown. ``counts`` are people by answer; together all who answered the survey."""
    sizes = [counts.get(answer, 0) for answer in answers]
    if sum(sizes) < ENOUGH:
        return QuestionBands(why=f"Counts of people are shown from {ENOUGH} answers on.")
    for parting in _PARTINGS:
        groups = tuple(
            AnswerBand(tuple(answers[place] for place in group), sum(sizes[place] for place in group))
            for group in parting
        )
        if all(group.people >= FLOOR for group in groups):
            return QuestionBands(groups)
    if sum(sizes) - max(sizes) < FLOOR:
        most = answers[sizes.index(max(sizes))]
        return QuestionBands(why=f"Nearly everybody gave the same answer: {_WORDS[most]}.")
    return QuestionBands(why="Too few people gave some of the answers.")


def agreeing(counts: Mapping[str, int], bands: QuestionBands) -> ShownFigure:
    """The share that agrees, in whole per cent, of those who gave an answer other than "don't know".

    Where fewer than five did not know, they are counted among those who do not agree, so that their number
    does not show. Fewer than five on either side are shown as a bound: ``93 or more``.
    """
    total = sum(counts[answer] for answer in AGREEING)
    if total < ENOUGH:
        return ShownFigure(why=bands.why)
    base = total - (bands.people(UNKNOWN) or 0)
    agree = bands.people("agree")
    if agree is not None:
        return ShownFigure(rounded(Fraction(100 * agree, base), 0))
    few = Fraction(100 * (FLOOR - 1), base)
    if counts["agree"] < FLOOR:
        return ShownFigure(rounded_up(few, 0), "or less")
    return ShownFigure(100 - rounded_up(few, 0), "or more")
