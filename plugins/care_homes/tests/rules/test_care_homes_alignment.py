"""Alignment: against every way there is on small questions, and what is said of limits."""

import json
from fractions import Fraction
from itertools import product

import pytest
from federation_care_homes.aligning import solving
from federation_care_homes.aligning.calculations import alignment
from federation_care_homes.aligning.rules import (
    AlignedHomes,
    AlignmentQuestion,
    CannotAlign,
    HomeToAlign,
    PracticeToAlign,
    after,
    align,
    cost_of,
    distance,
    mixed,
    used_beds,
)
from federation_care_homes.aligning.solving import cheapest, shortage
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.toolkit import Given, Invalid


def question(homes, practices, fixed=None, furthest=None, weights=(100, 1)) -> AlignmentQuestion:
    return AlignmentQuestion(homes, practices, *weights, fixed or {}, furthest)


def answer(asked: AlignmentQuestion) -> AlignedHomes | CannotAlign:
    return align(asked, cheapest, shortage)


@st.composite
def tables(draw):
    """Costs with few values, so that ties are common; beds and caps."""
    homes, practices = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    costs = draw(
        st.lists(
            st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=practices, max_size=practices).filter(
                lambda row: any(one is not None for one in row)
            ),
            min_size=homes,
            max_size=homes,
        )
    )
    beds = draw(st.lists(st.integers(1, 5), min_size=homes, max_size=homes))
    caps = draw(st.lists(st.integers(0, 9), min_size=practices, max_size=practices))
    return costs, beds, caps


def every_way(costs, beds, caps):
    """All ways, each with its cost, its practices and by how many beds it goes over the caps, brute force."""
    for places in product(range(len(caps)), repeat=len(beds)):
        if all(costs[home][at] is not None for home, at in enumerate(places)):
            used = used_beds(places, beds, len(caps))
            over = sum(max(0, one - cap) for one, cap in zip(used, caps, strict=True))
            yield over, cost_of(places, costs), list(places)


@settings(max_examples=12, deadline=None)
@given(tables())
def test_the_cheapest_of_all_ways_and_of_equal_ones_the_first(table) -> None:
    ways = list(every_way(*table))
    within = [(cost, places) for over, cost, places in ways if not over]
    found = cheapest(*table)
    if within:
        assert found is not None
        assert (cost_of(found.places, table[0]), found.places, found.gap) == (*min(within), 0)
    else:
        assert found is None
        assert shortage(*table) == min(over for over, _cost, _places in ways) > 0


@settings(max_examples=25, deadline=None)
@given(tables())
def test_the_search_over_loads_finds_the_same(table) -> None:
    with pytest.MonkeyPatch.context() as small:
        small.setattr(solving, "_SMALL", 0)
        ways = [(cost, places) for over, cost, places in every_way(*table) if not over]
        found = cheapest(*table)
        if not ways:
            assert found is None
            return
        assert found is not None
        assert (cost_of(found.places, table[0]), found.places, found.gap) == (*min(ways), 0)


def crowded(homes: int, practices: int) -> AlignmentQuestion:
    """Homes of 10 to 40 beds, and room for a fifth more beds than there are."""
    codes = [f"A{place:03}" for place in range(practices)]
    asked = [
        HomeToAlign(
            f"1-{place:03}",
            10 + place * 37 % 31,
            {codes[(place * 7 + step * 11) % practices]: 9 - step for step in range(3)},
            place * 7_919 % 3_000,
            place * 6_101 % 3_000,
        )
        for place in range(homes)
    ]
    room = sum(one.beds for one in asked) * 6 // 5 // practices
    near = [
        PracticeToAlign(code, room, place * 5_003 % 3_000, place * 4_409 % 3_000)
        for place, code in enumerate(codes)
    ]
    return question(asked, near)


def test_a_large_question_is_proven_and_says_the_gap_where_it_is_not() -> None:
    asked = crowded(40, 16)
    best = answer(asked)
    assert isinstance(best, AlignedHomes) and best.gap == 0
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(solving, "_SMALL", len(asked.homes) * len(asked.practices))
        over_pairs = answer(asked)
        assert isinstance(over_pairs, AlignedHomes)
        assert (over_pairs.cost, over_pairs.homes, over_pairs.gap) == (best.cost, best.homes, 0)
        patched.undo()
        patched.setattr(solving, "_LOADS", 30)
        found = answer(asked)
    assert isinstance(found, AlignedHomes)
    assert found.cost - found.gap <= best.cost <= found.cost
    turned = AlignmentQuestion(asked.homes[::-1], asked.practices[::-1], 100, 1, {})
    assert answer(turned) == best


def test_distance_is_rounded_to_a_metre() -> None:
    home = HomeToAlign("H", 1, {}, 0, 0)
    assert distance(home, PracticeToAlign("P", 1, 3, 4)) == 5
    assert distance(home, PracticeToAlign("P", 1, 1, 1)) == 1  # 1.41
    assert distance(home, PracticeToAlign("P", 1, 2, 2)) == 3  # 2.83
    assert distance(home, PracticeToAlign("P", 1, Fraction(5, 2), 0)) == 3  # half is rounded up


LIGHT, QUAY = PracticeToAlign("LIGHT", 98, 0, 0), PracticeToAlign("QUAY", 60, 5_000, 0)
ANCHOR = HomeToAlign("ANCHOR", 56, {"LIGHT": 45, "QUAY": 5}, 100, 0)
SAND = HomeToAlign("SAND", 48, {"LIGHT": 28, "QUAY": 7, "AWAY": 11}, 200, 0)


