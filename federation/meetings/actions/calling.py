"""Calling a meeting, calling it off, and asking who comes."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import select

from federation.decisions.rulebook.queries.agreed import agreed
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.kernel.words import LONDON, day
from federation.meetings.actions.agenda import fill_agenda
from federation.meetings.agreed import NOTICES
from federation.meetings.findable import note_meeting
from federation.meetings.letters import tell_called, tell_called_off
from federation.meetings.models import KINDS, OF_ALL_ALONE, CalledMeeting
from federation.meetings.permissions import MeetingOf
from federation.meetings.queries.asking import was_asked_for
from federation.meetings.queries.invited import invited_to
from federation.meetings.queries.meetings import ShownMeeting, meeting_here
from federation.meetings.rules import clear_days, earliest_day
from federation.network.dues.actions import DuePage, add_due, drop_due
from federation.network.groups.queries import group_here

LONGEST_PLACE: Final = 200
LONGEST_REASON: Final = 1_000


class MeetingWanted(NamedTuple):
    """A meeting to call: its kind, whose (None: all members'), when and where."""

    kind: str
    group_id: int | None
    starts_at: datetime
    place: str


def call_meeting(actor: Actor, wanted: MeetingWanted) -> int:
    """Call a meeting: everybody who is asked gets a letter and says whether they come. A meeting with an agenda begins with what
    is open. Returns its number.

    Raises ``Invalid`` for a kind that there is not, a time that is past, no place, and for a meeting of all practices without the
    notice that the members have agreed.
    """
    authorize(actor, "meetings.run", MeetingOf(wanted.group_id))
    with unit_of_work():
        return called(actor, wanted)


def called(actor: Actor, wanted: MeetingWanted) -> int:
    """Call a meeting in the open unit of work, as somebody who may. Returns its number, raises as :func:`call_meeting`."""
    place, session = checked_place(wanted), db.session
    now = db.session.execute(select(record.now_here())).scalar_one()
    check_time(wanted, now)
    row = CalledMeeting(
        group_id=wanted.group_id,
        kind=wanted.kind,
        starts_at=wanted.starts_at,
        place=place,
        called_by=actor.person_id,
        called_at=now,
    )
    session.add(row)
    session.flush()
    meeting = meeting_here(row.id)
    if meeting.has_agenda:
        fill_agenda(meeting, actor.person_id)
    note_meeting(meeting)
    ask_who_comes(meeting)
    people = set(invited_to(meeting.group_id)) - {actor.person_id}
    tell_called(meeting, people, actor.name)
    record.append(
        actor.person_id,
        "meeting.called",
        f"meeting:{meeting.id}",
        group=meeting.group_id,
        kind=meeting.kind,
    )
    return row.id


def call_off(actor: Actor, meeting_id: int, reason: str) -> None:
    """Call a meeting off, with the reason: everybody who is asked gets a letter."""
    reason = plain_text(reason, "reason", "Say why the meeting is called off")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", "reason")
    with unit_of_work() as session:
        row, now = held(CalledMeeting, meeting_id)
        authorize(actor, "meetings.run", MeetingOf(row.group_id))
        meeting = meeting_here(meeting_id)
        if meeting.state not in ("called", "begun"):
            raise Refusal("This meeting is over: it has minutes, or was called off.")
        if was_asked_for(meeting_id):
            raise Refusal("Practices have asked for this meeting, so nobody calls it off. It can be moved.")
        row.called_off_at, row.call_off_reason = now, reason
        session.flush()
        drop_due(come_key(meeting))
        tell_called_off(meeting, set(invited_to(meeting.group_id)) - {actor.person_id}, actor.name, reason)
        record.append(actor.person_id, "meeting.called_off", f"meeting:{meeting_id}")


def checked_place(wanted: MeetingWanted) -> str:
    """The place as it is kept. Raises ``Invalid`` for what cannot be called, ``NotFound`` for a group that there is not."""
    place = plain_text(wanted.place, "place", "Say where the meeting is")
    if len(place) > LONGEST_PLACE:
        raise Invalid(f"Use {LONGEST_PLACE} characters or fewer", "place")
    if wanted.kind not in KINDS:
        raise Invalid("Select what kind of meeting it is", "kind")
    if wanted.group_id is not None:
        if group_here(wanted.group_id).ended_at:
            raise Refusal("This group has ended, so it does not meet any more.")
        if wanted.kind in OF_ALL_ALONE:
            raise Invalid("A meeting of this kind is one of all practices, not of a group", "kind")
    return place


def ask_who_comes(meeting: ShownMeeting) -> None:
    """Ask everybody who is asked to a meeting whether they come, in the open unit of work."""
    add_due(
        come_key(meeting),
        f"Say whether you come: {meeting.title}",
        meeting.starts_at,
        DuePage("meetings.meeting", {"meeting_id": meeting.id}),
        people=list(invited_to(meeting.group_id)),
        about=meeting.body,
    )


def come_key(meeting: ShownMeeting) -> str:
    """The key under which people owe a word whether they come: another one each time that the meeting moves."""
    moved = f":{meeting.moved_at:%Y%m%d%H%M%S%f}" if meeting.moved_at else ""
    return f"meetings.come:{meeting.id}{moved}"


def check_time(wanted: MeetingWanted, now: datetime) -> None:
    if wanted.starts_at <= now:
        raise Invalid("The meeting must begin after now", "starts_at")
    notice = NOTICES.get(wanted.kind)
    if notice is None or wanted.group_id is not None:
        return
    needed, given = int(agreed(notice.name)), now.astimezone(LONDON).date()
    if clear_days(given, wanted.starts_at.astimezone(LONDON).date()) < needed:
        first = day(earliest_day(given, needed))
        raise Invalid(
            f"{notice.sentence(needed)} The first day on which you can hold it is {first}.", "starts_at"
        )
