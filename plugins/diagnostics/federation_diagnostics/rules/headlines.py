"""The report in short: strongest, most improved, largest fall, weakest, least agreement.

Published figures decide, so that the lines agree with the tables. Of equals all are named, in the order of
the survey; where all dimensions are equal, none is called strongest or weakest. What may be chance is never
called an improvement or a fall.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from .results import DimensionResult, SurveyHeadline
from .words import inside_a_sentence, joined

Key = Callable[[DimensionResult], Decimal | None]


def in_short(
    dimensions: Sequence[DimensionResult], since: str = "the last survey"
) -> tuple[SurveyHeadline, ...]:
    """The lines of "In short", of what is published; none where no mean is. ``since`` names the survey before."""
    means = [one for one in dimensions if one.mean.shown]
    if not means:
        return ()
    strongest, weakest, apart = _most(means, _mean), _most(means, _mean, -1), _least_agreed(dimensions)
    lines = []
    if strongest == weakest:
        lines.append(SurveyHeadline("All the same", f"every dimension has {_of_five(strongest[0])}."))
    else:
        lines.append(SurveyHeadline("Strongest", f"{_named(strongest)}, {_of_five(strongest[0])}."))
    lines += [*_improved(dimensions, since), *_fallen(dimensions, since)]
    same = apart == weakest and len(apart) == 1
    if strongest != weakest:
        also = " It is also where we agree least with each other." if same else ""
        lines.append(SurveyHeadline("Weakest", f"{_named(weakest)}, {_of_five(weakest[0])}.{also}"))
    if apart and not same:
        agreement = apart[0].agreement
        word = inside_a_sentence(agreement.word)
        lines.append(
            SurveyHeadline("Least agreement", f"{_named(apart)}, {word} ({agreement.figure.words}).")
        )
    return tuple(lines)


def _improved(dimensions: Sequence[DimensionResult], since: str) -> list[SurveyHeadline]:
    """What rose most since the survey before, beyond chance."""
    if not any(one.change and one.change.by is not None for one in dimensions):
        return []
    rose = [one for one in dimensions if (_by(one) or 0) > 0 and one.change and one.change.sure]
    if not rose:
        return [SurveyHeadline("Most improved", "no dimension rose by more than chance may explain.")]
    most = _most(rose, _by)
    return [SurveyHeadline("Most improved", f"{_named(most)}, up {_by(most[0])} since {since}.")]


def _fallen(dimensions: Sequence[DimensionResult], since: str) -> list[SurveyHeadline]:
    """What fell most since the survey before, beyond chance; nothing where nothing fell."""
    fell = [one for one in dimensions if (_by(one) or 0) < 0]
    if not fell:
        return []
    sure = [one for one in fell if one.change and one.change.sure]
    if not sure:
        return [SurveyHeadline("Largest fall", "no dimension fell by more than chance may explain.")]
    most = _most(sure, _by, -1)
    return [SurveyHeadline("Largest fall", f"{_named(most)}, down {abs(_by(most[0]) or 0)} since {since}.")]


def _least_agreed(dimensions: Sequence[DimensionResult]) -> list[DimensionResult]:
    """The dimensions with the least agreement; none where all agree alike."""
    known = [one for one in dimensions if one.agreement.figure.shown]
    lowest = _most(known, _agreement, -1)
    return [] if lowest == known else lowest


def _most(found: Sequence[DimensionResult], key: Key, sign: int = 1) -> list[DimensionResult]:
    best = max((sign * (key(one) or 0) for one in found), default=None)
    return [one for one in found if sign * (key(one) or 0) == best]


def _mean(one: DimensionResult) -> Decimal | None:
    return one.mean.value


def _agreement(one: DimensionResult) -> Decimal | None:
    return one.agreement.figure.value


def _by(one: DimensionResult) -> Decimal | None:
    return one.change.by if one.change else None


def _named(found: Sequence[DimensionResult]) -> str:
    return joined([inside_a_sentence(one.title) for one in found])


def _of_five(one: DimensionResult) -> str:
    return f"{one.mean.words} of 5"