@pytest.mark.parametrize("turned", [False, True])
def test_a_limit_that_binds_is_named_with_the_beds_that_are_missing(turned: bool) -> None:
    homes, practices = [ANCHOR, SAND], [LIGHT, QUAY]
    if turned:
        homes, practices = homes[::-1], practices[::-1]
    found = answer(question(homes, practices))
    assert found == AlignedHomes(
        cost=5 * 100 + 100 + 39 * 100 + 4_800,
        homes={"ANCHOR": "LIGHT", "SAND": "QUAY"},
        moves=44,
        metres=4_900,
        binding={"LIGHT": 6},
        too_far=(),
        held=(),
        gap=0,
    )
    roomy = answer(question(homes, [LIGHT._replace(cap=104), QUAY]))
    assert isinstance(roomy, AlignedHomes)
    assert (roomy.homes, roomy.binding) == ({"ANCHOR": "LIGHT", "SAND": "LIGHT"}, {})


def test_a_cap_can_bind_by_a_chain_of_two_homes() -> None:
    at = {"x": 0, "y": 0}
    practices = [PracticeToAlign(code, cap, **at) for code, cap in (("A", 10), ("B", 10), ("C", 0))]
    homes = [
        HomeToAlign("1", 10, {"A": 9, "B": 0, "C": 8}, **at),
        HomeToAlign("2", 10, {"A": 9, "B": 1}, **at),
    ]
    found = answer(question(homes, practices))
    assert isinstance(found, AlignedHomes)
    assert (found.homes, found.moves) == ({"1": "A", "2": "B"}, 17)
    assert found.binding == {"A": 10, "C": 10}


def test_fixed_homes_and_far_ones() -> None:
    fixed = answer(question([ANCHOR, SAND], [LIGHT, QUAY], fixed={"ANCHOR": "QUAY"}))
    assert isinstance(fixed, AlignedHomes)
    assert (fixed.homes, fixed.held) == ({"ANCHOR": "QUAY", "SAND": "LIGHT"}, ("ANCHOR",))
    near = answer(question([SAND], [LIGHT._replace(x=3_000), QUAY], furthest=2_500))
    assert near == CannotAlign(48, ("SAND",))
    allowed = answer(question([SAND], [LIGHT._replace(x=3_000), QUAY], furthest=2_900))
    assert isinstance(allowed, AlignedHomes) and allowed.too_far == ()
    cut = answer(question([SAND], [LIGHT._replace(x=6_000), QUAY], furthest=5_000))
    assert isinstance(cut, AlignedHomes)
    assert (cut.homes, cut.too_far) == ({"SAND": "QUAY"}, ("SAND",))


def test_what_is_missing_counts_homes_that_are_never_split() -> None:
    homes = [HomeToAlign(code, 30, {}, 0, 0) for code in "AB"]
    practices = [PracticeToAlign("P", 40, 0, 0), PracticeToAlign("Q", 20, 0, 0)]
    assert answer(question(homes, practices)) == CannotAlign(10, ())


def test_how_mixed_a_home_is_before_and_after() -> None:
    assert mixed({"A": 3, "B": 1, "C": 0}) == (2, Fraction(10, 16))
    assert mixed({}) == (0, None)
    assert after({"A": 3, "B": 10}, "A", Fraction(15, 100)) == {"B": 2, "A": 11}
    assert after({"B": 10}, "A", Fraction(0)) == {"B": 0, "A": 10}


GIVEN = {
    "homes": [
        {"code": "ANCHOR", "beds": 56, "residents": {"LIGHT": 45, "QUAY": 5}, "x": 100, "y": 0},
        {"code": "SAND", "beds": 48, "residents": {"LIGHT": 28, "QUAY": 7, "AWAY": 11}, "x": 200, "y": 0},
    ],
    "practices": [
        {"code": "LIGHT", "cap": 98, "x": 0, "y": 0},
        {"code": "QUAY", "cap": 60, "x": 5_000, "y": 0},
    ],
    "weights": {"moves": 100, "metres": 1},
    "fixed": {},
}


def test_the_calculation_for_scripts() -> None:
    found = alignment(Given.from_json(json.dumps(GIVEN)))
    assert (found["cost"], found["moves"], found["metres"]) == (9_300, 44, 4_900)
    assert (found["homes"], found["binding"]) == ({"ANCHOR": "LIGHT", "SAND": "QUAY"}, {"LIGHT": 6})
    tight = GIVEN | {"practices": [one | {"cap": 50} for one in GIVEN["practices"]]}
    assert alignment(Given.from_json(json.dumps(tight))) == {"infeasible": True, "short_by": 6}
    for wrong, words in (
        ({"weights": {"moves": 1}}, "weights.metres is missing"),
        ({"fixed": {"SAND": "NOWHERE"}}, "fixed.SAND must be one of LIGHT, QUAY"),
        ({"fixed": {"GONE": "QUAY"}}, "fixed.GONE is none of the fields: ANCHOR, SAND"),
        ({"weights": {"moves": 10**7, "metres": 1}}, "weights.moves must be at most 1,000,000"),
    ):
        with pytest.raises(Invalid, match=words):
            alignment(Given.from_json(json.dumps(GIVEN | wrong)))
