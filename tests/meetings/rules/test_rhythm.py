"""How often a group said that it meets, and whether it did."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from federation.meetings.rules import StatedRhythm, next_begins, periods_of

FIRST = date(2027, 1, 4)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def test_a_fortnight_is_kept_or_missed() -> None:
    found = periods_of([StatedRhythm(FIRST, 2)], [day(3), day(9), day(30)], day(33))
    assert [(one.first, one.last, one.met_on, one.is_missed) for one in found] == [
        (day(0), day(13), day(3), False),
        (day(14), day(27), None, True),
        (day(28), day(41), day(30), False),
    ]
    assert not periods_of([StatedRhythm(FIRST, 0)], [day(3)], day(33))
    assert not periods_of([StatedRhythm(day(40), 2)], [day(3)], day(33))


def test_another_rhythm_hides_nothing_that_was_missed() -> None:
    stated = [StatedRhythm(FIRST, 2)]
    stated.append(StatedRhythm(next_begins(stated, day(20)), 4))
    assert stated[1].since == day(28)
    assert [one.is_missed for one in periods_of(stated, [], day(60))] == [True, True, True, False]
    assert next_begins([], day(5)) == day(5)


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 80)), min_size=1, max_size=4),
    st.lists(st.integers(0, 400), max_size=20),
    st.integers(0, 400),
)
def test_periods_follow_each_other_and_say_when_a_group_met(
    changes: list[tuple[int, int]], met: list[int], until: int
) -> None:
    stated: list[StatedRhythm] = []
    at = 0
    for weeks, later in changes:
        at += later
        stated.append(StatedRhythm(next_begins(stated, day(at)), weeks))
    today, held = day(at + until), [day(one) for one in met]
    found = periods_of(stated, held, today)
    for before, after in pairwise(found):
        assert before.last < after.first
    lengths = {one.weeks for one in stated}
    for one in found:
        weeks, rest = divmod((one.last - one.first).days + 1, 7)
        assert rest == 0 and weeks in lengths
        assert one.first <= today and one.is_over == (one.last < today)
        assert one.met_on == min((day for day in held if one.first <= day <= one.last), default=None)
