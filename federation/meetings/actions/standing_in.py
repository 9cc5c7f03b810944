"""Somebody who comes to a meeting in the place of somebody else. It says who is there, and gives nobody a vote."""

from sqlalchemy import select

from federation.kernel.db import unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound
from federation.meetings.actions.agenda import check_open
from federation.meetings.actions.presence import note
from federation.meetings.letters import tell_stands_in
from federation.meetings.models import CalledMeeting, MeetingPresence
from federation.meetings.queries.invited import asked, possible_stand_ins
from federation.meetings.queries.meetings import meeting_here


def send_stand_in(actor: Actor, meeting_id: int, absent: int, stand_in: int) -> None:
    """Let another person of the same practice come in the place of somebody who is asked (``absent``), who sends apologies so:
    one's own, or anybody's by who leads the meeting. Whoever comes gets a letter.

    Raises ``NotFound`` for somebody who is not asked, ``Invalid`` at ``person`` for who cannot stand in."""
    with unit_of_work() as session:
        _, now = held(CalledMeeting, meeting_id)
        meeting = meeting_here(meeting_id)
        people = asked(meeting)
        missing = next((one for one in people if one.person_id == absent), None)
        if missing is None:
            raise NotFound()
        authorize(actor, "meetings.take_part", meeting.whose)
        if absent != actor.person_id:
            authorize(actor, "meetings.run", meeting.whose)
        check_open(meeting)
        if stand_in not in {number for number, _ in possible_stand_ins(meeting, missing, people)}:
            raise Invalid("Select another person of the same practice, who does not come already", "person")
        state = "coming" if meeting.state == "called" else "present"
        note(actor, meeting, {absent: "apologies", stand_in: state})
        row = session.scalars(
            select(MeetingPresence).where(
                MeetingPresence.meeting_id == meeting_id, MeetingPresence.person_id == stand_in
            )
        ).one()
        row.stands_in_for, row.practice_id, row.noted_at = absent, missing.practice_id, now
        session.flush()
        if stand_in != actor.person_id:
            tell_stands_in(meeting, stand_in, missing.name, actor.name)
