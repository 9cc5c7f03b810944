"""Measures of the field, held against vectors that were published and against their definitions."""

from fractions import Fraction
from itertools import pairwise, product
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kernel.measures.control_charts import assurance, xmr
from federation.kernel.measures.fairness import gini, hhi, jain, per_head
from federation.kernel.measures.intervals import wilson
from federation.kernel.measures.money import PRICE_FORMULAS, cross_subsidy, price_points

LAW = settings(max_examples=60, database=None)
LISTS = (8_000, 12_000, 5_000, 25_000)
OUTLIER = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
NORMAL = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123),
    *(-0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314),
    *(0.49785048, -1.96661716, 0.70135590, -0.47279141),
]
"""Twenty values of R's ``set.seed(123); rnorm(20)``."""
SHIFTED = [*NORMAL[:14], 10, *NORMAL[15:]]
_amounts = st.lists(st.integers(0, 50), min_size=1, max_size=12)


def test_evenness_depends_on_whom_one_counts() -> None:
    same = [20_000] * 4
    assert (jain(same), gini(same)) == (1, 0)
    assert float(jain(per_head(same, LISTS))) == pytest.approx(0.783094, abs=5e-7)
    assert gini(same, LISTS) == Fraction(32, 100)
    assert (jain([1, 2, 3, 4]), gini([1, 2, 3, 4])) == (Fraction(100, 120), Fraction(1, 4))


def test_one_takes_all_or_k_of_n_have_the_same() -> None:
    assert [jain([5, 0, 0, 0]), jain([3, 3, 3, 0])] == [Fraction(1, 4), Fraction(3, 4)]
    assert [hhi([5, 0, 0, 0]), hhi([3, 3, 3, 0])] == [1, Fraction(1, 3)]
    assert [jain([0, 0]), gini([0, 0]), hhi([0, 0])] == [1, 0, 0]


@LAW
@given(_amounts, st.data())
def test_bounds_and_definitions_of_evenness(amounts: list[int], data: st.DataObject) -> None:
    count = len(amounts)
    heads = data.draw(st.lists(st.integers(1, 30), min_size=count, max_size=count))
    assert Fraction(1, count) <= jain(amounts) <= 1
    assert 0 <= gini(amounts) <= Fraction(count - 1, count)
    assert 0 <= gini(amounts, heads) < 1
    rates, whole = per_head(amounts, heads), sum(heads)
    mean = Fraction(sum(amounts), whole)
    apart = sum(
        heads[i] * heads[j] * abs(rates[i] - rates[j]) for i, j in product(range(count), range(count))
    )
    assert gini(amounts, heads) == (apart / (2 * whole**2 * mean) if mean else 0)
    assert gini(amounts) == gini(amounts, [7] * count) == gini([3 * one for one in reversed(amounts)])
    if sum(amounts):
        assert Fraction(1, count) <= hhi(amounts) <= 1
        assert jain(amounts) * hhi(amounts) * count == 1


@pytest.mark.parametrize("amounts", [[], [1, -1]])
def test_amounts_that_are_none(amounts: list[int]) -> None:
    for measure in (jain, gini, hhi):
        with pytest.raises(ValueError, match="nought or more"):
            measure(amounts)
    with pytest.raises(ValueError, match="above nought"):
        gini([1, 2], [3, 0])


def test_wilson() -> None:
    assert wilson(10, 100) == pytest.approx((0.0552291, 0.1743657), abs=5e-8)
    assert wilson(0, 20) == pytest.approx((0, 0.1611252), abs=5e-8)
    assert wilson(20, 20) == pytest.approx((0.8388748, 1), abs=5e-8)
    for count, of in ((-1, 5), (6, 5), (0, 0)):
        with pytest.raises(ValueError, match="not above all"):
            wilson(count, of)


@pytest.mark.parametrize(
    ("values", "screened", "expected"),
    [
        (OUTLIER, True, (1.944444, -0.715556, 4.604444)),
        (OUTLIER, False, (1.944444, -3.062614, 6.951503)),
        (NORMAL, True, (0.1416238, -3.01138, 3.294627)),
        (SHIFTED, True, (0.6694159, -2.383666, 3.722497)),
        (SHIFTED, False, (0.6694159, -4.596625, 5.935457)),
    ],
)
def test_limits_of_xmr(values: list[float], screened: bool, expected: tuple[float, ...]) -> None:
    chart = xmr(values, screened)
    assert (float(chart.mean), float(chart.lower), float(chart.upper)) == pytest.approx(expected, abs=2e-6)


def test_points_beyond_a_limit() -> None:
    assert xmr(OUTLIER).signals == xmr(OUTLIER, screened=False).signals == ((4, "outside"),)
    assert xmr([3] * 9) == (3, 3, 3, ())


