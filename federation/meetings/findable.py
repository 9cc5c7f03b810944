"""Meetings in the search: what it is, where, what stands on its agenda, and its newest minutes; kept up to date by every act."""

from collections.abc import Sequence

from flask import url_for

from federation.kernel import search
from federation.kernel.search import SearchHit
from federation.kernel.words import tag
from federation.meetings.queries.agenda import items_of
from federation.meetings.queries.meetings import ShownMeeting, meetings_numbered
from federation.meetings.queries.minutes import versions_of
from federation.meetings.readers import MEETING
from federation.plugin.feature import FoundLine


def note_meeting(meeting: ShownMeeting) -> None:
    """Write down what can be found of a meeting, in the open unit of work."""
    versions = versions_of(meeting.id)
    text = [
        meeting.place,
        *(f"{one.title}\n{one.about}" for one in items_of(meeting.id)),
        *(one.words for one in versions[:1]),
    ]
    search.index(MEETING, meeting.id, f"{meeting.title}: {meeting.body}", "\n".join(text))


def read_meetings(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each that the person reads about, with its state. One statement."""
    return {
        one.id: FoundLine(
            f"{one.title}: {one.body}",
            url_for("meetings.meeting", meeting_id=one.id),
            "Meeting",
            tag(*one.status),
            one.starts_at,
        )
        for one in meetings_numbered([hit.ref_id for hit in hits])
    }
