"""Whether a vote can be opened in a meeting: every reason against it, and only those."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from federation.meetings.rules import RoomNotice, against_a_vote
from federation.meetings.rules.room import LONGEST_MEETING

STARTS = datetime(2027, 3, 4, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)


def reasons(told: int, now: int, hours: int = 24, version: int = 1) -> list[str]:
    """Told so many hours before the meeting begins, now so many after it."""
    return list(
        against_a_vote(RoomNotice(STARTS, STARTS - told * HOUR, 1, version, hours), STARTS + now * HOUR)
    )


def test_what_stood_on_the_agenda_for_the_notice_is_put_to_the_vote() -> None:
    assert reasons(24, 0) == [] == reasons(24, 12)
    assert [one[:40] for one in reasons(23, 13, version=2)] == [
        "The meeting began more than 12 hours ago",
        "The text was changed after it was put on",
        "Our federation gives 24 hours of notice ",
    ]
    assert reasons(24, -1) == ["The meeting has not begun yet."]
    assert reasons(0, 0, hours=0) == []


@given(st.integers(-100, 100), st.integers(-50, 50), st.integers(0, 90), st.integers(1, 3))
def test_each_reason_is_named_once(told: int, now: int, hours: int, version: int) -> None:
    wrong = [now < 0 or now * HOUR > LONGEST_MEETING, version != 1, told < hours]
    assert len(reasons(told, now, hours, version)) == sum(wrong)
