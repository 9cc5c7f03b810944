"""Roles that somebody gave themselves before anybody else was here."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, or_, select, union_all
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.network.members.queries.roles import role_in_words
from federation.network.members.rules.early import EarlyRoles
from federation.network.members.rules.second_person import CONFIRMED
from federation.network.models import Membership, Practice
from federation.people.models import Person

_ROLE = and_(Membership.given_by == Membership.person_id, Membership.confirmed_at.is_(None))
_CHAIR = and_(
    Membership.is_chair.is_(True),
    Membership.chair_given_by == Membership.person_id,
    Membership.chair_confirmed_at.is_(None),
)
_given, _made_chair = aliased(Membership), aliased(Membership)
OWN = (
    select(_given.id).where(_given.given_by == _given.person_id),
    select(_made_chair.id).where(
        _made_chair.chair_given_at.is_not(None), _made_chair.chair_given_by == _made_chair.person_id
    ),
)
"""The few roles that ``EARLY`` looks at, by indexes of their own."""
EARLY = and_(Membership.waits.is_(False), Membership.role.in_(CONFIRMED), or_(_ROLE, _CHAIR))
"""A role that somebody gave themselves and no second person confirmed, and that gives what it gives: so it was only where
nobody else had ever been able to sign in."""


_EARLY_NOW = (
    select(
        Membership.person_id,
        Membership.role,
        Membership.waits,
        Membership.given_by,
        Membership.confirmed_at,
        Membership.is_chair,
        Membership.chair_given_by,
        Membership.chair_confirmed_at,
        Person.name,
        Practice.name.label("practice"),
    )
    .join(Person, Person.id == Membership.person_id)
    .outerjoin(Practice, Practice.id == Membership.practice_id)
    .where(Membership.id.in_(union_all(*OWN)), Membership.ended_at.is_(None), EARLY)
    .order_by(Membership.id)
)


def early_roles() -> list[EarlyRoles]:
    """Who gave themselves roles then, with those that they still hold."""
    return early_among(db.session.execute(_EARLY_NOW))


def early_among(rows: Iterable[Any]) -> list[EarlyRoles]:
    """Those among rows of roles that are held now."""
    found: dict[tuple[int, str], list[str]] = {}
    for row in rows:
        if words := _words(row):
            found.setdefault((row.person_id, row.name), []).append(words)
    return [EarlyRoles(person_id, name, tuple(roles)) for (person_id, name), roles in found.items()]


def _words(row: Any) -> str:
    chair = (
        row.is_chair
        and row.chair_given_by == row.person_id
        and row.chair_confirmed_at is None
        and not row.waits
    )
    if row.given_by == row.person_id and row.confirmed_at is None and not row.waits:
        return role_in_words(row.role, chair) + (f" of {row.practice}" if row.practice else "")
    return "chair" if chair else ""
