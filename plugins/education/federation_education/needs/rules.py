"""What is important and not done well enough: gaps between how important a task is and how well it is done now.

The method is that of training needs analysis on two seven-point scales; the tasks are our own. A gap is how important a
task is less how well it is done, averaged over the practices that rated it, as an exact fraction.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

LOWEST: Final = 1
HIGHEST: Final = 7
MOST_TASKS: Final = 30


class TaskRating(NamedTuple):
    """How important a task is, and how well it is done now: 1 (not at all) to 7 (very)."""

    importance: int
    performance: int


class RatedTask(NamedTuple):
    """A task that practices are asked about."""

    key: str
    words: str


class PracticeReply(NamedTuple):
    """What one practice answered, by the key of a task; ``people`` have the role there, None: nobody said."""

    people: int | None
    answers: Mapping[str, TaskRating]


class TaskGap(NamedTuple):
    """A task with its means over the practices that rated it. ``answered``: how many did; ``people``: how many people they
    say have the role, None where none says."""

    task: RatedTask
    importance: Fraction
    performance: Fraction
    answered: int
    people: int | None

    @property
    def gap(self) -> Fraction:
        """How important it is, less how well it is done."""
        return self.importance - self.performance

    @property
    def reach(self) -> Fraction | None:
        """The gap times the people who have the role; None where nobody said how many."""
        return None if self.people is None else self.gap * self.people


def flaw(importance: object, performance: object) -> str:
    """What keeps two answers from being a rating, in words; empty where nothing does."""
    for value in (importance, performance):
        if not isinstance(value, int) or isinstance(value, bool) or not LOWEST <= value <= HIGHEST:
            return f"Choose a whole number from {LOWEST} to {HIGHEST}"
    return ""


def gaps(tasks: Sequence[RatedTask], replies: Iterable[PracticeReply]) -> list[TaskGap]:
    """The tasks that somebody rated, the largest gap first; of equal ones the more important, then in the order asked."""
    found, kept = [], list(replies)
    for task in tasks:
        rated = [one for one in kept if task.key in one.answers]
        if rated:
            said = [one.people for one in rated if one.people is not None]
            found.append(
                TaskGap(
                    task,
                    Fraction(sum(one.answers[task.key].importance for one in rated), len(rated)),
                    Fraction(sum(one.answers[task.key].performance for one in rated), len(rated)),
                    len(rated),
                    sum(said) if said else None,
                )
            )
    return sorted(found, key=lambda one: (-one.gap, -one.importance))
