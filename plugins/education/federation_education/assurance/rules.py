"""When those are asked who came, what a verdict can be, and when two judges agree."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from ..figures import months_after

VERDICTS: Final = {
    "accept": "Accepted",
    "remedy": "Accepted, with something to put right",
    "stop": "Stopped",
}

QUESTIONS: Final = {
    1: ("Was it worth the time?", "Everybody, at the end"),
    2: ("Can you do now what it taught?", "Everybody, 3 months later"),
    3: ("Do you do it in your work?", "Everybody, 3 to 6 months later"),
    4: ("Is something better for patients?", "The practices, 12 months later"),
}
"""By level: what is asked, and of whom when."""


class LevelTimes(NamedTuple):
    """From when until when a level is asked."""

    opens: date
    closes: date


OPENS_AFTER: Final = {1: 0, 2: 89, 3: 89, 4: 365}
"""By level: so many days after the end at the earliest it is asked, however long the months are."""
CLOSES_AFTER: Final = {1: (14, 14), 2: (103, 106), 3: (181, 184), 4: (393, 394)}
"""By level: so many days after the end at the earliest and at the latest it is asked for the last time."""


def level_times(ended_on: date) -> dict[int, LevelTimes]:
    """When each level is asked: at the end, after 3 months, after 3 to 6 months, after 12 months."""
    third, year = months_after(ended_on, 3), months_after(ended_on, 12)
    return {
        1: LevelTimes(ended_on, ended_on + timedelta(days=14)),
        2: LevelTimes(third, third + timedelta(days=14)),
        3: LevelTimes(third, months_after(ended_on, 6)),
        4: LevelTimes(year, year + timedelta(days=28)),
    }


class JudgeSays(NamedTuple):
    """How somebody judges a course: ``accept``, ``remedy`` with the day until which it is put right, or ``stop``."""

    person_id: int
    verdict: str
    right_by: date | None


def agreeing(said: Sequence[JudgeSays], judges: Collection[int]) -> JudgeSays | None:
    """Who says the same as the last of what was said since the last verdict; None where nobody does. Of each person the newest
    counts, and only of those who may judge now."""
    last = said[-1]
    newest = {one.person_id: one for one in said if one.person_id in judges}
    if newest.pop(last.person_id, None) is None:
        return None
    return next((one for one in newest.values() if one[1:] == last[1:]), None)
