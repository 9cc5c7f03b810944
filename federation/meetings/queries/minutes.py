"""Minutes as they are written, what others say was otherwise, and what somebody does after a meeting."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from federation.kernel.days import last_day
from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.kernel.words import LONDON, clock_time, day, plural
from federation.meetings.models import MinutesCorrection, MinutesVersion
from federation.meetings.queries.agenda import ShownItem, items_of
from federation.meetings.queries.invited import InvitedPerson, asked, quorum_of
from federation.meetings.queries.meetings import ShownMeeting
from federation.meetings.rules import MeetingQuorum, MinutesFacts, MinutesItem, drafted
from federation.meetings.words import OUTCOME_TAGS
from federation.network.models import Practice, ThingDue
from federation.people.models import Person


class WrittenMinutes(NamedTuple):
    """A version of minutes."""

    number: int
    words: str
    written_by: int
    writer: str
    written_at: datetime


class SuggestedCorrection(NamedTuple):
    """Something in minutes that somebody says was otherwise; ``put_in`` is the version that has it."""

    id: int
    words: str
    suggested_by: int
    person: str
    suggested_at: datetime
    put_in: int | None


class MeetingAction(NamedTuple):
    """What a person or a practice does after a meeting, by a day; ``item_id`` is the item of which it came."""

    id: int
    key: str
    item_id: int
    words: str
    owner: str
    person_id: int | None
    practice_id: int | None
    due_at: datetime
    done_at: datetime | None

    @property
    def due_on(self) -> date:
        """The last day on which there is time for it."""
        return last_day(self.due_at)

    @property
    def sentence(self) -> str:
        """As minutes say it."""
        return f"{self.words} ({self.owner}, by {day(self.due_on)})"


MOST_VERSIONS: Final = 100
_WRITER = aliased(Person)
_VERSIONS = (
    select(
        MinutesVersion.number,
        MinutesVersion.words,
        MinutesVersion.written_by,
        _WRITER.name,
        MinutesVersion.written_at,
    )
    .join(_WRITER, _WRITER.id == MinutesVersion.written_by)
    .where(MinutesVersion.meeting_id == bindparam("meeting"))
)
_NEWEST = _VERSIONS.order_by(MinutesVersion.number.desc()).limit(MOST_VERSIONS)
_NUMBERED = _VERSIONS.where(MinutesVersion.number == bindparam("number"))
_CORRECTIONS = (
    select(
        MinutesCorrection.id,
        MinutesCorrection.words,
        MinutesCorrection.suggested_by,
        Person.name,
        MinutesCorrection.suggested_at,
        MinutesCorrection.put_in,
    )
    .join(Person, Person.id == MinutesCorrection.suggested_by)
    .where(MinutesCorrection.meeting_id == bindparam("meeting"))
    .order_by(MinutesCorrection.id)
)


def versions_of(meeting_id: int) -> Sequence[WrittenMinutes]:
    """The newest 100 versions of a meeting's minutes, the newest first. One statement."""
    return [WrittenMinutes._make(row) for row in db.session.execute(_NEWEST, {"meeting": meeting_id})]


def version_of(meeting_id: int, number: int) -> WrittenMinutes:
    """One version of a meeting's minutes. Raises ``NotFound``. One statement."""
    row = db.session.execute(_NUMBERED, {"meeting": meeting_id, "number": number}).first()
    if row is None:
        raise NotFound()
    return WrittenMinutes._make(row)


def has_written(person_id: int, meeting_id: int) -> bool:
    """Whether somebody wrote a version of a meeting's minutes, however many there are. One statement."""
    mine = select(MinutesVersion.id).where(
        MinutesVersion.meeting_id == meeting_id, MinutesVersion.written_by == person_id
    )
    return bool(db.session.scalar(select(mine.exists())))


def corrections_of(meeting_id: int) -> Sequence[SuggestedCorrection]:
    """What others say was otherwise, in order. One statement."""
    return [
        SuggestedCorrection._make(row) for row in db.session.execute(_CORRECTIONS, {"meeting": meeting_id})
    ]


def action_key(meeting_id: int, item_id: int, number: int) -> str:
    """The key under which an action of a meeting is due, with its number within the item."""
    return f"meetings.action:{meeting_id}:{item_id}:{number}"


def actions_of(meeting_id: int) -> Sequence[MeetingAction]:
    """What people and practices do after a meeting, by time. One statement."""
    rows = db.session.execute(
        select(
            ThingDue.id,
            ThingDue.key,
            ThingDue.words,
            func.coalesce(Practice.name, Person.name),
            ThingDue.person_id,
            ThingDue.practice_id,
            ThingDue.due_at,
            ThingDue.done_at,
        )
        .outerjoin(Person, Person.id == ThingDue.person_id)
        .outerjoin(Practice, Practice.id == ThingDue.practice_id)
        .where(ThingDue.feature == "meetings", ThingDue.key.startswith(f"action:{meeting_id}:"))
        .order_by(ThingDue.due_at, ThingDue.id)
    )
    return [MeetingAction(row[0], row[1] or "", _item_in(row[1]), *row[2:]) for row in rows]


def _item_in(key: str | None) -> int:
    return int((key or "").split(":")[2])


def action_of(meeting_id: int, action_id: int) -> MeetingAction:
    """One action of a meeting. Raises ``NotFound``. One statement."""
    found = next((one for one in actions_of(meeting_id) if one.id == action_id), None)
    if found is None:
        raise NotFound()
    return found


def quorum_words(meeting: ShownMeeting, quorum: MeetingQuorum) -> str:
    """Whether enough were there to decide, as a sentence; empty where it is not asked."""
    if not meeting.decides:
        return ""
    noun = "practice" if meeting.group_id is None else "voter"
    needed = plural(quorum.needed, noun)
    return f"At least {needed} had to be there to decide, and {quorum.here} of {quorum.of} were."


def _voted(item: ShownItem, meeting: ShownMeeting) -> str:
    """How the vote of an item went, with how many had to vote; empty where there was none."""
    if item.vote is None or not item.vote.sentence:
        return ""
    return " ".join(filter(None, [item.vote.sentence, item.vote.quorum(meeting.group or "")]))


def draft_of(meeting: ShownMeeting) -> str:
    """The minutes of a meeting as far as they write themselves. Notes without names say neither who was there nor who does what.
    A constant number of statements."""
    present: Sequence[InvitedPerson] = asked(meeting)
    named = meeting.names_people
    does: dict[int, list[str]] = {}
    for one in actions_of(meeting.id) if named else ():
        does.setdefault(one.item_id, []).append(one.sentence)
    local = meeting.starts_at.astimezone(LONDON)
    return drafted(
        MinutesFacts(
            meeting.place,
            f"{day(meeting.starts_at)}, {clock_time(local)}",
            [one.words for one in present if one.is_there] if named else [],
            [one.words for one in present if one.state == "apologies"] if named else [],
            quorum_words(meeting, quorum_of(meeting, present)),
            [
                MinutesItem(
                    one.title,
                    one.said,
                    OUTCOME_TAGS[one.outcome][0] if one.outcome else "",
                    _voted(one, meeting),
                    does.get(one.id, []),
                )
                for one in items_of(meeting.id)
            ],
        )
    )
