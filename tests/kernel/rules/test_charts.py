"""Charts over two axes: where things stand, and what is said beside them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kernel.charts import (
    HEIGHT,
    TOP,
    ChartLine,
    ChartScale,
    ChartTick,
    funnel_chart,
    one_place,
    percent_of,
    time_chart,
)
from federation.kernel.measures import FunnelCount

MONTHS = [6, 5, 7, 5, 8, 6, 5, 7, 4, 6, 7, 5, 6, 8, 5, 6, 4, 7, 6, 4, 3, 4, 3, 2, 4, 3]
"""Admissions to a made-up care home, the last seven of them below the average."""
_numbers = st.one_of(st.integers(-5_000, 5_000), st.fractions(-50, 50, max_denominator=40))


def heights(line: ChartLine) -> list[float]:
    """How far below the edge each place of a line is."""
    return [float(place.partition(",")[2]) for place in line.places.split()]


def test_a_chart_over_time() -> None:
    drawn = time_chart([(f"Month {place}", seen) for place, seen in enumerate(MONTHS, 1)], "Admissions")
    assert [tick.words for tick in drawn.ticks] == ["0", "2", "4", "6", "8", "10"]
    assert (drawn.ticks[0].at, drawn.ticks[-1].at) == ("200.0", "16.0")
    assert [tick.words for tick in drawn.below] == ["Month 1", "Month 26"]
    assert [point.mark for point in drawn.points] == ["plain"] * 19 + ["signal"] * 7
    assert (drawn.points[0].x, drawn.points[-1].x) == ("0.00", "100.00")
    assert drawn.points[0].y == "89.6"
    assert drawn.findings == ("Month 20 to Month 26: 7 or more in a row on one side of the average.",)
    assert drawn.key.startswith("Middle line: the average, 5.2. Dashed: the limits, 0.7 and 9.8; ")
    assert "trial" not in drawn.key
    assert drawn.heads == ("When", "Admissions", "Signal")
    assert drawn.rows[0] == ("Month 1", "6.0", "")
    assert drawn.rows[-1] == ("Month 26", "3.0", "7 or more in a row on one side of the average")
    assert [line.kind for line in drawn.lines] == ["limit", "mean", "limit", "run"]
    assert drawn.lines[3].places.startswith("0.00,89.6 4.00,108.0 ")


def test_few_values_have_limits_on_trial() -> None:
    drawn = time_chart([("May", 3), ("June", 3)], "Rounds")
    assert drawn.key.endswith("They are on trial: 13 values or more make firm limits.")
    assert drawn.findings == ()
    with pytest.raises(ValueError, match="two values"):
        time_chart([("May", 3)], "Rounds")


def test_signals_apart_are_said_apart() -> None:
    values = [2, 1, 2, 1, 2, 40, 1, 2, 1, 2, 1, 2, 1, 2, -40, 1, 2, 1, 2, 1]
    drawn = time_chart([(f"Week {place}", value) for place, value in enumerate(values)], "Calls")
    assert drawn.findings == ("Week 5: outside the limits.", "Week 14: outside the limits.")


def test_a_funnel() -> None:
    counts = [
        FunnelCount("Quayside", 30, 200),
        FunnelCount("Heron", 22, 120),
        FunnelCount("Saltpan", 40, 100),
    ]
    drawn = funnel_chart("proportion", counts, ("Practice", "Reviews", "Late"))
    assert [point.mark for point in drawn.points] == ["near", "plain", "signal"]
    assert [point.x for point in drawn.points] == ["100.00", "60.00", "50.00"]
    assert drawn.below == (ChartTick("0", "0"), ChartTick("100", "200"))
    assert drawn.findings == ("Saltpan: outside the outer limits.",)
    assert drawn.heads == ("Practice", "Reviews", "Late", "Beside the others")
    assert drawn.rows == (
        ("Quayside", "200", "15.0%", "Outside the inner limits"),
        ("Heron", "120", "18.3%", "No more than chance"),
        ("Saltpan", "100", "40.0%", "Outside the outer limits"),
    )
    assert drawn.key.endswith("From left to right: reviews.")
    target, *curves = [heights(line) for line in drawn.lines]
    assert [line.kind for line in drawn.lines] == ["mean", "limit", "limit", "outer", "outer"]
    for lower, upper in (curves[:2], curves[2:]):
        assert min(lower) >= target[0] >= max(upper)
        assert lower == sorted(lower, reverse=True) and upper == sorted(upper)


@settings(max_examples=50, database=None)
@given(st.lists(_numbers, min_size=2, max_size=20))
def test_everything_stands_within_the_plot(values: list[int | Fraction]) -> None:
    drawn = time_chart([(str(place), value) for place, value in enumerate(values)], "Calls")
    assert all(TOP <= height <= TOP + HEIGHT for line in drawn.lines for height in heights(line))
    assert all(0 <= float(point.x) <= 100 for point in drawn.points)
    assert 2 <= len(drawn.ticks) <= 8
    ordered = sorted(zip(values, drawn.points, strict=True), key=lambda one: one[0])
    rising = [float(point.y) for _, point in ordered]
    assert rising == sorted(rising, reverse=True)


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (0, 9, (0, 10, 2)),
        (3, 3, (3, 4, 1)),
        (-0.25, 1.75, ("-1/2", 2, "1/2")),
        (0, 12_345, (0, 15_000, 5_000)),
    ],
)
def test_axes_end_at_round_numbers(least: float, most: float, expected: tuple[str | int, ...]) -> None:
    assert ChartScale.over(least, most) == tuple(Fraction(one) for one in expected)


def test_numbers_in_words() -> None:
    assert [one_place(one) for one in (12.25, -0.04, -1.25, 1_234)] == ["12.3", "0.0", "−1.2", "1,234.0"]
    assert percent_of(Fraction(1, 8)) == "12.5%"
