"""What is kept about a person who comes to meetings."""

from sqlalchemy import or_, select

from federation.kernel.db import db
from federation.meetings.models import (
    AgendaItem,
    AskedMeetingName,
    CalledMeeting,
    CorrectedPresence,
    MeetingPresence,
    MeetingRhythm,
    MinutesCorrection,
    MinutesVersion,
)
from federation.plugin.feature import PersonalRecord


def personal_meetings(person_id: int) -> list[PersonalRecord]:
    """The meetings that a person called and came to, what they put on agendas, wrote and corrected, how often they said that
    groups meet, and for which practices they asked for a meeting. Eight statements."""
    called = select(CalledMeeting.id, CalledMeeting.place, CalledMeeting.starts_at)
    came = select(MeetingPresence.meeting_id, MeetingPresence.state, MeetingPresence.noted_at)
    rhythm = select(MeetingRhythm.group_id, MeetingRhythm.weeks, MeetingRhythm.stated_at)
    items = select(AgendaItem.meeting_id, AgendaItem.title, AgendaItem.about)
    found = [
        PersonalRecord("Meeting called", {"meeting": number, "place": place, "starts_at": at.isoformat()})
        for number, place, at in db.session.execute(
            called.where(CalledMeeting.called_by == person_id).order_by(CalledMeeting.id)
        )
    ]
    found += [
        PersonalRecord("Coming to a meeting", {"meeting": number, "state": state, "at": at.isoformat()})
        for number, state, at in db.session.execute(
            came.where(MeetingPresence.person_id == person_id).order_by(MeetingPresence.id)
        )
    ]
    found += [
        PersonalRecord("On an agenda", {"meeting": number, "title": title, "about": about})
        for number, title, about in db.session.execute(
            items.where(AgendaItem.added_by == person_id).order_by(AgendaItem.id)
        )
    ]
    found += [
        PersonalRecord("How often a group meets", {"group": number, "weeks": weeks, "at": at.isoformat()})
        for number, weeks, at in db.session.execute(
            rhythm.where(MeetingRhythm.stated_by == person_id).order_by(MeetingRhythm.id)
        )
    ]
    signed = select(AskedMeetingName.practice_id, AskedMeetingName.reason, AskedMeetingName.signed_at)
    found += [
        PersonalRecord(
            "Asked for a general meeting", {"practice": number, "words": words, "at": at.isoformat()}
        )
        for number, words, at in db.session.execute(
            signed.where(AskedMeetingName.signed_by == person_id).order_by(AskedMeetingName.id)
        )
    ]
    return found + _written(person_id)


def _written(person_id: int) -> list[PersonalRecord]:
    wrote = select(MinutesVersion.meeting_id, MinutesVersion.words, MinutesVersion.written_at)
    said = select(MinutesCorrection.meeting_id, MinutesCorrection.words, MinutesCorrection.suggested_at)
    amended = select(CorrectedPresence.meeting_id, CorrectedPresence.reason, CorrectedPresence.corrected_at)
    found = []
    for statement, title in (
        (
            amended.where(
                or_(CorrectedPresence.corrected_by == person_id, CorrectedPresence.person_id == person_id)
            ).order_by(CorrectedPresence.id),
            "Correction of who was at a meeting",
        ),
        (wrote.where(MinutesVersion.written_by == person_id).order_by(MinutesVersion.id), "Minutes"),
        (
            said.where(MinutesCorrection.suggested_by == person_id).order_by(MinutesCorrection.id),
            "Correction to minutes",
        ),
    ):
        found += [
            PersonalRecord(title, {"meeting": number, "words": words, "at": at.isoformat()})
            for number, words, at in db.session.execute(statement)
        ]
    return found
