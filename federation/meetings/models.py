"""The tables of meetings. What was written as minutes is never changed, and a meeting whose minutes are approved is fixed:
database triggers (in the migration) refuse it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.decisions.models.readers import groups_of_others
from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.reading import read_by
from federation.kernel.tenancy import Federated, federated_key, within

KINDS = ("conversation", "business", "members", "agm", "egm", "chatham")
OF_ALL_ALONE = ("members", "agm", "egm")
"""Kinds of meetings that are of all practices, never of a group."""
PRESENCES = ("coming", "apologies", "present", "online")
OUTCOMES = ("", "noted", "agreed", "answered", "proposal", "left")


ITEM_FILES = "meetings.item"
"""What papers of an agenda belong to."""

_ASKING = text("taken_back_at IS NULL AND meeting_id IS NULL")


def _person() -> ForeignKey:
    return ForeignKey("people_person.id")


class CalledMeeting(Federated, MappedBase):
    """A meeting of a group, or of all members where ``group_id`` is empty, at an instant and a place.

    It is over with its minutes, of which the newest version is approved at ``approved_at``; or it was called off, for
    ``call_off_reason``. Its time and place stand since ``moved_at``, where they were changed.
    """

    __tablename__ = "meetings_meeting"
    __table_args__ = (
        federated_key(),
        within("group_id", "network_group"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        CheckConstraint(f"kind not in {OF_ALL_ALONE} or group_id is null", name="whose"),
        CheckConstraint("(approved_at is null) = (approved_by is null)", name="approved"),
        CheckConstraint("approved_at is null or called_off_at is null", name="over"),
        Index("ix_meetings_meeting_group", "federation_id", "group_id", "starts_at"),
        Index("ix_meetings_meeting_starts", "federation_id", "starts_at"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int | None] = mapped_column(RowId)
    kind: Mapped[str] = mapped_column(String(12))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(String(200))
    called_by: Mapped[int] = mapped_column(RowId, _person())
    called_at: Mapped[datetime] = mapped_column(Moment)
    moved_at: Mapped[datetime | None] = mapped_column(Moment)
    called_off_at: Mapped[datetime | None] = mapped_column(Moment)
    call_off_reason: Mapped[str] = mapped_column(Text, default="")
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_by: Mapped[int | None] = mapped_column(RowId, _person())


class AgendaItem(Federated, MappedBase):
    """Something that a meeting speaks about, in the order of ``position``. What was made of what is open has a ``key``, so that
    it stands there once, and the ``page`` that shows it: an endpoint and the values of its address.

    ``said`` is what was said or agreed, and ``outcome`` how it ended. A proposal that may be decided there has its
    ``decision_id``, and the ``version`` that stands on the agenda since ``added_at``; its vote was opened at ``voted_at``, and
    since ``short_at`` it is known that too few were here then."""

    __tablename__ = "meetings_item"
    __table_args__ = (
        within("meeting_id", "meetings_meeting"),
        within("decision_id", "decisions_decision"),
        CheckConstraint("(decision_id is null) = (version is null)", name="version"),
        CheckConstraint("voted_at is null or decision_id is not null", name="voted"),
        CheckConstraint(f"outcome in {OUTCOMES}", name="outcome"),
        UniqueConstraint("federation_id", "meeting_id", "key"),
        Index("ix_meetings_item_meeting", "federation_id", "meeting_id", "position"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(RowId)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(String(40))
    page: Mapped[dict[str, Any]]
    added_by: Mapped[int] = mapped_column(RowId, _person())
    added_at: Mapped[datetime] = mapped_column(Moment)
    decision_id: Mapped[int | None] = mapped_column(RowId)
    version: Mapped[int | None]
    voted_at: Mapped[datetime | None] = mapped_column(Moment)
    short_at: Mapped[datetime | None] = mapped_column(Moment)
    said: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(10), default="")


class MeetingPresence(Federated, MappedBase):
    """Whether somebody comes to a meeting, or came, for which practice, and in whose place (``stands_in_for``).

    For a quorum it counts since ``counts_since``, when they themselves, or a second person who is there, said so
    (``confirmed_by``; empty where it was noted before anybody was asked to)."""

    __tablename__ = "meetings_presence"
    __table_args__ = (
        within("meeting_id", "meetings_meeting"),
        within("practice_id", "network_practice"),
        CheckConstraint(f"state in {PRESENCES}", name="state"),
        CheckConstraint("confirmed_by is null or counts_since is not null", name="confirmed"),
        CheckConstraint("confirmed_by = person_id or confirmed_by <> noted_by", name="second"),
        UniqueConstraint("federation_id", "meeting_id", "person_id"),
        Index("ix_meetings_presence_person", "federation_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, _person())
    practice_id: Mapped[int | None] = mapped_column(RowId)
    stands_in_for: Mapped[int | None] = mapped_column(RowId, _person())
    state: Mapped[str] = mapped_column(String(10))
    noted_by: Mapped[int] = mapped_column(RowId, _person())
    noted_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[int | None] = mapped_column(RowId, _person())
    counts_since: Mapped[datetime | None] = mapped_column(Moment)


class CorrectedPresence(Federated, MappedBase):
    """That somebody who was counted as being at a meeting was not there (``away``), with the reason; or, said by themselves, that
    they were. The newest counts. It is added and never changed."""

    __tablename__ = "meetings_corrected_presence"
    __table_args__ = (
        within("meeting_id", "meetings_meeting"),
        CheckConstraint(
            "state = 'away' or (state in ('present', 'online') and corrected_by = person_id)", name="state"
        ),
        Index("ix_meetings_corrected_presence_meeting", "federation_id", "meeting_id", "id"),
        Index("ix_meetings_corrected_presence_person", "federation_id", "corrected_by"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, _person())
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    corrected_by: Mapped[int] = mapped_column(RowId, _person())
    corrected_at: Mapped[datetime] = mapped_column(Moment)


class AskedMeetingName(Federated, MappedBase):
    """The name of a practice under the asking for an extraordinary general meeting, with what it is about. It can be taken back
    until enough practices ask (``complete_at``), and serves for one meeting."""

    __tablename__ = "meetings_asked"
    __table_args__ = (
        within("practice_id", "network_practice"),
        within("meeting_id", "meetings_meeting"),
        CheckConstraint("meeting_id is null or complete_at is not null", name="served"),
        CheckConstraint("taken_back_at is null or complete_at is null", name="taken_back"),
        Index(
            "uq_meetings_asked_practice",
            "federation_id",
            "practice_id",
            unique=True,
            sqlite_where=_ASKING,
            postgresql_where=_ASKING,
        ),
        Index("ix_meetings_asked_meeting", "federation_id", "meeting_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    practice_id: Mapped[int] = mapped_column(RowId)
    reason: Mapped[str] = mapped_column(Text)
    signed_by: Mapped[int] = mapped_column(RowId, _person())
    signed_at: Mapped[datetime] = mapped_column(Moment)
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    complete_at: Mapped[datetime | None] = mapped_column(Moment)
    meeting_id: Mapped[int | None] = mapped_column(RowId)

    @classmethod
    def asks(cls) -> ColumnElement[bool]:
        """The name stands, and no meeting was called by it."""
        return and_(cls.taken_back_at.is_(None), cls.meeting_id.is_(None))


class MeetingRhythm(Federated, MappedBase):
    """How often a group meets: every so many weeks from a day on; 0 where it says no more how often. The newest counts from then
    on, the earlier ones for the time before."""

    __tablename__ = "meetings_rhythm"
    __table_args__ = (
        within("group_id", "network_group"),
        CheckConstraint("weeks between 0 and 52", name="weeks"),
        Index("ix_meetings_rhythm_group", "federation_id", "group_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    group_id: Mapped[int] = mapped_column(RowId)
    weeks: Mapped[int]
    since: Mapped[date]
    stated_by: Mapped[int] = mapped_column(RowId, _person())
    stated_at: Mapped[datetime] = mapped_column(Moment)


class MinutesVersion(Federated, MappedBase):
    """The minutes of a meeting as somebody wrote them: each change is a version, the highest of which counts."""

    __tablename__ = "meetings_minutes"
    __table_args__ = (
        within("meeting_id", "meetings_meeting"),
        UniqueConstraint("federation_id", "meeting_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(RowId)
    number: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(RowId, _person())
    written_at: Mapped[datetime] = mapped_column(Moment)


class MinutesCorrection(Federated, MappedBase):
    """Something in minutes that somebody says was otherwise. ``put_in`` is the version that has it."""

    __tablename__ = "meetings_correction"
    __table_args__ = (
        within("meeting_id", "meetings_meeting"),
        Index("ix_meetings_correction_meeting", "federation_id", "meeting_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(RowId)
    words: Mapped[str] = mapped_column(Text)
    suggested_by: Mapped[int] = mapped_column(RowId, _person())
    suggested_at: Mapped[datetime] = mapped_column(Moment)
    put_in: Mapped[int | None]


def _who_reads(meeting: Any) -> ColumnElement[bool]:
    """A meeting is read as what its group writes is; where others read its results alone, by those who sit in it."""
    return or_(meeting.group_id.is_(None), meeting.group_id.not_in(groups_of_others("results", "seated")))


read_by(CalledMeeting, lambda meeting: _who_reads(meeting))
read_by(MeetingRhythm, lambda rhythm: _who_reads(rhythm))
