"""Reading how the work of a group stands, and stood."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, or_, select

from federation.kernel.db import db
from federation.people.models import Person
from federation.plugin.feature import PersonalRecord
from federation.workstreams.models import MilestoneChange, WorkMilestone, WorkStatus
from federation.workstreams.words import STATUS_TAGS

MOST_SHOWN: Final = 100


class SaidStatus(NamedTuple):
    """How the work stood, in the words of a lead."""

    id: int
    status: str
    words: str
    said_by: int
    person: str
    said_at: datetime

    @property
    def tag(self) -> tuple[str, str]:
        """It as a word and a colour."""
        return STATUS_TAGS[self.status]


_SAID: Any = (
    select(
        WorkStatus.id,
        WorkStatus.status,
        WorkStatus.words,
        WorkStatus.said_by,
        Person.name,
        WorkStatus.said_at,
    )
    .join(Person, Person.id == WorkStatus.said_by)
    .where(WorkStatus.group_id == bindparam("group"))
    .order_by(WorkStatus.id.desc())
    .limit(bindparam("most"))
)


def statuses_of(group_id: int, most: int = MOST_SHOWN) -> Sequence[SaidStatus]:
    """What leads said of the work of a group, the newest first. One statement."""
    rows = db.session.execute(_SAID, {"group": group_id, "most": most})
    return [SaidStatus._make(row) for row in rows]


def status_now(group_id: int) -> SaidStatus | None:
    """How the work of a group stands; None where no lead has said so yet. One statement."""
    return next(iter(statuses_of(group_id, 1)), None)


def personal_work(person_id: int) -> list[PersonalRecord]:
    """What a person said and planned for groups. Three statements."""
    said = select(WorkStatus.group_id, WorkStatus.status, WorkStatus.words, WorkStatus.said_at)
    planned = select(WorkMilestone.id, WorkMilestone.words, WorkMilestone.set_at, WorkMilestone.done_at)
    whose = or_(WorkMilestone.set_by == person_id, WorkMilestone.done_by == person_id)
    changed = select(MilestoneChange.milestone_id, MilestoneChange.reason, MilestoneChange.changed_at)
    found = [
        PersonalRecord(
            "How the work of a group stood",
            {"group": group, "status": status, "words": words, "at": at.isoformat()},
        )
        for group, status, words, at in db.session.execute(
            said.where(WorkStatus.said_by == person_id).order_by(WorkStatus.id)
        )
    ]
    found += [
        PersonalRecord(
            "Milestone of a group",
            {
                "milestone": number,
                "words": words,
                "set_at": at.isoformat(),
                "reached_at": done.isoformat() if done else None,
            },
        )
        for number, words, at, done in db.session.execute(planned.where(whose).order_by(WorkMilestone.id))
    ]
    return found + [
        PersonalRecord("Change of a milestone", {"milestone": number, "reason": reason, "at": at.isoformat()})
        for number, reason, at in db.session.execute(
            changed.where(MilestoneChange.changed_by == person_id).order_by(MilestoneChange.id)
        )
    ]