def test_seven_in_a_row_on_one_side() -> None:
    high, low = [2, 6] * 4, [-4, -6, -4, -8, -4, -6]
    assert sum(high + low) == 0
    assert xmr([*high, *low]).signals == tuple((place, "shift") for place in range(8))
    assert xmr([*(-one for one in high), *(-one for one in low)]).signals == xmr([*high, *low]).signals
    assert xmr([*high[:6], *low[:4], *high[6:], *low[4:]]).signals == ()


def test_a_point_on_the_mean_ends_a_row() -> None:
    assert xmr([2, 6, 2, 6, 0, 2, 6, 2, 6, -4, -6, -4, -8, -4, -6]).signals == ()


def test_seven_rising_or_falling() -> None:
    around = [5, 3, 6, 2, 5, 3]
    rising = [*around, *range(1, 8), *around]
    assert [place for place, rule in xmr(rising).signals if rule == "trend"] == list(range(6, 13))
    falling = [*around, *range(7, 0, -1), 4, *around]
    assert [place for place, rule in xmr(falling).signals if rule == "trend"] == list(range(6, 13))
    level = [*around, 1, 2, 3, 3, 4, 5, 6, *around]
    assert [rule for _, rule in xmr(level).signals if rule == "trend"] == []


@pytest.mark.parametrize(("third", "found"), [(0.3, (30, 32)), (-0.1, ())])
def test_two_of_three_near_a_limit_on_one_side(third: float, found: tuple[int, ...]) -> None:
    """The third may be anywhere on that side of the mean, 0.13, and is not named."""
    quiet = [1, -1] * 15
    chart = xmr([*quiet, 4.6, third, 4.7, -1, *quiet])
    assert chart.signals == tuple((place, "two_in_three") for place in found)


def test_the_first_rule_names_a_point() -> None:
    """Seven that rise above the mean are a trend and a shift, and the last two are outside."""
    chart = xmr([*[4, 0] * 10, *range(5, 19, 2), 2, 0, 4, 0])
    assert chart.signals == (
        *((place, "trend") for place in range(19, 25)),
        (25, "outside"),
        (26, "outside"),
    )


@LAW
@given(
    st.lists(st.integers(-20, 20), min_size=2, max_size=30), st.booleans(), st.integers(1, 5), st.booleans()
)
def test_xmr_is_the_same_on_any_scale(values: list[int], screened: bool, by: int, down: bool) -> None:
    chart = xmr(values, screened)
    other = xmr([(-by if down else by) * value + 3 for value in values], screened)
    assert chart.lower <= chart.mean <= chart.upper
    assert chart.signals == other.signals
    assert other.upper - other.lower == by * (chart.upper - chart.lower)
    assert {place for place, rule in chart.signals if rule == "outside"} == {
        place for place, value in enumerate(values) if not chart.lower <= value <= chart.upper
    }


def test_one_value_makes_no_chart() -> None:
    with pytest.raises(ValueError, match="two values"):
        xmr([1])


def test_assurance() -> None:
    limits = ((1, 3), (5, 7), (1, 5))
    assert [assurance(*one, 4, up=True) for one in limits] == ["fail", "pass", "inconsistent"]
    assert [assurance(*one, 4, up=False) for one in limits] == ["pass", "fail", "inconsistent"]
    assert assurance(4, 7, 4, up=True) == "inconsistent"


def test_points_of_prices() -> None:
    assert price_points(40, [100, 125]) == [40, 32]
    assert price_points(40, [6_300, 6_600, 5_950]) == [Fraction(3778, 100), Fraction(3606, 100), 40]
    assert price_points(40, [100, 100], "mean") == [20, 20]
    assert price_points(40, [50, 150, 400], "mean") == [40, 30, 0]
    assert price_points(1, [1, 200]) == [1, Fraction(1, 100)]


@LAW
@given(
    st.integers(0, 100),
    st.lists(st.integers(1, 1_000), min_size=1, max_size=8),
    st.sampled_from([*PRICE_FORMULAS]),
)
def test_a_lower_price_is_never_worth_less(points: int, bids: list[int], formula: str) -> None:
    worth = price_points(points, bids, formula)
    assert all(0 <= one <= points for one in worth)
    ordered = [got for _, got in sorted(zip(bids, worth, strict=True), key=lambda one: (one[0], -one[1]))]
    assert all(before >= after for before, after in pairwise([inf, *ordered]))


@pytest.mark.parametrize(
    ("points", "bids", "formula"),
    [(40, [], "lowest"), (40, [0], "lowest"), (-1, [1], "lowest"), (1, [1], "x")],
)
def test_prices_that_are_none(points: int, bids: list[int], formula: str) -> None:
    with pytest.raises(ValueError):
        price_points(points, bids, formula)


def test_members_pay_what_outside_money_does_not() -> None:
    assert cross_subsidy(100_000, 90_000, 22_000) == 12_000
    assert cross_subsidy(112_001, 90_000, 22_000) == 0
