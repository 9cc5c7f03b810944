"""Points, ranking, and how firm it is, over plain values."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.tendering.evaluating.rules import (
    BidToRank,
    HeldRange,
    JudgedCriterion,
    RankedBid,
    RankingTerms,
    differ_by,
    held_range,
    middle_halves,
    must_talk,
    quality_points,
    ranked,
)

VISITS = [
    JudgedCriterion("safe", 20),
    JudgedCriterion("staff", 15),
    JudgedCriterion("working", 15),
    JudgedCriterion("local", 10),
]
BRIGHTWATER = BidToRank(1, Fraction(52), 6_300)
HARBOUR = BidToRank(2, Fraction(95, 2), 6_600)
COASTWAY = BidToRank(3, Fraction(83, 2), 5_950)
SHARES = st.tuples(
    st.fractions(min_value=0, max_value=1, max_denominator=20),
    st.fractions(min_value=0, max_value=1, max_denominator=20),
)


@pytest.mark.parametrize(
    ("scores", "middle", "apart", "talk"),
    [
        ([4, 4, 4, 5, 5, 5], 9, 1, False),
        ([3, 4, 4, 4, 4, 5], 8, 2, True),
        ([1, 3, 3, 3, 3, 4], 6, 3, True),
        ([5], 10, 0, False),
        ([3, 0, 5], 6, 5, True),
    ],
)
def test_the_middle_score_stands_where_scorers_do_not_differ(
    scores: list[int], middle: int, apart: int, talk: bool
) -> None:
    assert (middle_halves(scores), differ_by(scores), must_talk(scores)) == (middle, apart, talk)
    assert middle_halves(scores[::-1]) == middle


def test_no_score_has_no_middle() -> None:
    assert not must_talk([])
    with pytest.raises(ValueError, match="nobody has scored"):
        middle_halves([])


def test_a_score_counts_in_fifths_of_the_points() -> None:
    assert quality_points(VISITS, {"safe": 9, "staff": 8, "working": 8, "local": 10}) == 52
    assert quality_points(VISITS, {"safe": 8, "staff": 9, "working": 8}) == Fraction(83, 2)
    assert quality_points(VISITS, {}) == 0
    assert quality_points(VISITS, dict.fromkeys(("safe", "staff", "working", "local"), 10)) == 60


def test_the_three_bids_for_home_visits() -> None:
    found = ranked([COASTWAY, BRIGHTWATER, HARBOUR], RankingTerms(40, floor=Fraction(35)))
    assert [(one.key, one.place, one.price, one.total) for one in found] == [
        (1, 1, Fraction(3778, 100), Fraction(8978, 100)),
        (2, 2, Fraction(3606, 100), Fraction(8356, 100)),
        (3, 3, Fraction(40), Fraction(8150, 100)),
    ]


def test_the_formula_of_the_lowest_price() -> None:
    found = ranked([BidToRank(1, Fraction(0), 10_000), BidToRank(2, Fraction(0), 12_500)], RankingTerms(40))
    assert [one.price for one in found] == [40, 32]


def test_who_is_below_the_floor_or_out_is_not_compared() -> None:
    cheap = BidToRank(4, Fraction(34), 100)
    out = BidToRank(5, Fraction(60), 100, out=True)
    found = ranked([out, cheap, COASTWAY, BRIGHTWATER, HARBOUR], RankingTerms(40, floor=Fraction(35)))
    assert [one.key for one in found] == [1, 2, 3, 4, 5]
    assert found[3:] == [RankedBid(4, Fraction(34), None, None), RankedBid(5, Fraction(60), None, None)]
    assert (found[2].price, found[3].total) == (40, None)
    assert ranked([out], RankingTerms(40)) == [RankedBid(5, Fraction(60), None, None)]


def test_equal_totals_go_by_the_rule_that_was_fixed() -> None:
    better, cheaper = BidToRank(1, Fraction(50), 2_000), BidToRank(2, Fraction(30), 1_000)
    assert [one.total for one in ranked([better, cheaper], RankingTerms(40))] == [70, 70]
    assert [one.key for one in ranked([cheaper, better], RankingTerms(40))] == [1, 2]
    assert [one.key for one in ranked([better, cheaper], RankingTerms(40, tie="price"))] == [2, 1]
    assert [one.place for one in ranked([better, cheaper], RankingTerms(40, tie="members"))] == [1, 1]
    same = [BidToRank(key, Fraction(50), 2_000) for key in (1, 2)] + [cheaper._replace(key=3, pence=4_000)]
    assert [one.place for one in ranked(same, RankingTerms(40))] == [1, 1, 3]
    with pytest.raises(ValueError, match="a rule for ties"):
        ranked(same, RankingTerms(40, tie="lots"))


@settings(max_examples=60, database=None)
@given(
    st.lists(
        st.tuples(
            st.fractions(min_value=0, max_value=60, max_denominator=10), st.integers(1, 9_999), st.booleans()
        ),
        max_size=6,
    ),
    st.integers(0, 60),
    st.sampled_from(("quality", "price", "members")),
    st.randoms(use_true_random=False),
)
def test_a_ranking_is_a_ranking(
    drawn: list[tuple[Fraction, int, bool]], floor: int, tie: str, random: object
) -> None:
    bids = [BidToRank(key, *one) for key, one in enumerate(drawn)]
    terms = RankingTerms(40, floor=Fraction(floor), tie=tie)
    found = ranked(bids, terms)
    random.shuffle(bids)  # type: ignore[attr-defined]
    assert ranked(bids, terms) == found
    places = [one.place for one in found if one.place is not None]
    assert places == sorted(places) and (not places or places[0] == 1)
    totals = [one.total for one in found if one.total is not None]
    assert totals == sorted(totals, reverse=True)
    assert {one.key for one in found if one.place is None} == {
        one.key for one in bids if one.out or one.quality < floor
    }


def test_brightwater_stays_first_far_beyond_the_weight_of_price() -> None:
    first = (Fraction(5950, 6300), Fraction(52, 60))
    others = [(Fraction(5950, 6600), Fraction(95, 120)), (Fraction(1), Fraction(83, 120))]
    found = held_range(first, others, 40)
    assert found == HeldRange(Fraction(0), Fraction(6300, 83), 100)
    assert found.whole == (0, 75)
    assert held_range(others[0], [first], 40) is None
    assert held_range(first, [], 40) == HeldRange(Fraction(0), Fraction(100), 100)


@settings(max_examples=50, database=None)
@given(SHARES, st.lists(SHARES, max_size=4), st.integers(0, 100))
def test_a_range_ends_where_somebody_else_is_ahead(
    first: tuple[Fraction, Fraction], others: list[tuple[Fraction, Fraction]], weight: int
) -> None:
    def ahead(part: Fraction | int) -> bool:
        mine, *theirs = [one[0] * part + one[1] * (100 - part) for one in (first, *others)]
        return all(mine >= other for other in theirs)

    found = held_range(first, others, weight)
    assert (found is not None) == ahead(weight)
    if found is not None:
        step = Fraction(1, 10**9)
        assert 0 <= found.least <= weight <= found.most <= 100
        assert ahead(found.least) and ahead(found.most)
        assert found.least == 0 or not ahead(found.least - step)
        assert found.most == 100 or not ahead(found.most + step)
        low, high = found.whole
        assert low - 1 < found.least <= low <= high <= found.most < high + 1
