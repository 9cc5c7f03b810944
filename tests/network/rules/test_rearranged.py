"""However neighbourhoods are split and merged, practices and patients are the same in all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.network.practices.rules import PlacedPractice, PlaceSum, rearranged, sum_of

SIZES = st.lists(st.none() | st.integers(0, 60_000), min_size=1, max_size=40)


@given(SIZES, st.integers(1, 6), st.integers(1, 6), st.data())
def test_practices_and_patients_are_conserved(
    sizes: list[int | None], places: int, parts: int, data: st.DataObject
) -> None:
    all_ = [PlacedPractice(number, size) for number, size in enumerate(sizes)]
    before = {f"old {n}": [one for one in all_ if one.id % places == n] for n in range(places)}
    goes = {one.id: f"new {data.draw(st.integers(0, parts - 1))}" for one in all_}
    names = sorted(set(goes.values()))
    after = rearranged(before, names, goes)
    assert sorted(one for part in after.values() for one in part) == all_
    totals = [[sum_of(part) for part in side.values()] for side in (before, after)]
    sums = [PlaceSum(*(sum(column) for column in zip(*side, strict=True))) for side in totals]
    assert sums[0] == sums[1] == sum_of(all_)


def test_what_would_lose_a_practice_is_refused() -> None:
    before = {"Shore": [PlacedPractice(1, 10), PlacedPractice(2, None)]}
    for names, goes in (
        (["North"], {1: "North"}),
        (["North"], {1: "North", 2: "North", 3: "North"}),
        (["North"], {1: "North", 2: "South"}),
        (["North", "South"], {1: "North", 2: "North"}),
    ):
        with pytest.raises(ValueError):
            rearranged(before, names, goes)
