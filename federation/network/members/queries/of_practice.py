"""Whether somebody is of a practice: what binds it for good is said by nobody who was just brought in from outside."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.network.models import Membership


def is_of(person_id: int, practice_id: int, since: datetime) -> bool:
    """Whether somebody has a role at a practice that began by that moment, or was given at the terminal, or by somebody else of
    the practice of whom that is so. One statement."""
    giver = aliased(Membership)
    by_its_own = exists().where(
        giver.person_id == Membership.given_by,
        giver.person_id != Membership.person_id,
        giver.practice_id == practice_id,
        giver.ended_at.is_(None),
        _stood(giver, since),
    )
    theirs = (Membership.person_id == person_id, Membership.practice_id == practice_id, Membership.in_force())
    found = select(Membership.id).where(*theirs, or_(_stood(Membership, since), by_its_own)).limit(1)
    return db.session.scalar(found) is not None


def _stood(role: type[Membership], since: datetime) -> ColumnElement[bool]:
    return or_(role.given_by.is_(None), role.started_at <= since)
