"""Sharing out by the agreement, again after a change, and fairness over time: laws, and a second implementation."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kernel.measures import CannotShare
from federation.tendering.awarding.rules import (
    TenderGain,
    fairness_of,
    moves_of,
    shared_again,
    worth_of,
)
from federation.tendering.preparing.rules.sharing import SharingPractice, SharingWay
from tests.kernel.rules.test_allocation import SALTMARSH
from tests.tendering.rules.brute import shared_by_trying

LAW = settings(max_examples=80, database=None)
TWELVE = [SharingPractice(name, patients) for name, patients, _ in SALTMARSH]
VISITS = SharingWay("patients", 12_350, "visits", 500)


def test_the_twelve_practices_of_saltmarsh() -> None:
    found = shared_again(VISITS, TWELVE, {})
    assert found == {name: visits for name, _, visits in SALTMARSH}
    worth = worth_of(found, 77_805_000)
    assert (worth["Driftwood"], worth["Skylark"], sum(worth.values())) == (6_936_300, 3_150_000, 77_805_000)
    assert worth_of({"A": 0, "B": 0}, 500) == {"A": 0, "B": 0}


def test_a_withdrawal_is_shared_among_the_others_and_what_is_kept_stays() -> None:
    first = {name: visits for name, _, visits in SALTMARSH}
    without = shared_again(VISITS, [one for one in TWELVE if one.code != "Heron"], {})
    assert sum(without.values()) == 12_350 and "Heron" not in without
    assert all(without[code] >= first[code] for code in without)
    kept = {"Driftwood": 1_101, "Skylark": 20}
    again = shared_again(VISITS, TWELVE, kept)
    assert (again["Driftwood"], again["Skylark"], sum(again.values())) == (1_101, 20, 12_350)
    assert shared_again(VISITS, TWELVE, first) == first
    with pytest.raises(ValueError, match="takes part"):
        shared_again(VISITS, TWELVE, {"Nobody": 1})
    with pytest.raises(ValueError, match="more is kept"):
        shared_again(VISITS, TWELVE, {"Heron": 12_351})
    with pytest.raises(ValueError, match="nobody is there"):
        shared_again(VISITS, TWELVE[:1], {"Driftwood": 1})


def test_limits_that_leave_no_way_say_by_how_much() -> None:
    with pytest.raises(CannotShare) as little:
        shared_again(replace(VISITS, total=5_999), TWELVE, {})
    assert (little.value.short_by, little.value.too_little) == (1, True)
    with pytest.raises(CannotShare) as much:
        shared_again(replace(VISITS, total=12_001, most=1_000), TWELVE, {})
    assert (much.value.short_by, much.value.too_little) == (1, False)


@st.composite
def cases(draw: st.DrawFn) -> tuple[SharingWay, list[SharingPractice]]:
    weights = draw(st.lists(st.integers(0, 9), min_size=1, max_size=5).filter(any))
    practices = [SharingPractice(f"A{place}", draw(st.integers(1, 4))) for place, _ in enumerate(weights)]
    by_code = {f"A{place}": weight for place, weight in enumerate(weights)}
    least = draw(st.integers(0, 4))
    most = draw(st.none() | st.integers(least, least + 9))
    way = SharingWay("need", draw(st.integers(0, 30)), "visits", least, most, by_code)
    return way, draw(st.permutations(practices))


@LAW
@given(cases())
def test_laws_of_sharing(case: tuple[SharingWay, list[SharingPractice]]) -> None:
    terms, practices = case
    expected = shared_by_trying(terms, practices)
    if isinstance(expected, int):
        with pytest.raises(CannotShare) as refused:
            shared_again(terms, practices, {})
        assert refused.value.short_by == expected
        return
    found = shared_again(terms, practices, {})
    assert found == expected == shared_again(terms, practices[::-1], {})
    assert sum(found.values()) == terms.total
    assert all(terms.least <= units <= (terms.most or 99) for units in found.values())

    def heavier(one: SharingPractice, less: SharingPractice) -> bool:
        return terms.weights[less.code] < terms.weights[one.code]

    for one in practices:
        assert all(found[one.code] >= found[less.code] for less in practices if heavier(one, less))
    assert shared_again(terms, practices, found) == found


@LAW
@given(st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 20)), st.data())
def test_what_changes_hands(agreed: Mapping[str, int], data: st.DataObject) -> None:
    wanted = data.draw(st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 20)))
    found = moves_of(agreed, wanted)
    assert all(agreed.get(code, 0) + found.changes.get(code, 0) == wanted.get(code, 0) for code in "ABCDE")
    assert 0 not in found.changes.values()
    assert moves_of(wanted, agreed).moved == found.moved
    same_sum = sum(agreed.values()) == sum(wanted.values())
    assert found.beyond(100, sum(agreed.values())) == (not same_sum)


def test_a_deviation_is_measured_in_units_that_change_hands() -> None:
    found = moves_of({"A": 60, "B": 40}, {"A": 55, "B": 45})
    assert (found.changes, found.moved) == ({"A": -5, "B": 5}, 5)
    assert (found.beyond(5, 100), found.beyond(4, 100)) == (False, True)


def _vectors(codes: Sequence[str], amounts: Sequence[int]) -> list[TenderGain]:
    return [TenderGain(1, code, pence) for code, pence in zip(codes, amounts, strict=True)]


def test_equal_amounts_are_not_equal_for_patients() -> None:
    lists = {"A": 8_000, "B": 12_000, "C": 5_000, "D": 25_000}
    found = fairness_of(lists, _vectors("ABCD", [20_000] * 4))
    assert round(float(found.jain or 0), 6) == 0.783094
    assert (found.gini, found.pence) == (Fraction(32, 100), 80_000)
    assert [(row.code, row.times, row.over) for row in found.rows] == [
        ("C", Fraction(5, 2), True),
        ("A", Fraction(25, 16), True),
        ("B", Fraction(25, 24), False),
        ("D", Fraction(1, 2), False),
    ]
    even = fairness_of(dict.fromkeys("ABCD", 1), _vectors("ABCD", [1, 2, 3, 4]))
    assert (even.jain, even.gini) == (Fraction(5, 6), Fraction(1, 4))


def test_whoever_is_over_its_share_is_listed_with_the_reasons() -> None:
    gains = [
        TenderGain(1, "A", 30, "the minimum of 500 visits"),
        TenderGain(2, "A", 30, "the minimum of 500 visits"),
        TenderGain(2, "B", 40, ""),
    ]
    found = fairness_of({"A": 20, "B": 80}, gains)
    assert [(row.code, row.times, row.over, row.reasons) for row in found.rows] == [
        ("A", Fraction(3), True, ("the minimum of 500 visits",)),
        ("B", Fraction(1, 2), False, ()),
    ]
    assert not any(row.over for row in fairness_of({"A": 20, "B": 80}, gains, k=Fraction(3)).rows)
    nothing = fairness_of({"A": 20}, [])
    assert (nothing.rows[0].times, nothing.pence, nothing.jain) == (None, 0, None)
    assert fairness_of({}, []).rows == ()
    with pytest.raises(ValueError, match="named"):
        fairness_of({"A": 20}, [TenderGain(1, "B", 1)])


def test_the_ledger_of_screen_twelve_adds_up() -> None:
    got = dict.fromkeys(["Skylark"], 6_820_000)
    patients = {name: size for name, size, _ in SALTMARSH}
    gains = [TenderGain(1, code, got.get(code, 0)) for code in patients]
    rest = TenderGain(2, "Heron", 161_850_000 - 6_820_000)
    found = fairness_of(patients, [*gains, rest])
    times = {row.code: row.times for row in found.rows}
    assert f"{float(times['Skylark'] or 0):.2f}" == "1.58"
