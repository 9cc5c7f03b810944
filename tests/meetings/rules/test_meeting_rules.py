"""Notice, quorum, names and the draft of minutes, with plain values."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.meetings.rules import (
    MeetingQuorum,
    MinutesFacts,
    MinutesItem,
    clear_days,
    drafted,
    earliest_day,
    named_in,
)


def test_neither_the_day_of_the_notice_nor_that_of_the_meeting_counts() -> None:
    monday = date(2027, 3, 1)
    assert clear_days(monday, date(2027, 3, 8)) == 6
    assert clear_days(monday, date(2027, 3, 9)) == 7
    assert clear_days(monday, monday) == clear_days(monday, date(2027, 3, 2)) == 0
    assert earliest_day(monday, 7) == date(2027, 3, 9)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_the_earliest_day_has_just_enough_clear_days(given_on: date, needed: int) -> None:
    first = earliest_day(given_on, needed)
    assert clear_days(given_on, first) == needed
    assert clear_days(given_on, first - timedelta(days=1)) == max(0, needed - 1)


@pytest.mark.parametrize(
    ("here", "of", "share", "needed", "can", "spare"),
    [
        (9, 12, Fraction(3, 4), 9, True, 0),
        (8, 12, Fraction(3, 4), 9, False, 0),
        (10, 12, Fraction(3, 4), 9, True, 1),
        (2, 3, Fraction(1, 2), 2, True, 0),
        (0, 0, Fraction(1, 2), 1, False, 0),
        (0, 3, Fraction(0), 1, False, 0),
    ],
)
def test_the_share_is_rounded_up(
    here: int, of: int, share: Fraction, needed: int, can: bool, spare: int
) -> None:
    quorum = MeetingQuorum(here, of, share)
    assert (quorum.needed, quorum.can_decide, quorum.to_spare) == (needed, can, spare)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Somebody asked for figures.", []),
        ("Ada Brown asked for figures.", ["Ada Brown"]),
        ("ada  brown asked.", ["Ada Brown"]),
        ("As Dr Brown said.", ["Ada Brown"]),
        ("BROWN asked.", ["Ada Brown"]),
        ("The brown envelope was opened.", []),
        ("Brownfield sites were named.", []),
        ("José Núñez agreed.", ["Jose Nunez"]),
        ("Then O’Hara left.", ["Tom O'Hara"]),
        ("Zoe Quick was not there, but was quoted.", ["Zoe Quick"]),
        ("A Quick word.", []),
        ("Brown and Núñez differed.", ["Ada Brown", "Jose Nunez"]),
    ],
)
def test_names_of_who_was_there_are_found_and_whole_names_of_who_is_known(
    words: str, found: list[str]
) -> None:
    assert named_in(words, ["Ada Brown", "Jose Nunez", "Tom O'Hara"], ["Zoe Quick"]) == found


def test_minutes_write_themselves_as_far_as_they_can() -> None:
    facts = MinutesFacts(
        "Tidemill Hall",
        "4 March 2027, 1pm",
        ["Ada (Driftwood)", "Ben"],
        ["Cy"],
        "At least 2 practices had to be there to decide, and 2 of 3 were.",
        [
            MinutesItem("Minutes of 7 January", "Windmill was here from the start.", "Agreed"),
            MinutesItem("Next meeting", actions=["Rings Skylark (Ada, by 8 March 2027)"]),
        ],
    )
    assert drafted(facts) == (
        "Tidemill Hall, 4 March 2027, 1pm. At least 2 practices had to be there to decide, and 2 of 3 were.\n\n"
        "Here (2): Ada (Driftwood), Ben.\n\nApologies: Cy.\n\n"
        "1. Minutes of 7 January\nWindmill was here from the start.\nAgreed.\n\n"
        "2. Next meeting\nAction: Rings Skylark (Ada, by 8 March 2027)"
    )
    assert drafted(MinutesFacts("A room", "noon", [], [], "", [])) == "A room, noon."
