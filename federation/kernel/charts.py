"""Charts as values: places in percent of the width and in pixels from the top, words for the table beside them.

The macros of ``macros/charts.html`` draw them as SVG at any width, without script and without inline style.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from math import floor, log10
from typing import NamedTuple

from federation.kernel import measures

HEIGHT, TOP = 184, 16
"""The plot is so many pixels high, and begins so many below the edge."""
_CURVE, _STEPS = 24, 5
_TRIAL = 13
"""From so many values on limits are firm."""
_NOUGHT = re.compile(r"\.0(?=\D*$)")

Number = int | float | Fraction
Words = Callable[[Number], str]
SIGNALS = {
    "outside": "Outside the limits",
    "trend": "7 or more in a row rise or fall",
    "two_in_three": "2 of 3 near a limit",
    "shift": "7 or more in a row on one side of the average",
}
STANDS = {
    "plain": "No more than chance",
    "near": "Outside the inner limits",
    "signal": "Outside the outer limits",
}


class ChartTick(NamedTuple):
    """A line across the plot, or a mark below it, with its number."""

    at: str
    words: str


class ChartPoint(NamedTuple):
    """A point: ``x`` in percent, ``y`` in pixels, and the mark that shows it: ``plain``, ``near`` or ``signal``."""

    x: str
    y: str
    mark: str


class ChartLine(NamedTuple):
    """A line through ``places``, as ``x,y x,y`` in percent and pixels; ``kind`` is ``mean``, ``limit``, ``outer`` or ``run``."""

    kind: str
    places: str

    @classmethod
    def through(cls, kind: str, places: Iterable[tuple[str, str]]) -> "ChartLine":
        """The line through these places."""
        return cls(kind, " ".join(f"{x},{y}" for x, y in places))

    @classmethod
    def across(cls, kind: str, y: str) -> "ChartLine":
        """A level line."""
        return cls.through(kind, (("0", y), ("100", y)))


class DrawnChart(NamedTuple):
    """All that a macro draws: ``ticks`` across the plot and marks ``below``, ``lines`` and ``points``; ``key`` says what the
    lines are, ``findings`` what stands out, a sentence each. ``rows`` are those of the table, under ``heads``; ``numbers`` are
    the places of its columns that hold numbers."""

    ticks: tuple[ChartTick, ...]
    below: tuple[ChartTick, ...]
    lines: tuple[ChartLine, ...]
    points: tuple[ChartPoint, ...]
    key: str
    findings: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def one_place(number: Number) -> str:
    """A number to one place, halves up, with commas in thousands."""
    tenths = floor(Fraction(number) * 10 + Fraction(1, 2))
    sign, tenths = ("−" if tenths < 0 else ""), abs(tenths)
    return f"{sign}{tenths // 10:,}.{tenths % 10}"


def percent_of(number: Number) -> str:
    """A share as a percentage to one place."""
    return f"{one_place(Fraction(number) * 100)}%"


def time_chart(
    values: Sequence[tuple[str, Number]],
    head: str,
    screened: bool = True,
    shown: Words = one_place,
    bounds: tuple[Number, Number] | None = None,
) -> DrawnChart:
    """Values in the order of time, each with the short name of its time, with average, limits and signals (XmR). ``head`` names
    what is counted, ``shown`` says a number. No value lies outside ``bounds``, where there are such: limits are cut there.
    Raises ``ValueError`` for fewer than two."""
    found = measures.xmr([value for _, value in values], screened)
    if bounds:
        lowest, highest = Fraction(bounds[0]), Fraction(bounds[1])
        found = found._replace(lower=max(found.lower, lowest), upper=min(found.upper, highest))
    numbers = [*(value for _, value in values), found.lower, found.upper]
    scale = ChartScale.over(min(numbers), max(numbers))
    signals = dict(found.signals)
    last = len(values) - 1
    points = tuple(
        ChartPoint(f"{100 * place / last:.2f}", scale.at(value), "signal" if place in signals else "plain")
        for place, (_, value) in enumerate(values)
    )
    across = ((found.lower, "limit"), (found.mean, "mean"), (found.upper, "limit"))
    lines = [ChartLine.across(kind, scale.at(number)) for number, kind in across]
    lines.append(ChartLine.through("run", ((point.x, point.y) for point in points)))
    key = (
        f"Middle line: the average, {shown(found.mean)}. Dashed: the limits, {shown(found.lower)} and {shown(found.upper)}; "
        "nearly all values fall between them while nothing changes."
    )
    if len(values) < _TRIAL:
        key += f" They are on trial: {_TRIAL} values or more make firm limits."
    return DrawnChart(
        scale.ticks(shown),
        (ChartTick("0", values[0][0]), ChartTick("100", values[-1][0])),
        tuple(lines),
        points,
        key,
        tuple(_signals_in_words([name for name, _ in values], found.signals)),
        ("When", head, "Signal"),
        tuple(
            (name, shown(value), SIGNALS.get(signals.get(place, ""), ""))
            for place, (name, value) in enumerate(values)
        ),
        (1,),
    )


def funnel_chart(
    kind: str, counts: Sequence[measures.FunnelCount], heads: tuple[str, str, str], shown: Words = percent_of
) -> DrawnChart:
    """Who differs by more than chance: each count by its denominator, with limits at 95% and 99.8% (a funnel plot, no league
    table). ``kind`` is one of ``measures.FUNNEL_KINDS``; ``heads`` name who is counted, the denominator and the value; the
    code of a count is what the table calls it. Raises ``ValueError`` where there is none."""
    plot = measures.funnel(kind, counts)
    across = ChartScale.over(0, max(one.denominator for one in counts))
    curve = [
        (across.across(number), measures.funnel_limits(kind, plot.target, number))
        for number in _spread(min(one.denominator for one in counts), float(across.high))
    ]
    _, (_, widest) = curve[0]
    scale = ChartScale.over(
        min(widest[0], *(point.value for point in plot.points)),
        max(widest[1], *(point.value for point in plot.points)),
    )
    lines = [ChartLine.across("mean", scale.at(plot.target))]
    for which, name in ((0, "limit"), (1, "outer")):
        for side in (0, 1):
            places = ((x, scale.at(limits[which][side])) for x, limits in curve)
            lines.append(ChartLine.through(name, places))
    found = [
        (one, point, "plain" if point.inside95 else "near" if point.inside998 else "signal")
        for one, point in zip(counts, plot.points, strict=True)
    ]
    return DrawnChart(
        scale.ticks(shown),
        (ChartTick("0", "0"), ChartTick("100", _count(across.high))),
        tuple(lines),
        tuple(
            ChartPoint(across.across(one.denominator), scale.at(point.value), mark)
            for one, point, mark in found
        ),
        f"Middle line: {shown(plot.target)}, all together. Chance alone keeps within the dashed limits 950 times in 1,000, and "
        f"within the dotted ones 998 times. From left to right: {heads[1].lower()}.",
        tuple(f"{one.code}: {STANDS[mark].lower()}." for one, _, mark in found if mark == "signal"),
        (*heads, "Beside the others"),
        tuple(
            (one.code, _count(one.denominator), shown(point.value), STANDS[mark])
            for one, point, mark in found
        ),
        (1, 2),
    )


class ChartScale(NamedTuple):
    """An axis between round numbers, ``step`` apart."""

    low: Fraction
    high: Fraction
    step: Fraction

    @classmethod
    def over(cls, least: Number, most: Number) -> "ChartScale":
        """The axis that holds all from ``least`` to ``most``, in seven steps at most."""
        low, high = Fraction(least), Fraction(most)
        rough = (high - low) / _STEPS or Fraction(1)
        power = Fraction(10) ** floor(log10(rough))
        step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough)
        bottom = floor(low / step) * step
        top = -floor(-high / step) * step
        return cls(bottom, top if top > bottom else bottom + step, step)

    def at(self, number: Number) -> str:
        """Where a number stands, in pixels from the top."""
        return f"{float(TOP + HEIGHT * (self.high - Fraction(number)) / (self.high - self.low)):.1f}"

    def across(self, number: Number) -> str:
        """Where a number stands, in percent from the left."""
        return f"{float(100 * (Fraction(number) - self.low) / (self.high - self.low)):.2f}"

    def ticks(self, shown: Words) -> tuple[ChartTick, ...]:
        """A tick for each step, without a decimal of nought."""
        numbers = [
            self.low + self.step * place for place in range(int((self.high - self.low) / self.step) + 1)
        ]
        return tuple(ChartTick(self.at(one), _NOUGHT.sub("", shown(one))) for one in numbers)


def _spread(least: float, most: float) -> list[float]:
    """Numbers from one to another, each a like part larger than the one before."""
    return [least * (most / least) ** (step / _CURVE) for step in range(_CURVE)] + [most]


def _signals_in_words(names: Sequence[str], signals: Sequence[tuple[int, str]]) -> Iterator[str]:
    """A sentence for each signal, of which points that follow each other are one."""
    numbered = enumerate(signals)
    for (rule, _), run in groupby(numbered, lambda one: (one[1][1], one[1][0] - one[0])):
        places = [place for _, (place, _) in run]
        first, last = names[places[0]], names[places[-1]]
        yield f"{first}{'' if first == last else f' to {last}'}: {SIGNALS[rule].lower()}."


def _count(number: Number) -> str:
    return _NOUGHT.sub("", one_place(number))
