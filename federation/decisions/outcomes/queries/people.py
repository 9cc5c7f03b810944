"""The people and practices that somebody may mean, by some words."""

import re
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from federation.kernel.db import db
from federation.kernel.policy import ROLE_TITLES
from federation.network.models import Membership, Practice
from federation.people.models import Person

MOST_LISTED = 200
MOST_FOUND = 20


class ActionOwner(NamedTuple):
    """Somebody of the federation who may own what follows from a decision."""

    id: int
    name: str
    place: str

    @property
    def words(self) -> str:
        """``Priya Nair, Driftwood Surgery``."""
        return f"{self.name}, {self.place}"


def _people() -> Any:
    """The people of this federation with their first practice, else their first role."""
    return (
        select(
            Person.id,
            Person.name,
            func.min(Practice.name).label("practice"),
            func.min(Membership.role).label("role"),
        )
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Practice, Practice.id == Membership.practice_id)
        .where(Membership.in_force(), Person.erased_at.is_(None))
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
    )


def _owners(statement: Any) -> list[ActionOwner]:
    return [
        ActionOwner(id_, name, practice or ROLE_TITLES[role])
        for id_, name, practice, role in db.session.execute(statement)
    ]


def owners_listed() -> list[ActionOwner]:
    """The first people of the federation by name, to be offered while somebody types."""
    return _owners(_people().limit(MOST_LISTED))


def owner_of(person_id: int | None) -> ActionOwner | None:
    """A person of the federation, as they are offered."""
    return next(iter(_owners(_people().where(Person.id == person_id))), None) if person_id else None


def people_found(words: str, most: int = MOST_FOUND) -> list[ActionOwner]:
    """The people whose name or practice has all the words, by name, one more than ``most`` at most; with an email
    address, the one person who has exactly it. Somebody whose name is exactly that stands alone."""
    if "@" in words:
        return _owners(_people().where(Person.reached_at() == words.strip().casefold()))
    exact = _owners(_people().where(func.lower(Person.name) == words.lower()).limit(2))
    if len(exact) == 1:
        return exact
    parts = [part for part in re.split(r"[\s,()]+", words.lower()) if part]
    if not parts:
        return []
    statement = _people().limit(most + 1)
    for part in parts[:10]:
        statement = statement.where(
            or_(
                func.lower(Person.name).contains(part, autoescape=True),
                func.lower(Practice.name).contains(part, autoescape=True),
                Membership.role == part,
            )
        )
    return _owners(statement)


def people_called(words: str) -> list[int]:
    """The people of this federation with this email address or exactly this name; two at most."""
    is_email = "@" in words
    said = Person.reached_at() == words.casefold() if is_email else func.lower(Person.name) == words.lower()
    return list(
        db.session.scalars(
            select(Person.id)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.in_force(), Person.erased_at.is_(None), said)
            .distinct()
            .limit(2)
        )
    )


def practices_called(words: str) -> list[int]:
    """The member practices with this code or exactly this name; two at most."""
    here = (Practice.left_on.is_(None), Practice.closed_on.is_(None))
    by_code = db.session.scalars(select(Practice.id).where(Practice.code == words.upper(), *here)).all()
    if by_code:
        return list(by_code)
    return list(
        db.session.scalars(
            select(Practice.id).where(func.lower(Practice.name) == words.lower(), *here).limit(2)
        )
    )
