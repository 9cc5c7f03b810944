"""From answers to scores, all exact: nothing here is rounded and nothing here may be shown. What may be
shown of it is decided in ``floor``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .answers import PersonAnswers
from .questionnaire import SCALE, SurveyDimension

FEWEST_FOR_ALPHA = 10  # complete answers
NOISE = Fraction(len(SCALE) ** 2 - 1, 12)  # the variance of answers that fall anywhere: 2 for five points

Point = tuple[str, Fraction]  # a practice and what one of its people scored


@dataclass(frozen=True)
class MeanScore:
    """What some people scored, on a scale from 1 to 5.

    ``mean`` is the mean of the practices' means: a practice of 40 does not outvote a practice of 4.
    ``variance`` is that of single people (divided by their number). ``spread`` counts people by their score,
    rounded to a whole number, halves up. ``heaviest`` is the largest part of the mean that one person makes
    up.
    """

    people: int
    practices: int
    mean: Fraction
    variance: Fraction
    spread: tuple[int, int, int, int, int]
    heaviest: Fraction

    @property
    def agreement(self) -> Fraction:
        """r*wg = 1 - variance / 2, and never below 0: 1 when all are the same, 0 when answers are spread
        evenly over the scale (Lindell and Brandt's index, after James, Demaree and Wolf).
        """
        return max(Fraction(0), 1 - self.variance / NOISE)

    @property
    def agreeing(self) -> Fraction:
        """The share of people with 4 or 5, of all who scored."""
        return Fraction(self.spread[3] + self.spread[4], self.people)


def score(points: Iterable[Point]) -> MeanScore | None:
    """The score of some people; None of nobody."""
    by_practice: dict[str, list[Fraction]] = defaultdict(list)
    for practice, number in points:
        by_practice[practice].append(number)
    if not by_practice:
        return None
    every = [number for numbers in by_practice.values() for number in numbers]
    practices, people = len(by_practice), len(every)
    mean = sum((_mean(numbers) for numbers in by_practice.values()), Fraction(0)) / practices
    variance = _mean([number * number for number in every]) - _mean(every) ** 2
    whole = Counter(floor(number + Fraction(1, 2)) for number in every)
    spread = (whole[1], whole[2], whole[3], whole[4], whole[5])
    fewest = min(len(numbers) for numbers in by_practice.values())
    return MeanScore(people, practices, mean, variance, spread, Fraction(1, practices * fewest))


def dimension_points(answers: Iterable[PersonAnswers], dimension: SurveyDimension) -> list[Point]:
    """A person's score in a dimension: the mean of the statements they answered; left out if none."""
    found = ((one.practice, one.given(dimension)) for one in answers)
    return [(practice, Fraction(sum(given), len(given))) for practice, given in found if given]


def complete(answers: Iterable[PersonAnswers], dimension: SurveyDimension) -> list[tuple[int, ...]]:
    """The answers of the people who answered every statement of a dimension."""
    return [given for one in answers if len(given := one.given(dimension)) == len(dimension.items)]


def alpha(answers: Iterable[PersonAnswers], dimension: SurveyDimension) -> Fraction | None:
    """Cronbach's alpha of a dimension, of the people who answered every statement of it.

    None of fewer than ten such people, and where their sums do not differ. Alpha is k / (k - 1) x (1 - the
    sum of the statements' variances / the variance of the sums).
    """
    rows = complete(answers, dimension)
    if len(rows) < FEWEST_FOR_ALPHA:
        return None
    total = _variance([sum(row) for row in rows])
    if total == 0:
        return None
    parts = sum((_variance(column) for column in zip(*rows, strict=True)), Fraction(0))
    many = len(dimension.items)
    return Fraction(many, many - 1) * (1 - parts / total)


def year_ago(answers: Iterable[PersonAnswers], dimension: SurveyDimension) -> Counter[str | None]:
    """How many people say better, same and worse; None counts those who did not say."""
    return Counter(one.year_ago.get(dimension.key) for one in answers)


def answered_by_practice(
    answers: Iterable[PersonAnswers], invited: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    """How many of how many people answered, by practice, in the order of the practices' keys."""
    answered = Counter(one.practice for one in answers)
    return {key: (answered[key], invited.get(key, 0)) for key in sorted({*answered, *invited})}


def _mean(numbers: Sequence[int | Fraction]) -> Fraction:
    return Fraction(sum(numbers)) / len(numbers)


def _variance(numbers: Sequence[int]) -> Fraction:
    return _mean([number * number for number in numbers]) - _mean(numbers) ** 2
