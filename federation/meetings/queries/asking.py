"""Reading who asks for an extraordinary general meeting, and how many are needed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from sqlalchemy import select

from federation.decisions.rulebook.queries.agreed import agreed
from federation.decisions.rulebook.queries.voters import practices_that_may_vote
from federation.kernel.db import db
from federation.kernel.record import now_here
from federation.meetings.agreed import EGM_DAYS, EGM_SHARE
from federation.meetings.models import AskedMeetingName
from federation.network.models import Practice
from federation.people.models import Person


class AskingName(NamedTuple):
    """A practice that asks for a meeting, what about, and who signed for it."""

    id: int
    practice_id: int
    practice: str
    reason: str
    complete_at: datetime | None
    person: str


class MeetingAsking(NamedTuple):
    """Who asks for a meeting, how many are needed, which practices can ask, and until when it is called (``call_by``; None as
    long as too few ask), at ``now``."""

    names: Sequence[AskingName]
    needed: int
    practices: frozenset[int]
    call_by: datetime | None
    now: datetime

    @property
    def signed(self) -> int:
        """How many practices ask for it."""
        return len(self.names)

    @property
    def signers(self) -> frozenset[int]:
        """The practices that ask for it."""
        return frozenset(one.practice_id for one in self.names)

    @property
    def is_late(self) -> bool:
        """Whether nobody has called it in time."""
        return self.call_by is not None and self.now >= self.call_by


def asking_now() -> MeetingAsking:
    """How the asking for an extraordinary general meeting stands: once enough practices ask, all of them stay. Four
    statements."""
    rows = db.session.execute(
        select(
            AskedMeetingName.id,
            Practice.id,
            Practice.name,
            AskedMeetingName.reason,
            AskedMeetingName.complete_at,
            Person.name.label("person"),
        )
        .join(Person, Person.id == AskedMeetingName.signed_by)
        .join(Practice, Practice.id == AskedMeetingName.practice_id)
        .where(AskedMeetingName.asks())
        .order_by(AskedMeetingName.id)
    )
    found = [AskingName._make(row) for row in rows]
    practices = frozenset(one.practice_id for one in practices_that_may_vote() if one.practice_id is not None)
    complete_at = next((one.complete_at for one in found if one.complete_at), None)
    names = [one for one in found if complete_at or one.practice_id in practices]
    needed = max(1, ceil(Fraction(agreed(EGM_SHARE.name)) * len(practices)))
    call_by = complete_at and complete_at + timedelta(days=int(agreed(EGM_DAYS.name)))
    return MeetingAsking(
        names, needed, practices, call_by, db.session.execute(select(now_here())).scalar_one()
    )


def was_asked_for(meeting_id: int) -> bool:
    """Whether practices have asked for this meeting. One statement."""
    names = select(AskedMeetingName.id).where(AskedMeetingName.meeting_id == meeting_id)
    return bool(db.session.scalar(select(names.exists())))
