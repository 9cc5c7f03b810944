"""Reading meetings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.kernel.record import now_here
from federation.kernel.refusals import NotFound
from federation.kernel.words import day
from federation.meetings.models import CalledMeeting, MeetingPresence, MinutesVersion
from federation.meetings.permissions import MeetingOf
from federation.meetings.words import ALL_MEMBERS, KIND_TITLES, STATE_TAGS
from federation.network.models import NetworkGroup
from federation.people.models import Person

MOST_SHOWN: Final = 200
_APPROVER = aliased(Person)


class ShownMeeting(NamedTuple):
    """A meeting as pages and programs show it at ``now``. ``version`` is that of its newest minutes; 0 where there are none."""

    id: int
    group_id: int | None
    group: str
    kind: str
    starts_at: datetime
    place: str
    called_by: int
    caller: str
    called_at: datetime
    moved_at: datetime | None
    called_off_at: datetime | None
    call_off_reason: str
    approved_at: datetime | None
    approver: str | None
    version: int
    now: datetime

    @property
    def whose(self) -> MeetingOf:
        """Whose meeting it is, for rights."""
        return MeetingOf(self.group_id)

    @property
    def body(self) -> str:
        """Who meets."""
        return self.group if self.group_id else ALL_MEMBERS

    @property
    def kind_title(self) -> str:
        """What kind of meeting it is, in words."""
        return KIND_TITLES[self.kind][0]

    @property
    def title(self) -> str:
        """Its kind and day: "Business meeting, 4 March 2027"."""
        return f"{self.kind_title}, {day(self.starts_at)}"

    @property
    def state(self) -> str:
        """Where it stands: called, begun, draft, approved or called_off."""
        if self.called_off_at:
            return "called_off"
        if self.approved_at:
            return "approved"
        if self.version:
            return "draft"
        return "begun" if self.starts_at <= self.now else "called"

    @property
    def status(self) -> tuple[str, str]:
        """Its state as a word and a colour."""
        return STATE_TAGS[self.state]

    @property
    def is_open(self) -> bool:
        """Whether who comes, agenda and notes can still change: it is not called off, and its minutes are not approved."""
        return self.called_off_at is None and self.approved_at is None

    @property
    def decides(self) -> bool:
        """Whether it is asked if enough are there to decide, and votes can be opened in it."""
        return self.kind not in ("conversation", "chatham")

    @property
    def stands_since(self) -> datetime:
        """Since when people know its time and place."""
        return self.moved_at or self.called_at

    @property
    def has_agenda(self) -> bool:
        """Whether an agenda is made for it."""
        return self.kind != "conversation"

    @property
    def names_people(self) -> bool:
        """Whether its notes may name people."""
        return self.kind != "chatham"


_VERSION = (
    select(func.coalesce(func.max(MinutesVersion.number), 0))
    .where(MinutesVersion.meeting_id == CalledMeeting.id)
    .scalar_subquery()
)
_MEETINGS: Any = (
    select(
        CalledMeeting.id,
        CalledMeeting.group_id,
        NetworkGroup.name.label("group"),
        CalledMeeting.kind,
        CalledMeeting.starts_at,
        CalledMeeting.place,
        CalledMeeting.called_by,
        Person.name.label("caller"),
        CalledMeeting.called_at,
        CalledMeeting.moved_at,
        CalledMeeting.called_off_at,
        CalledMeeting.call_off_reason,
        CalledMeeting.approved_at,
        _APPROVER.name.label("approver"),
        _VERSION.label("version"),
        now_here().label("now"),
    )
    .outerjoin(NetworkGroup, NetworkGroup.id == CalledMeeting.group_id)
    .join(Person, Person.id == CalledMeeting.called_by)
    .outerjoin(_APPROVER, _APPROVER.id == CalledMeeting.approved_by)
)
_ONE = _MEETINGS.where(CalledMeeting.id == bindparam("meeting"))
_COMING = (
    _MEETINGS.where(CalledMeeting.starts_at > bindparam("since"), CalledMeeting.called_off_at.is_(None))
    .order_by(CalledMeeting.starts_at, CalledMeeting.id)
    .limit(MOST_SHOWN)
)
_OF_GROUP = (
    _MEETINGS.where(CalledMeeting.group_id == bindparam("group"))
    .order_by(CalledMeeting.starts_at.desc(), CalledMeeting.id.desc())
    .limit(bindparam("most"))
)


def meeting_here(meeting_id: int) -> ShownMeeting:
    """One meeting. Raises ``NotFound``, also for who may not read it. One statement."""
    row = db.session.execute(_ONE, {"meeting": meeting_id}).first()
    if row is None:
        raise NotFound()
    return ShownMeeting._make(row)


def meetings_numbered(numbers: Sequence[int]) -> Sequence[ShownMeeting]:
    """The meetings of these numbers that may be read. One statement."""
    rows = db.session.execute(_MEETINGS.where(CalledMeeting.id.in_(numbers)))
    return [ShownMeeting._make(row) for row in rows]


def meetings_since(moment: datetime) -> Sequence[ShownMeeting]:
    """The next 200 meetings that begin after a moment and are not called off, by time. One statement."""
    return [ShownMeeting._make(row) for row in db.session.execute(_COMING, {"since": moment})]


def meetings_to_come(person_id: int, since: datetime) -> Sequence[ShownMeeting]:
    """The meetings after a moment to which a person has said that they come, by time. One statement."""
    said = select(MeetingPresence.meeting_id).where(
        MeetingPresence.person_id == person_id, MeetingPresence.state == "coming"
    )
    rows = db.session.execute(_COMING.where(CalledMeeting.id.in_(said)), {"since": since})
    return [ShownMeeting._make(row) for row in rows]


def meetings_of(group_id: int, most: int = MOST_SHOWN) -> Sequence[ShownMeeting]:
    """The latest meetings of a group, those to come first. One statement."""
    return [
        ShownMeeting._make(row) for row in db.session.execute(_OF_GROUP, {"group": group_id, "most": most})
    ]


def meetings_until(moment: datetime) -> Any:
    """The statement of all meetings that had begun by then, or were called off, for a list of them."""
    return _MEETINGS.where((CalledMeeting.starts_at <= moment) | CalledMeeting.called_off_at.is_not(None))


def last_draft(whose: MeetingOf, before: datetime) -> ShownMeeting | None:
    """The latest meeting of a body before a time whose minutes are written and not approved. One statement."""
    statement = (
        _MEETINGS.where(
            CalledMeeting.group_id == whose.group_id if whose.group_id else CalledMeeting.group_id.is_(None),
            CalledMeeting.starts_at < before,
            CalledMeeting.approved_at.is_(None),
            CalledMeeting.called_off_at.is_(None),
            _VERSION > 0,
        )
        .order_by(CalledMeeting.starts_at.desc())
        .limit(1)
    )
    row = db.session.execute(statement).first()
    return ShownMeeting._make(row) if row else None
