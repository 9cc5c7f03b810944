"""How far a group has come with its milestones."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class MilestoneFacts(NamedTuple):
    """What counts of a milestone: its day, and whether it is reached."""

    due_on: date
    done: bool


class MilestoneProgress(NamedTuple):
    """How many milestones there are, how many are reached, how many are late, and the day of the next one; None where there is
    none to come."""

    total: int
    done: int
    late: int
    next_on: date | None


def progress_of(milestones: Iterable[MilestoneFacts], today: date) -> MilestoneProgress:
    """How far a group has come: a milestone is late from the day after its own. Of those that are late none is the next."""
    all_of_them = list(milestones)
    waiting = [one.due_on for one in all_of_them if not one.done]
    to_come = [day for day in waiting if day >= today]
    return MilestoneProgress(
        len(all_of_them),
        len(all_of_them) - len(waiting),
        len(waiting) - len(to_come),
        min(to_come, default=None),
    )


def milestone_state(due_on: date, done: bool, dropped: bool, today: date) -> str:
    """``done``, ``dropped``, ``late`` or ``open``."""
    if dropped:
        return "dropped"
    if done:
        return "done"
    return "late" if due_on < today else "open"
