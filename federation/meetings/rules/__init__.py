"""The rules of meetings: pure functions over values."""

from federation.meetings.rules.names import named_in
from federation.meetings.rules.notice import clear_days, earliest_day
from federation.meetings.rules.quorum import MeetingQuorum
from federation.meetings.rules.rhythm import RhythmPeriod, StatedRhythm, next_begins, periods_of
from federation.meetings.rules.room import RoomNotice, against_a_vote, against_being_here, against_new_papers
from federation.meetings.rules.writing import MinutesFacts, MinutesItem, drafted

__all__ = [
    "MeetingQuorum",
    "MinutesFacts",
    "MinutesItem",
    "RhythmPeriod",
    "RoomNotice",
    "StatedRhythm",
    "against_a_vote",
    "against_being_here",
    "against_new_papers",
    "clear_days",
    "drafted",
    "earliest_day",
    "named_in",
    "next_begins",
    "periods_of",
]
