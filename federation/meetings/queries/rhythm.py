"""How often groups said that they meet, and all members agreed that they do; and when they did."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, or_, select

from federation.decisions.rulebook.queries.agreed import agreed_changes
from federation.kernel.db import db
from federation.kernel.words import LONDON
from federation.meetings.agreed import ALL_WEEKS, NOTICES
from federation.meetings.models import CalledMeeting, MeetingPresence, MeetingRhythm, MinutesVersion
from federation.meetings.rules import RhythmPeriod, StatedRhythm, next_begins, periods_of
from federation.network.models import NetworkGroup

SHOWN: Final = 8
"""How many periods are shown: the newest."""


class GroupRhythm(NamedTuple):
    """How often a group meets (every so many ``weeks``; 0: it does not say), and its last periods in order. ``group_id`` None:
    all members."""

    group_id: int | None
    group: str
    weeks: int
    periods: Sequence[RhythmPeriod]


def rhythms(now: datetime, group_id: int | None = None) -> Sequence[GroupRhythm]:
    """The rhythm of each group that has stated one and has not ended, by name; or that of one group. Two statements."""
    stated = select(MeetingRhythm.group_id, NetworkGroup.name, MeetingRhythm.since, MeetingRhythm.weeks).join(
        NetworkGroup, NetworkGroup.id == MeetingRhythm.group_id
    )
    if group_id is not None:
        stated = stated.where(MeetingRhythm.group_id == group_id)
    rows = db.session.execute(
        stated.where(NetworkGroup.ended_at.is_(None)).order_by(NetworkGroup.name, MeetingRhythm.id)
    ).all()
    said: dict[tuple[int, str], list[StatedRhythm]] = {}
    for number, name, since, weeks in rows:
        said.setdefault((number, name), []).append(StatedRhythm(since, weeks))
    held = _held(now, CalledMeeting.group_id.in_([number for number, _ in said]))
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
    decides = CalledMeeting.group_id.is_(None) & CalledMeeting.kind.in_(NOTICES)
    held = [day for days in _held(now, decides).values() for day in days]
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


def _held(now: datetime, which: ColumnElement[bool]) -> Mapping[int, Sequence[date]]:
    """The days of these meetings, by group (0: of all members): somebody was noted as there, or minutes were written."""
    there = select(MeetingPresence.id).where(
        MeetingPresence.meeting_id == CalledMeeting.id, MeetingPresence.state.in_(("present", "online"))
    )
    written = select(MinutesVersion.id).where(MinutesVersion.meeting_id == CalledMeeting.id)
    found: dict[int, list[date]] = {}
    for number, starts_at in db.session.execute(
        select(CalledMeeting.group_id, CalledMeeting.starts_at).where(
            which,
            CalledMeeting.starts_at <= now,
            CalledMeeting.called_off_at.is_(None),
            or_(there.exists(), written.exists()),
        )
    ):
        found.setdefault(number or 0, []).append(starts_at.astimezone(LONDON).date())
    return found
