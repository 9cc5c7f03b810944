"""How often groups said that they meet, and all members agreed that they do; and when they did."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, exists, or_, select

from federation.decisions.rulebook.queries.agreed import agreed_changes
from federation.kernel.db import db
from federation.kernel.words import LONDON
from federation.meetings.agreed import ALL_WEEKS, NOTICES
from federation.meetings.models import CalledMeeting, MeetingPresence, MeetingRhythm, MinutesVersion
from federation.meetings.rules import RhythmPeriod, StatedRhythm, next_begins, periods_of
from federation.network.models import NetworkGroup

SHOWN: Final = 8
"""How many periods are shown: the newest."""


_STATED: Final = (
    select(MeetingRhythm.group_id, NetworkGroup.name, MeetingRhythm.since, MeetingRhythm.weeks)
    .join(NetworkGroup, NetworkGroup.id == MeetingRhythm.group_id)
    .where(NetworkGroup.ended_at.is_(None))
    .order_by(NetworkGroup.name, MeetingRhythm.id)
)
_STATED_BY_ONE: Final = _STATED.where(MeetingRhythm.group_id == bindparam("group"))
_HELD: Final = select(CalledMeeting.group_id, CalledMeeting.starts_at).where(
    CalledMeeting.starts_at <= bindparam("now"),
    CalledMeeting.called_off_at.is_(None),
    or_(
        exists().where(
            MeetingPresence.meeting_id == CalledMeeting.id, MeetingPresence.state.in_(("present", "online"))
        ),
        exists().where(MinutesVersion.meeting_id == CalledMeeting.id),
    ),
)
"""Somebody was noted as there, or minutes were written."""
_HELD_BY_GROUPS: Final = _HELD.where(CalledMeeting.group_id.in_(bindparam("groups", expanding=True)))
_HELD_BY_ALL: Final = _HELD.where(CalledMeeting.group_id.is_(None), CalledMeeting.kind.in_(NOTICES))


class GroupRhythm(NamedTuple):
    """How often a group meets (every so many ``weeks``; 0: it does not say), and its last periods in order. ``group_id`` None:
    all members."""

    group_id: int | None
    group: str
    weeks: int
    periods: Sequence[RhythmPeriod]


def rhythms(now: datetime, group_id: int | None = None) -> Sequence[GroupRhythm]:
    """The rhythm of each group that has stated one and has not ended, by name; or that of one group. Two
    statements, one where none has."""
    asked = _STATED if group_id is None else _STATED_BY_ONE
    rows = db.session.execute(asked, {} if group_id is None else {"group": group_id})
    said: dict[tuple[int, str], list[StatedRhythm]] = {}
    for number, name, since, weeks in rows:
        said.setdefault((number, name), []).append(StatedRhythm(since, weeks))
    if not said:
        return ()
    held = _days(_HELD_BY_GROUPS, {"now": now, "groups": [number for number, _ in said]})
    today = now.astimezone(LONDON).date()
    return [
        GroupRhythm(number, name, one[-1].weeks, periods_of(one, held.get(number, []), today)[-SHOWN:])
        for (number, name), one in said.items()
    ]


def rhythm_of_all(now: datetime) -> Sequence[GroupRhythm]:
    """The rhythm of all members, kept or missed since they decided it; none before they did. Two statements."""
    stated: list[StatedRhythm] = []
    for change in reversed(agreed_changes()):
        if change.setting == ALL_WEEKS.name:
            decided_on = change.closed_at.astimezone(LONDON).date()
            stated.append(StatedRhythm(next_begins(stated, decided_on), int(change.value)))
    if not stated:
        return ()
    held = _days(_HELD_BY_ALL, {"now": now}).get(0, ())
    periods = periods_of(stated, held, now.astimezone(LONDON).date())
    return (GroupRhythm(None, "All members", stated[-1].weeks, periods[-SHOWN:]),)


def stated_by(group_id: int) -> Sequence[StatedRhythm]:
    """What a group said of how often it meets, in order. One statement."""
    rows = db.session.execute(
        select(MeetingRhythm.since, MeetingRhythm.weeks)
        .where(MeetingRhythm.group_id == group_id)
        .order_by(MeetingRhythm.id)
    )
    return [StatedRhythm(since, weeks) for since, weeks in rows]


def _days(asked: Any, given: Mapping[str, Any]) -> Mapping[int, Sequence[date]]:
    """The days of meetings that were held, by group (0: of all members)."""
    found: dict[int, list[date]] = {}
    for number, starts_at in db.session.execute(asked, dict(given)):
        found.setdefault(number or 0, []).append(starts_at.astimezone(LONDON).date())
    return found
