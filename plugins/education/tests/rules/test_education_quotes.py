"""Quotes side by side."""

from federation_education.briefs.rules import QuoteGiven, compared
from hypothesis import given
from hypothesis import strategies as st


@given(st.lists(st.integers(0, 10**8), max_size=8), st.integers(1, 500), st.integers(0, 10**8))
def test_quotes_stand_in_order_with_what_they_are_above_the_lowest(
    pence: list[int], places: int, limit: int
) -> None:
    found = compared([QuoteGiven(at, one) for at, one in enumerate(pence)], places, limit)
    assert [one.pence for one in found] == sorted(pence)
    assert [(one.pence, one.id) for one in found] == sorted((one.pence, one.id) for one in found)
    for one in found:
        assert one.above_lowest == one.pence - min(pence)
        assert one.needs_tender is (one.pence > limit)
        assert abs(one.a_place * places - one.pence) * 2 <= places
