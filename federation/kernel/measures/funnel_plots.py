"""Funnel plots: which practices differ by more than chance, without a league table (Spiegelhalter 2005).

Kinds, transformations and limits are those of the package FunnelPlotR, at 95% and 99.8%. Floats, as these formulas are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, exp, inf, lgamma, log, pi, sin, sqrt
from typing import NamedTuple

from federation.kernel.measures.intervals import Z95

Z998 = 3.090232
_MOST_TERMS = 100_000
_TAILS = {Z95: 0.025, Z998: 0.001}
Limits = tuple[float, float]


class FunnelCount(NamedTuple):
    """What is counted of a practice: so many of so many. The denominator, above nought, is a number of people or, of a
    standardised ratio, what was expected; of a proportion the numerator is not above it."""

    code: str
    numerator: float
    denominator: float


class FunnelPoint(NamedTuple):
    """Where a practice stands: its value, how many standard errors from the target on the scale of its kind, and the limits
    at 95% and 99.8% for its denominator."""

    code: str
    value: float
    z: float
    limits95: Limits
    limits998: Limits

    @property
    def inside95(self) -> bool:
        """Whether it differs by no more than chance does in 95 of 100."""
        return self.limits95[0] <= self.value <= self.limits95[1]

    @property
    def inside998(self) -> bool:
        """Whether it differs by no more than chance does in 998 of 1,000."""
        return self.limits998[0] <= self.value <= self.limits998[1]


class FunnelPlot(NamedTuple):
    """The value of all together, or 1 of standardised ratios, and a point for each practice."""

    target: float
    points: tuple[FunnelPoint, ...]


@dataclass(frozen=True)
class FunnelKind:
    """A kind of figure: how far a count lies from a target in standard errors, and the limits around the target, for a
    denominator, at so many of them."""

    z: Callable[[FunnelCount, float], float]
    limits: Callable[[float, float, float], Limits]
    fixed_target: float | None = None


def funnel(kind: str, counts: Sequence[FunnelCount]) -> FunnelPlot:
    """The plot of counts. ``kind`` is a key of :data:`FUNNEL_KINDS`. Raises ``ValueError``."""
    if kind not in FUNNEL_KINDS:
        raise ValueError(f"a kind is one of {', '.join(FUNNEL_KINDS)}")
    if not counts or min(one.numerator for one in counts) < 0 or min(one.denominator for one in counts) <= 0:
        raise ValueError(
            "numerators are nought or more, denominators above nought, and there is one at least"
        )
    if kind == "proportion" and any(one.numerator > one.denominator for one in counts):
        raise ValueError("a proportion is not above 1")
    made = FUNNEL_KINDS[kind]
    target = made.fixed_target
    if target is None:
        target = sum(one.numerator for one in counts) / sum(one.denominator for one in counts)
    points = tuple(
        FunnelPoint(
            one.code,
            one.numerator / one.denominator,
            made.z(one, target),
            *funnel_limits(kind, target, one.denominator),
        )
        for one in counts
    )
    return FunnelPlot(target, points)


def funnel_limits(kind: str, target: float, denominator: float) -> tuple[Limits, Limits]:
    """The limits at 95% and at 99.8% around a target, for a denominator above nought."""
    limits = FUNNEL_KINDS[kind].limits
    return limits(target, denominator, Z95), limits(target, denominator, Z998)


def _proportion_z(count: FunnelCount, target: float) -> float:
    angle = asin(sqrt(count.numerator / count.denominator))
    return (angle - asin(sqrt(target))) * 2 * sqrt(count.denominator)


def _proportion_limits(target: float, denominator: float, z: float) -> Limits:
    middle, apart = asin(sqrt(target)), z / (2 * sqrt(denominator))
    return sin(max(0.0, middle - apart)) ** 2, sin(min(pi / 2, middle + apart)) ** 2


def _ratio_z(count: FunnelCount, target: float) -> float:
    if not target:
        return 0.0
    above, below = count.numerator + 0.5, count.denominator + 0.5
    error = sqrt(count.numerator / above**2 + count.denominator / below**2)
    return (log(above / below) - log(target)) / error


def _ratio_limits(target: float, denominator: float, z: float) -> Limits:
    apart = exp(z / (2 * sqrt(denominator)))
    return target / apart, target * apart


def _standardised_z(count: FunnelCount, target: float) -> float:
    """On the scale of square roots, which has a place for a numerator of nought."""
    return 2 * (sqrt(count.numerator) - sqrt(count.denominator * target))


def _standardised_limits(target: float, expected: float, z: float) -> Limits:
    """Exact: what a Poisson count that may be this or further out is divided by."""
    tail = _TAILS[z]
    return (
        target * gamma_quantile(tail, expected) / expected,
        target * gamma_quantile(1 - tail, expected + 1) / expected,
    )


FUNNEL_KINDS: Mapping[str, FunnelKind] = {
    "proportion": FunnelKind(_proportion_z, _proportion_limits),
    "ratio": FunnelKind(_ratio_z, _ratio_limits),
    "standardised_ratio": FunnelKind(_standardised_z, _standardised_limits, 1.0),
}
"""A share of people, a ratio of two counts, and observed over expected."""


def gamma_quantile(part: float, shape: float) -> float:
    """Below which value this part of a gamma distribution of that shape and scale 1 lies: half the quantile of chi squared with
    twice the shape as its degrees of freedom."""
    low, high = 0.0, shape + 10 * sqrt(shape) + 20
    guess = shape
    for _ in range(200):
        below = gamma_part(shape, guess) - part
        low, high = (low, guess) if below > 0 else (guess, high)
        density = exp((shape - 1) * log(guess) - guess - lgamma(shape))
        step = guess - below / density if density else inf
        better = step if low < step < high else (low + high) / 2
        if abs(better - guess) <= 1e-12 * guess:
            return better
        guess = better
    return guess


def gamma_part(shape: float, value: float) -> float:
    """The part of a gamma distribution of that shape and scale 1 that lies below a value above nought: a series below its
    middle, a continued fraction (Lentz) above."""
    factor = exp(shape * log(value) - value - lgamma(shape))
    if value < shape + 1:
        term = total = 1 / shape
        number = shape
        while term > total * 1e-17:
            number += 1
            term *= value / number
            total += term
        return factor * total
    divisor, last = value + 1 - shape, inf
    ratio = fraction = 1 / divisor
    for place in range(1, _MOST_TERMS):
        over = place * (shape - place)
        divisor += 2
        ratio = 1 / (over * ratio + divisor)
        last = divisor + over / last
        fraction *= ratio * last
        if abs(ratio * last - 1) < 1e-16:
            break
    return 1 - factor * fraction
