"""The brief of a course against the four principles of adult learning, and when it is judged.

Source of the principles: Knowles (1984), as quoted for the design of leadership programmes: adults need to know why they are
learning something, learn through doing, are problem-solvers, and learn best when the subject is of immediate use.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

PRINCIPLES: Final = {
    "why": (
        "It says why",
        "Why should people learn this?",
        "Adults need to know why they are learning something.",
    ),
    "doing": ("People learn by doing", "What will they do themselves?", "Adults learn through doing."),
    "solving": (
        "It starts from their problems",
        "Which problem of theirs do they solve?",
        "Adults are problem-solvers.",
    ),
    "use": (
        "They can use it at once",
        "When and where do they use it?",
        "Adults learn best when the subject is of immediate use.",
    ),
}
"""By a key: what is said where it is met, the question of the brief, and the principle."""

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


class YesOf(NamedTuple):
    """Of so many who were asked, how many answered, and how many of those said yes."""

    yes: int
    answered: int
    asked: int

    @property
    def words(self) -> str:
        """``17 of the 20 who answered said yes (22 were asked)``."""
        if not self.answered:
            return f"Nobody has answered yet ({self.asked} are asked)"
        return f"{self.yes} of the {self.answered} who answered said yes ({self.asked} were asked)"


def met(brief: Mapping[str, Any]) -> dict[str, bool]:
    """Whether each principle is met, by its key: whether the brief says how."""
    return {key: bool(str(brief.get(key, "")).strip()) for key in PRINCIPLES}


def may_be_judged(brief: Mapping[str, Any]) -> bool:
    """Whether it meets all four principles, or says why not."""
    return all(met(brief).values()) or bool(str(brief.get("because", "")).strip())


def months_after(start: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def level_times(ended_on: date) -> dict[int, LevelTimes]:
    """When each level is asked: at the end, after 3 months, after 3 to 6 months, after 12 months."""
    third, year = months_after(ended_on, 3), months_after(ended_on, 12)
    return {
        1: LevelTimes(ended_on, ended_on + timedelta(days=14)),
        2: LevelTimes(third, third + timedelta(days=14)),
        3: LevelTimes(third, months_after(ended_on, 6)),
        4: LevelTimes(year, year + timedelta(days=28)),
    }
