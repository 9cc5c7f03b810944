"""Funnel plots: limits as published, and points that agree with them."""

from math import asin, log, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kernel.measures.funnel_plots import (
    FUNNEL_KINDS,
    Z998,
    FunnelCount,
    funnel,
    gamma_part,
    gamma_quantile,
)
from federation.kernel.measures.intervals import Z95

LAW = settings(max_examples=60, database=None)


@pytest.mark.parametrize(
    ("expected", "limits95", "limits998"),
    [
        (15, (0.5596924, 1.649348), (0.3862650, 2.082907)),
        (20, (0.6108260, 1.544419), (0.4479107, 1.902094)),
        (30, (0.6746958, 1.427562), (0.5289724, 1.702771)),
    ],
)
def test_exact_limits_of_standardised_ratios(
    expected: int, limits95: tuple[float, float], limits998: tuple[float, float]
) -> None:
    plot = funnel("standardised_ratio", [FunnelCount("A", 20, expected)])
    assert plot.target == 1
    assert plot.points[0].limits95 == pytest.approx(limits95, abs=5e-7)
    assert plot.points[0].limits998 == pytest.approx(limits998, abs=5e-7)


def test_who_stands_outside_of_a_standardised_ratio() -> None:
    counts = [
        FunnelCount(str(seen), seen, 20) for seen in (0, 8, 9, 12, 13, 20, 30, 31, 38, 39)
    ]  # limits: 8.96, 12.2, 30.9 and 38.04
    points = funnel("standardised_ratio", counts).points
    assert [point.code for point in points if point.inside95] == ["13", "20", "30"]
    assert [point.code for point in points if point.inside998] == ["9", "12", "13", "20", "30", "31", "38"]
    assert [point.z for point in points] == sorted(point.z for point in points)
    assert points[5].z == 0


def test_a_proportion() -> None:
    plot = funnel("proportion", [FunnelCount("A", 5, 100), FunnelCount("B", 20, 100)])
    assert plot.target == 0.125
    first, second = plot.points
    assert (first.value, second.value) == (0.05, 0.2)
    assert first.z == pytest.approx((asin(sqrt(0.05)) - asin(sqrt(0.125))) * 20)
    assert (first.inside95, first.inside998, second.inside95) == (False, True, False)
    assert first.limits95 == pytest.approx((0.0677742, 0.1965852), abs=5e-7)
    assert first.limits998 == pytest.approx((0.0421824, 0.2433443), abs=5e-7)


def test_limits_of_a_proportion_end_at_nought_and_one() -> None:
    for seen in (0, 1, 2):
        (point,) = funnel("proportion", [FunnelCount("A", seen, 2)]).points
        assert 0 <= point.limits998[0] <= point.value <= point.limits998[1] <= 1


def test_a_ratio_of_counts() -> None:
    plot = funnel("ratio", [FunnelCount("A", 30, 100), FunnelCount("B", 90, 100)])
    assert plot.target == 0.6
    low, high = plot.points[0].limits95
    assert (log(low), log(high)) == pytest.approx((log(0.6) - Z95 / 20, log(0.6) + Z95 / 20))
    assert [point.inside998 for point in plot.points] == [False, False]
    assert plot.points[0].z == pytest.approx(
        (log(30.5 / 100.5) - log(0.6)) / sqrt(30 / 30.5**2 + 100 / 100.5**2)
    )
    assert [one.inside95 for one in funnel("ratio", [FunnelCount("A", 0, 9)]).points] == [True]


@LAW
@given(
    st.sampled_from([*FUNNEL_KINDS]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)), min_size=1, max_size=6),
)
def test_what_every_kind_keeps_to(kind: str, pairs: list[tuple[int, int]]) -> None:
    plot = funnel(kind, [FunnelCount(str(place), min(pair), max(pair)) for place, pair in enumerate(pairs)])
    for point in plot.points:
        assert point.limits998[0] <= point.limits95[0] <= point.limits95[1] <= point.limits998[1]
        assert point.limits95[0] <= plot.target + 1e-12 and plot.target <= point.limits95[1] + 1e-12
        assert point.inside998 or not point.inside95
    if kind == "proportion":
        assert all(point.inside95 == (abs(point.z) <= Z95) for point in plot.points)
        assert all(point.inside998 == (abs(point.z) <= Z998) for point in plot.points)


@LAW
@given(st.floats(0.5, 20_000), st.sampled_from([0.001, 0.025, 0.5, 0.975, 0.999]))
def test_the_quantile_is_where_that_part_lies_below(shape: float, part: float) -> None:
    assert gamma_part(shape, gamma_quantile(part, shape)) == pytest.approx(part, rel=1e-7)


@pytest.mark.parametrize(
    ("kind", "counts", "words"),
    [
        ("league", [FunnelCount("A", 1, 2)], "a kind is one of"),
        ("proportion", [], "one at least"),
        ("proportion", [FunnelCount("A", -1, 2)], "nought or more"),
        ("ratio", [FunnelCount("A", 1, 0)], "above nought"),
        ("proportion", [FunnelCount("A", 3, 2)], "not above 1"),
    ],
)
def test_counts_that_are_none(kind: str, counts: list[FunnelCount], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        funnel(kind, counts)
