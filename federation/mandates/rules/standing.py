"""Where a mandate stands at a moment: proposed → in force → suspended → ended or withdrawn; and when its report is due.

Nothing here is kept: it follows from what happened and from the time, so that no clock has to ring for it to be true.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

MandateState = Literal["proposed", "in_force", "suspended", "ended", "withdrawn"]
EVENT_TIME: Final = timedelta(days=14)
"""How long a group has for the report that something asks for."""
STATES: Final[tuple[MandateState, ...]] = ("proposed", "in_force", "suspended", "ended", "withdrawn")


@dataclass(frozen=True, slots=True)
class MandateTimes:
    """What a mandate's standing follows from. ``starts_at`` None: the members have not decided. ``reported_at`` is when the
    last report came that was not sent back; ``report_days`` 0: no reports are asked for. ``stopped_at`` is when it was
    withdrawn, or replaced by the next one (``replaced``). ``event_at`` is when something happened after which a report is asked
    for, and none has come since; ``at_end``: one is asked for before the end."""

    starts_at: datetime | None
    ends_at: datetime
    report_days: int = 0
    grace_days: int = 0
    reported_at: datetime | None = None
    stopped_at: datetime | None = None
    replaced: bool = False
    event_at: datetime | None = None
    at_end: bool = False


def ends_at(times: MandateTimes) -> datetime:
    """When it is over: at the end of its term, or before that where it was stopped."""
    return min(times.ends_at, times.stopped_at) if times.stopped_at else times.ends_at


def report_due_at(times: MandateTimes) -> datetime | None:
    """When the next report is due: so many days after the last, or after the start; ``EVENT_TIME`` after what it is asked for;
    and at the end of the term at the latest. None where none is asked for, or nothing is in force."""
    if times.starts_at is None or times.stopped_at:
        return None
    asked = [times.ends_at] if times.at_end else []
    if times.report_days:
        since = max(times.starts_at, times.reported_at or times.starts_at)
        asked.append(since + timedelta(days=times.report_days))
    if times.event_at:
        asked.append(times.event_at + EVENT_TIME)
    return min(*asked, times.ends_at) if asked else None


def suspends_at(times: MandateTimes) -> datetime | None:
    """From when on nothing may be done until a report is in; None where that is not before its end."""
    due = report_due_at(times)
    if due is None:
        return None
    stops = due + timedelta(days=times.grace_days)
    return stops if stops < times.ends_at else None


def next_look_at(times: MandateTimes, now: datetime, ahead: timedelta) -> datetime | None:
    """When something is to be done next about its reports, after ``now``: its leads are asked ``ahead`` of the time, and the
    group is told when it is late, and when nothing may be done any more. None: never."""
    due = report_due_at(times)
    if due is None or now >= ends_at(times):
        return None
    moments = (due - ahead, due, suspends_at(times))
    return min((at for at in moments if at is not None and at > now), default=None)


def state_at(times: MandateTimes, now: datetime) -> MandateState:
    """Where it stands at a moment that is not before its start."""
    if times.starts_at is None:
        return "proposed"
    if times.stopped_at is not None and times.stopped_at <= now and times.stopped_at <= times.ends_at:
        return "ended" if times.replaced else "withdrawn"
    if now >= times.ends_at:
        return "ended"
    stops = suspends_at(times)
    return "suspended" if stops is not None and now >= stops else "in_force"
