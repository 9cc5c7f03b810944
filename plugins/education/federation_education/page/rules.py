"""The stages of a course."""

from datetime import date
from typing import NamedTuple


class CourseStage(NamedTuple):
    """A stage: its words, when it was or will be, and whether it is done or now."""

    words: str
    when: str
    is_done: bool
    is_now: bool


class CourseDates(NamedTuple):
    """What the stages of a course are told from: days as people read them, empty where there is none, the state of the
    course, who judges it, and the verdict in words."""

    asked: str
    agreed: str
    bought: str
    book_by: date
    book_by_words: str
    held: str
    state: str
    judge: str
    judged: str


def stages(dates: CourseDates, today: date) -> list[CourseStage]:
    """Where a course is: the first stage that is not done is now."""
    over = dates.state != "open"
    steps = [
        ("Practices said what they need", dates.asked, True, bool(dates.asked)),
        ("Members voted the programme", dates.agreed, True, bool(dates.agreed)),
        ("The course was bought", dates.bought, True, True),
        ("Places are booked", f"Until {dates.book_by_words}", over or today > dates.book_by, True),
        ("The course is held", dates.held or "No time is set yet", over, True),
        (f"{dates.judge} judges it", dates.judged, bool(dates.judged), True),
    ]
    found, is_before = [], True
    for words, when, done, there in steps:
        if there:
            found.append(CourseStage(words, when, done, is_before and not done))
            is_before = is_before and done
    return found
