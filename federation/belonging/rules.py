"""How the steps of a practice add up: whether it is about to leave, and whether it may be suspended yet."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

OF_NOTICE: Final = ("notice", "confirmed", "stated", "taken_back", "gone")
OF_MEMBERS: Final = ("admitted", "suspended", "lifted")
KINDS: Final = (*OF_MEMBERS, "asked", "answered", *OF_NOTICE)
CERTAIN: Final = ("confirmed", "stated")
"""Of a notice: the practice leaves on its day unless it takes the notice back."""
HEARING: Final = timedelta(days=7)
"""For how long a practice can answer before the members vote on its suspension."""


class NoticeStep(NamedTuple):
    """A step of a practice that gives notice: its kind, and the day on which it leaves."""

    kind: str
    day: date | None


class StandingNotice(NamedTuple):
    """A notice that stands: the day, and whether it still waits for a second person."""

    day: date
    waits: bool

    def is_due(self, today: date) -> bool:
        """Whether the practice leaves now."""
        return not self.waits and self.day <= today


def standing_notice(steps: Iterable[NoticeStep]) -> StandingNotice | None:
    """The notice that stands after these steps, in their order; None where there is none, or it was taken back or carried out."""
    found: StandingNotice | None = None
    for step in steps:
        if step.kind == "notice" and step.day is not None:
            found = StandingNotice(step.day, True)
        elif step.kind in CERTAIN and found is not None:
            found = StandingNotice(found.day, False)
        elif step.kind in ("taken_back", "gone"):
            found = None
    return found


def heard_from(asked_at: datetime, has_answered: bool, now: datetime) -> datetime | None:
    """From when the members can vote on a suspension, where that is later than now: the practice has a week to answer, unless it
    has answered."""
    opens = asked_at + HEARING
    return None if has_answered or opens <= now else opens
