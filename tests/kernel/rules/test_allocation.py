"""Sharing out a whole number: the laws that every allocation keeps, and a second implementation that agrees."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kernel.measures.allocation import CannotShare, Sharer, Sharing

LAW = settings(max_examples=80, database=None)
SALTMARSH = (
    ("Driftwood", 11_240, 1_101),
    ("Lighthouse", 16_480, 1_615),
    ("Quayside", 8_910, 873),
    ("Saltpan Lane", 4_370, 500),
    ("Estuary View", 13_050, 1_279),
    ("Heron", 19_860, 1_946),
    ("Reedbed", 6_120, 600),
    ("Tidemill", 9_730, 953),
    ("Chalk Hill", 7_480, 733),
    ("Gorse Lane", 12_310, 1_206),
    ("Skylark", 3_290, 500),
    ("Windmill", 10_660, 1_044),
)
_weights = st.one_of(
    st.integers(0, 12),
    st.fractions(min_value=0, max_value=9, max_denominator=12),
    st.integers(0, 30_000),
)


@st.composite
def shared(draw: st.DrawFn, most_sharers: int = 8) -> tuple[list[Sharer], int, int, int | None]:
    """Who shares, a total, and limits that may leave no way."""
    lists = draw(st.lists(st.integers(0, 5), min_size=1, max_size=most_sharers))
    sharers = [Sharer(f"A{place}", size, draw(_weights)) for place, size in enumerate(lists)]
    if not any(one.weight for one in sharers):
        sharers[0] = sharers[0]._replace(weight=1)
    least = draw(st.integers(0, 6))
    most = draw(st.none() | st.integers(least, least + 20))
    return draw(st.permutations(sharers)), draw(st.integers(0, 90)), least, most


def real_shares(sharers: Sequence[Sharer], total: int, least: int, most: int | None) -> list[Fraction] | None:
    """The multiple of the weights, cut off at the limits, that adds up to the total: found between two of the places where
    a share meets a limit. None where there is none."""

    def cut(one: Sharer, factor: Fraction) -> Fraction:
        share = max(factor * one.weight, Fraction(least))
        return share if most is None else min(share, Fraction(most))

    def whole(factor: Fraction) -> Fraction:
        return sum((cut(one, factor) for one in sharers), Fraction())

    meets = sorted(
        {Fraction(0)}
        | {Fraction(limit) / one.weight for one in sharers if one.weight for limit in (least, most or 0)}
    )
    last = meets[-1] + 1 + Fraction(total) / sum(Fraction(one.weight) for one in sharers)
    for low, high in zip(meets, [*meets[1:], last], strict=True):
        if whole(low) <= total <= whole(high):
            slope = whole(high) - whole(low)
            factor = low + (high - low) * (total - whole(low)) / slope if slope else low
            return [cut(one, factor) for one in sharers]
    return None


def nearest(sharers: Sequence[Sharer], shares: Sequence[Fraction], total: int) -> dict[str, int]:
    """Of all whole amounts around the shares those nearest to them; of equally near ones those that favour the larger
    list, then the earlier code."""
    ranked = sorted(range(len(sharers)), key=lambda i: (-sharers[i].patients, sharers[i].code))
    around = [sorted({share.__floor__(), share.__ceil__()}) for share in shares]
    best = min(
        (amounts for amounts in product(*around) if sum(amounts) == total),
        key=lambda amounts: (
            sum((amount - share) ** 2 for amount, share in zip(amounts, shares, strict=True)),
            [-amounts[i] for i in ranked],
        ),
    )
    return dict(zip((one.code for one in sharers), best, strict=True))


def test_the_visits_of_twelve_practices_with_a_minimum() -> None:
    sharing = Sharing(Sharer(code, patients, patients) for code, patients, _ in SALTMARSH)
    assert sharing.share(12_350, least=500) == {code: visits for code, _, visits in SALTMARSH}


@LAW
@given(shared(most_sharers=5))
def test_a_second_implementation_agrees(asked: tuple[list[Sharer], int, int, int | None]) -> None:
    sharers, total, least, most = asked
    shares = real_shares(sharers, total, least, most)
    if shares is None:
        with pytest.raises(CannotShare):
            Sharing(sharers).share(total, least, most)
    else:
        assert Sharing(sharers).share(total, least, most) == nearest(sharers, shares, total)


@LAW
@given(shared())
def test_what_is_impossible_is_short_by_exactly_that(
    asked: tuple[list[Sharer], int, int, int | None],
) -> None:
    sharers, total, least, most = asked
    try:
        amounts = Sharing(sharers).share(total, least, most)
    except CannotShare as error:
        mended = total + error.short_by if error.too_little else total - error.short_by
        assert error.short_by > 0
        assert sum(Sharing(sharers).share(mended, least, most).values()) == mended
        nearly = mended - 1 if error.too_little else mended + 1
        with pytest.raises(CannotShare) as again:
            Sharing(sharers).share(nearly, least, most)
        assert (again.value.short_by, again.value.too_little) == (1, error.too_little)
    else:
        assert sum(amounts.values()) == total
        assert all(least <= amount and (most is None or amount <= most) for amount in amounts.values())


@LAW
@given(shared(), st.randoms(use_true_random=False))
def test_laws_of_one_allocation(asked: tuple[list[Sharer], int, int, int | None], random: object) -> None:
    sharers, total, least, most = asked
    try:
        amounts = Sharing(sharers).share(total, least, most)
    except CannotShare:
        return
    assert list(amounts) == [one.code for one in sharers]
    again = list(sharers)
    random.shuffle(again)  # type: ignore[attr-defined]
    assert Sharing(again).share(total, least, most) == amounts
    for one, other in product(sharers, sharers):
        if one.weight > other.weight or (one.weight == other.weight and one.patients > other.patients):
            assert amounts[one.code] >= amounts[other.code]
    if total:
        settled = Sharing(one._replace(weight=amounts[one.code]) for one in sharers)
        assert settled.share(total, least, most) == amounts
    scaled = Sharing(one._replace(weight=one.weight * Fraction(2, 3)) for one in sharers)
    assert scaled.share(total, least, most) == amounts


def test_equal_remainders_go_to_the_larger_list_then_by_code() -> None:
    sharers = [Sharer("C", 10, 1), Sharer("B", 10, 1), Sharer("A", 9, 1), Sharer("D", 11, 1)]
    assert Sharing(sharers).share(7) == {"C": 2, "B": 2, "A": 1, "D": 2}
    assert Sharing(sharers).share(6) == {"C": 1, "B": 2, "A": 1, "D": 2}


def test_a_weight_of_nought_gets_the_minimum_and_no_more() -> None:
    sharers = [Sharer("A", 5, 0), Sharer("B", 5, 4)]
    assert Sharing(sharers).share(10, least=2) == {"A": 2, "B": 8}
    with pytest.raises(CannotShare) as error:
        Sharing(sharers).share(10, least=2, most=5)
    assert (error.value.short_by, error.value.too_little) == (3, False)


@pytest.mark.parametrize(
    "sharers",
    [
        [],
        [Sharer("A", 1, 0)],
        [Sharer("A", 1, -1), Sharer("B", 1, 2)],
        [Sharer("A", 1, 1), Sharer("A", 2, 1)],
    ],
)
def test_a_basis_that_is_none(sharers: list[Sharer]) -> None:
    with pytest.raises(ValueError):
        Sharing(sharers)


@pytest.mark.parametrize(("total", "least", "most"), [(-1, 0, None), (5, -1, None), (5, 3, 2)])
def test_limits_that_are_none(total: int, least: int, most: int | None) -> None:
    with pytest.raises(ValueError, match="nought or more"):
        Sharing([Sharer("A", 1, 1)]).share(total, least, most)
