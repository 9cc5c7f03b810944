"""Votes in a meeting: whether members had the notice that they have agreed, of this text."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

LONGEST_MEETING: Final = timedelta(hours=12)
"""How long after its beginning a vote can be opened in a meeting."""

BEFORE_MEETING: Final = timedelta(hours=1)
"""From how long before its beginning people can say that they are there."""


class RoomNotice(NamedTuple):
    """What members knew before a meeting of a vote in it: the version of the text that stands on its agenda, and since when it
    does, with the time and place of the meeting as they are. ``hours`` is the notice that they have agreed for every vote."""

    starts_at: datetime
    told_at: datetime
    told_version: int
    version: int
    hours: int

    @property
    def is_new_text(self) -> bool:
        """Whether the text was changed after it was put on the agenda."""
        return self.version != self.told_version

    @property
    def is_short(self) -> bool:
        """Whether it stood on the agenda for less than the notice when the meeting began."""
        return self.starts_at - self.told_at < timedelta(hours=self.hours)


def against_new_papers(begun: bool, state: str | None) -> str:
    """Why the papers of an item stay as they are, as a sentence; empty where they can change. ``state``: of the proposal that is
    decided there; None for an item without a vote."""
    if state is None:
        return ""
    if state != "discussion":
        return "This was put to the vote, so its papers stay as they are."
    if begun:
        return "The meeting has begun, and this may be decided there, so its papers stay as they are."
    return ""


def against_being_here(starts_at: datetime, now: datetime) -> str:
    """Why nobody can say now that they are at a meeting, as a sentence; empty where they can."""
    if now < starts_at - BEFORE_MEETING:
        return "The meeting has not begun yet. You can say that you are here from an hour before."
    if now - starts_at > LONGEST_MEETING:
        return "The meeting began more than 12 hours ago. Whoever leads it notes who was there."
    return ""


def against_a_vote(notice: RoomNotice, now: datetime) -> Iterator[str]:
    """Why no vote can be opened in the meeting now, each reason as a sentence; nothing where it can."""
    if now < notice.starts_at:
        yield "The meeting has not begun yet."
    elif now - notice.starts_at > LONGEST_MEETING:
        yield "The meeting began more than 12 hours ago, so this would not be a vote in the meeting."
    if notice.is_new_text:
        yield (
            f"The text was changed after it was put on the agenda: version {notice.told_version} stands there, and it is "
            f"version {notice.version} now. Nobody had notice of that."
        )
    if notice.is_short:
        yield (
            f"Our federation gives {notice.hours} hours of notice of every vote. When the meeting began, this text had "
            "stood on its agenda, with its papers, time and place, for less than that."
        )
