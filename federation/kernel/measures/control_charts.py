"""XmR charts (individual values and moving ranges) with the rules of NHS England's Making Data Count.

Limits stand 2.66 mean moving ranges from the mean. Screening leaves out moving ranges of 3.267 times their mean or more,
once, before that. Both factors are those of ranges of two (Wheeler, Understanding Variation); the rules and their order
are those of the package NHSRplotthedots, which screens; the spreadsheet of Making Data Count does not. Values are
counted exactly, so that whatever lies on a limit is not beyond it.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

LIMIT, OUTLIER = Fraction(266, 100), Fraction(3267, 1000)
RUN = 7
"""So many points in a row make a trend or a shift."""


class XmrChart(NamedTuple):
    """Mean and limits, and the points that a rule finds, as (place counted from 0, rule), in the order of the values. A point
    that several rules find is named with the first of ``outside``, ``trend``, ``two_in_three`` and ``shift``."""

    mean: Fraction
    lower: Fraction
    upper: Fraction
    signals: tuple[tuple[int, str], ...]


def xmr(values: Sequence[int | float | Fraction], screened: bool = True) -> XmrChart:
    """The chart of values in the order of time, two at least. From fewer than 13 its limits are on trial."""
    if len(values) < 2:
        raise ValueError("an XmR chart needs two values at least")
    exact = [Fraction(value) for value in values]
    mean = sum(exact, Fraction()) / len(exact)
    apart = LIMIT * _moving_range(exact, screened)
    sides = [_sign(value - mean) for value in exact]
    outside = [abs(value - mean) > apart for value in exact]
    near = [not out and 3 * abs(value - mean) > 2 * apart for value, out in zip(exact, outside, strict=True)]
    steps = [_sign(after - before) for before, after in pairwise(exact)]
    rules = {
        "outside": {place for place, out in enumerate(outside) if out},
        "trend": set(_runs(steps, RUN - 1, longer=1)),
        "two_in_three": set(_near_limits(near, sides)),
        "shift": set(_runs(sides, RUN)),
    }
    found = {place: rule for rule in reversed(rules) for place in rules[rule]}
    return XmrChart(mean, mean - apart, mean + apart, tuple(sorted(found.items())))


def assurance(lower: Fraction | float, upper: Fraction | float, target: Fraction | float, up: bool) -> str:
    """Whether a process within its limits meets a target each time (``pass``), never (``fail``), or now and then
    (``inconsistent``, also where the target is a limit). ``up``: high values are good."""
    if lower <= target <= upper:
        return "inconsistent"
    return "pass" if (target < lower) == up else "fail"


def _moving_range(values: Sequence[Fraction], screened: bool) -> Fraction:
    """The mean moving range. Where screening would leave nothing, as of values that are all the same, nothing is left out."""
    ranges = [abs(after - before) for before, after in pairwise(values)]
    mean = sum(ranges, Fraction()) / len(ranges)
    kept = [one for one in ranges if one < OUTLIER * mean] if screened else []
    return sum(kept, Fraction()) / len(kept) if kept else mean


def _runs(signs: Sequence[int], length: int, longer: int = 0) -> Iterator[int]:
    """The places of each run of so many equal signs, nought not among them; each run reaches ``longer`` places further."""
    for start in range(len(signs) - length + 1):
        if abs(sum(signs[start : start + length])) == length:
            yield from range(start, start + length + longer)


def _near_limits(near: Sequence[bool], sides: Sequence[int]) -> Iterator[int]:
    """The places near a limit of which two are among three in a row, all three on one side of the mean."""
    for start in range(len(near) - 2):
        three = range(start, start + 3)
        if abs(sum(sides[start : start + 3])) == 3 and sum(near[place] for place in three) >= 2:
            yield from (place for place in three if near[place])


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
