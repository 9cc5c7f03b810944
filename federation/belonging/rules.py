"""How the steps of a practice add up: whether it is about to leave, and whether it may be suspended yet."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

OF_NOTICE: Final = ("notice", "confirmed", "stated", "taken_back", "gone", "closing", "objected", "closed")
OF_ROLES: Final = ("off", "back", "ended")
OF_MEMBERS: Final = ("admitted", "suspended", "lifted")
KINDS: Final = (*OF_MEMBERS, "asked", "answered", *OF_NOTICE, *OF_ROLES)
CERTAIN: Final = ("confirmed", "stated", "closing")
"""The practice leaves on its day unless it takes its notice back, or somebody objects that it is called closed."""
TO_OBJECT: Final = 14
"""For how many days at least members can object where a file calls a practice closed."""
ROLES_LAST: Final = timedelta(days=30)
"""How long the roles at a practice last that somebody marked as gone, so that a mistake is noticed and taken back."""
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
    closing: bool = False
    """A file calls the practice closed; else it gave notice itself."""

    def is_due(self, today: date) -> bool:
        """Whether the practice leaves now."""
        return not self.waits and self.day <= today


def standing_notice(steps: Iterable[NoticeStep]) -> StandingNotice | None:
    """The notice that stands after these steps, in their order; None where there is none, or it was taken back or carried out."""
    found: StandingNotice | None = None
    for step in steps:
        if step.kind == "notice" and step.day is not None:
            found = StandingNotice(step.day, True)
        elif step.kind == "closing" and step.day is not None:
            found = StandingNotice(step.day, False, True)
        elif step.kind in CERTAIN and found is not None:
            found = StandingNotice(found.day, False)
        elif step.kind in ("taken_back", "gone", "objected", "closed"):
            found = None
    return found


def roles_end_on(steps: Iterable[NoticeStep]) -> date | None:
    """The day on which the roles at a practice end that is no member any more, after these steps in their order; None where it is
    not said yet. Where it left by its own notice, or as nobody objected, that was its day; else it is said in a step ``off``."""
    found: date | None = None
    for step in steps:
        if step.kind in ("gone", "closed", "off"):
            found = step.day
        elif step.kind in ("back", "admitted"):
            found = None
    return found


def heard_from(asked_at: datetime, has_answered: bool, now: datetime) -> datetime | None:
    """From when the members can vote on a suspension, where that is later than now: the practice has a week to answer, unless it
    has answered."""
    opens = asked_at + HEARING
    return None if has_answered or opens <= now else opens
