"""Whether somebody is of a practice: what binds it for good is said by nobody who was just brought in from outside."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.network.models import Membership


def is_of(person_id: int, practice_id: int, since: datetime) -> bool:
    """Whether somebody has a role at a practice that is its own since a moment (see ``is_own``). One statement."""
    theirs = (Membership.person_id == person_id, Membership.practice_id == practice_id, Membership.in_force())
    return db.session.scalar(select(Membership.id).where(*theirs, is_own(since)).limit(1)) is not None


def is_own(since: Any) -> ColumnElement[bool]:
    """The role at a practice began by that moment (a column or a value), or was given at the terminal, or by somebody else of the
    practice of whom that is so."""
    giver = aliased(Membership)
    by_its_own = exists().where(
        giver.person_id == Membership.given_by,
        giver.person_id != Membership.person_id,
        giver.practice_id == Membership.practice_id,
        giver.ended_at.is_(None),
        _stood(giver, since),
    )
    return or_(_stood(Membership, since), by_its_own)


def _stood(role: type[Membership], since: Any) -> ColumnElement[bool]:
    return or_(role.given_by.is_(None), role.started_at <= since)
