"""How something stands against a list of items."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.kernel.refusals import Invalid
from federation.kernel.reviews import ReviewItem, ReviewRating, ReviewTemplate, rated, standing

_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
_READY = ReviewTemplate(
    "ready",
    1,
    "Ready",
    ("Not there", "Begun", "In place"),
    1,
    (ReviewItem("lead", "Somebody leads", evidence=True), ReviewItem("time", "There is time", gate=True)),
)


def _said(
    item: str, rating: int, person: int = 1, evidence: str = "In the minutes", hour: int = 0
) -> ReviewRating:
    return ReviewRating(item, rating, person, evidence, _AT + timedelta(hours=hour))


def test_a_nought_is_never_averaged_away() -> None:
    found = standing(_READY, [_said("lead", 2), _said("lead", 2, 2), _said("lead", 0, 3)])
    assert found.items[0].value == 0 and not found.items[0].is_met
    found = standing(_READY, [_said("lead", 2), _said("lead", 1, 2)])
    assert found.items[0].value == Fraction(3, 2) and found.items[0].is_met
    assert (found.met, found.of) == (1, 2)


def test_the_newest_of_each_person_counts_and_gates_keep_shut() -> None:
    said = [_said("time", 0), _said("time", 2, hour=1), _said("lead", 2, evidence="")]
    found = standing(_READY, said)
    assert found.passes and found.items[1].value == 2
    assert not found.items[0].is_met, "evidence is asked for"
    assert standing(_READY, reversed(said)).items == found.items
    assert [one.key for one in standing(_READY, said[:1]).gates] == ["time"]
    assert standing(_READY, ()).items[0].value is None


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(1, 3)), max_size=8))
def test_whoever_found_nothing_is_heard(said: list[tuple[int, int, int]]) -> None:
    keys = [one.key for one in _READY.items]
    ratings = [_said(keys[item], rating, person, hour=at) for at, (item, rating, person) in enumerate(said)]
    for one in standing(_READY, ratings).items:
        last = {rating.person_id: rating.rating for rating in ratings if rating.item == one.item.key}
        assert len(one.ratings) == len(last)
        assert (0 in last.values()) == (one.value == 0)
        assert one.value is None or one.value <= max(last.values())


def test_what_is_said_is_on_the_scale_with_evidence_where_it_is_asked() -> None:
    assert rated(_READY, "lead", 2, " In the minutes ")["evidence"] == "In the minutes"
    assert rated(_READY, "lead", 0, "")["rating"] == 0
    for item, rating, evidence, field in (
        ("none", 1, "", "item"),
        ("lead", 3, "x", "rating"),
        ("lead", None, "x", "rating"),
        ("lead", 1, " ", "evidence"),
        ("time", 1, "Ring 943 476 5919", "evidence"),
    ):
        with pytest.raises(Invalid) as refused:
            rated(_READY, item, rating, evidence)
        assert refused.value.field == field
