"""Moving a meeting to another time or place, before it has begun: who comes is asked anew."""

from datetime import datetime

from sqlalchemy import delete

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import held, rows_changed
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, Refusal
from federation.meetings.actions.asking import check_day
from federation.meetings.actions.calling import (
    MeetingWanted,
    ask_who_comes,
    check_time,
    checked_place,
    come_key,
)
from federation.meetings.findable import note_meeting
from federation.meetings.letters import tell_moved
from federation.meetings.models import CalledMeeting, MeetingPresence
from federation.meetings.queries.asking import was_asked_for
from federation.meetings.queries.invited import invited_to
from federation.meetings.queries.meetings import meeting_here
from federation.network.dues.actions import drop_due


def move_meeting(actor: Actor, meeting_id: int, starts_at: datetime, place: str) -> None:
    """Hold a meeting at another time or place, with the notice that it needs. Everybody who is asked gets a letter and says anew
    whether they come. Raises ``Invalid`` as calling one does, and where nothing would change."""
    with unit_of_work() as session:
        row, now = held(CalledMeeting, meeting_id)
        before = meeting_here(meeting_id)
        authorize(actor, "meetings.run", before.whose)
        if before.state != "called":
            raise Refusal("This meeting has begun or was called off, so it cannot be moved.")
        wanted = MeetingWanted(before.kind, before.group_id, starts_at, place)
        place = checked_place(wanted)
        if (starts_at, place) == (before.starts_at, before.place):
            raise Invalid("Enter another time or another place", "starts_at")
        check_time(wanted, now)
        if was_asked_for(meeting_id):
            check_day(starts_at, before.called_at)
        drop_due(come_key(before))
        rows_changed(delete(MeetingPresence).where(MeetingPresence.meeting_id == meeting_id))
        row.starts_at, row.place, row.moved_at = starts_at, place, now
        session.flush()
        meeting = meeting_here(meeting_id)
        ask_who_comes(meeting)
        note_meeting(meeting)
        tell_moved(meeting, before, set(invited_to(meeting.group_id)) - {actor.person_id}, actor.name)
        record.append(
            actor.person_id, "meeting.moved", f"meeting:{meeting_id}", starts_at=record.stamp(starts_at)
        )
