"""The acts of meetings in the record: each in the words that follow a person's name, and what it is about."""

from federation.plugin.feature import Act, RecordedThing

ACTS = (
    Act("meeting.called", "called a meeting"),
    Act("meeting.asked", "asked for an extraordinary general meeting, for a practice"),
    Act("meeting.asking_taken_back", "asked no longer for an extraordinary general meeting, for a practice"),
    Act("meeting.asking_complete", "gave the last name that an extraordinary general meeting needs"),
    Act("meeting.moved", "moved a meeting"),
    Act("meeting.rhythm", "said how often a group meets"),
    Act("meeting.paper_added", "added papers to the agenda of a meeting"),
    Act("meeting.paper_removed", "took a paper off the agenda of a meeting"),
    Act("meeting.called_off", "called a meeting off"),
    Act("meeting.presence", "noted who is at a meeting"),
    Act("meeting.presence_confirmed", "confirmed who is at a meeting"),
    Act("meeting.presence_corrected", "corrected who was at a meeting"),
    Act("meeting.voted", "opened a vote in a meeting"),
    Act("meeting.vote_short", "found that too few were at a meeting when a vote was opened in it"),
    Act("meeting.minuted", "wrote the minutes of a meeting"),
    Act("meeting.approved", "approved the minutes of a meeting"),
)
THINGS = (RecordedThing("meeting", "Meeting {}"),)
"""Without a page: who may read a meeting finds it in the list of meetings, and others are led nowhere."""
