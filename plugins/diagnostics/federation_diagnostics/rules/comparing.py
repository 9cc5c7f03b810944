"""Two surveys compared: which changes are larger than chance alone explains.

Everything is worked out from figures that are published, so a comparison tells nothing that two reports do
not tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from .figures import ShownFigure, root_up
from .floor import ENOUGH
from .words import counted

LEAST = Decimal("0.2")  # points: smaller changes are never called more than chance
_TENTH = Decimal("0.1")
_SURE = Fraction(196, 100)  # standard errors on either side: 95%


@dataclass(frozen=True)
class DimensionSample:
    """One survey's published figures of a dimension. ``worth`` is the number of answers that would make a
    plain mean as certain as this mean of practices' means.
    """

    mean: ShownFigure
    spread: ShownFigure
    worth: Fraction


@dataclass(frozen=True)
class MeanChange:
    """How far a mean moved between two surveys, in points. ``by`` is None where it cannot be told, and
    ``why`` says why; ``threshold`` is the size from which a change is more than chance, None where none is.
    """

    by: Decimal | None
    was: str
    threshold: Decimal | None
    why: str = ""

    @property
    def may_be_chance(self) -> bool:
        return bool(self.by) and not self.sure

    @property
    def sure(self) -> bool:
        """Whether the mean moved by more than chance alone explains (95 times in 100)."""
        if self.by is None or self.threshold is None:
            return False
        return abs(self.by) >= self.threshold

    @property
    def words(self) -> str:
        """``Up 0.2``, ``Down 0.3``, ``No change``, ``Cannot be told``."""
        if self.by is None:
            return "Cannot be told"
        if not self.by:
            return "No change"
        return f"{'Up' if self.by > 0 else 'Down'} {abs(self.by)}"

    @property
    def certainty(self) -> str:
        """``May be chance``, or nothing."""
        return "May be chance" if self.may_be_chance else ""


def worth(answered: Iterable[int]) -> Fraction:
    """The worth of a survey's answers, from the numbers that answered in each practice.

    The mean of k practices' means of n1, n2 … people has the variance v x (1/n1 + 1/n2 + …) / k², so it is
    worth k² / (1/n1 + 1/n2 + …) answers: of practices of equal size as many as answered, else fewer.
    """
    numbers = [number for number in answered if number]
    return Fraction(len(numbers) ** 2) / sum(Fraction(1, number) for number in numbers)


def margin(now: DimensionSample, before: DimensionSample) -> Decimal | None:
    """1.96 x the root of v1/n1 + v2/n2, v being the square of the published spread and n the worth of the
    answers; to two decimal places, never below. None where a spread is not shown.
    """
    if now.spread.value is None or before.spread.value is None:
        return None
    variance = Fraction(now.spread.value) ** 2 / now.worth + Fraction(before.spread.value) ** 2 / before.worth
    return root_up(_SURE**2 * variance, 2)


def change(now: DimensionSample, before: DimensionSample) -> MeanChange:
    """What became of a mean, as readers see it: the difference of the two published means."""
    between = margin(now, before)
    if now.mean.exact is None or before.mean.exact is None:
        why = "One of the two means is not shown, or only as “or more” or “or less”."
        return MeanChange(None, before.mean.words, None, why)
    by = now.mean.exact - before.mean.exact
    if between is None:
        why = f"With fewer than {ENOUGH} answers a change cannot be told from chance."
        return MeanChange(by, before.mean.words, None, why)
    threshold = max(LEAST, between.quantize(_TENTH, ROUND_CEILING))
    return MeanChange(by, before.mean.words, threshold)


def chance_words(changes: Sequence[MeanChange], answered: int) -> str:
    """``A change under 0.3 may be chance with 61 answers.`` Where dimensions differ, ``under 0.3 to 0.4
    (it differs by dimension)``; nothing where nothing is compared.
    """
    thresholds = sorted({one.threshold for one in changes if one.threshold is not None})
    if not thresholds:
        return next((one.why for one in changes if one.why), "")
    many = len(thresholds) > 1
    under = f"{thresholds[0]} to {thresholds[-1]} (it differs by dimension)" if many else f"{thresholds[0]}"
    return f"A change under {under} may be chance with {counted(answered, 'answer')}."
