"""The people of a federation: in lists, of one practice, all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.listing import ListOrder, read_slice
from federation.kernel.policy import Role
from federation.network.members.queries.roles import HELD, HeldRole, memberships_for
from federation.network.models import Membership, Practice
from federation.people.models import Person

PAGE: Final = 25
_FEW: Final = frozenset({"administrator", "executive", "lay_partner"})
"""Roles of few people: found first, then put in order. For the others the list is walked in order."""
MOST_TO_CHOOSE_FROM: Final = 60
"""Practices that a list to select from may have; beyond it a code is typed."""
_BY_NAME: Final = ListOrder("name", "Name", Person.name)


class ListedPerson(NamedTuple):
    """One person of the federation, as lists show them."""

    id: int
    name: str
    email: str
    accepted: bool
    roles: list[HeldRole]


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """The filter of a list of people."""

    words: str = ""
    role: str = ""
    practice: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """The people with a role now who fit."""
        here = [Membership.federation_id == tenancy.current(), Membership.ended_at.is_(None)]
        if self.role:
            here.append(Membership.role == self.role)
        if self.practice:
            practice = select(Practice.id).where(
                Practice.federation_id == tenancy.current(), Practice.code == self.practice
            )
            here.append(Membership.practice_id.in_(practice))
        if self.practice or self.role in _FEW:
            found: list[ColumnElement[bool]] = [Person.id.in_(select(Membership.person_id).where(*here))]
        else:
            found = [select(Membership.id).where(Membership.person_id == Person.id, *here).exists()]
        if self.words:
            found.append(Person.name.icontains(self.words, autoescape=True))
        return found

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.words or self.role or self.practice)


class PeoplePage(NamedTuple):
    """A page of people by name; ``after`` and ``before`` are where the next and the previous page begin."""

    people: list[ListedPerson]
    after: int | None
    before: int | None


def people_page(filters: PeopleFilter, after: int | None = None, before: int | None = None) -> PeoplePage:
    """The people of the federation by name, from a place on (a person's number), never by counting pages."""
    place = _BY_NAME.place_of(_once_here(), Person.id, after if before is None else before)
    statement = select(Person.id, Person.name, Person.reached_at(), Person.password_hash.is_not(None)).where(
        *filters.conditions()
    )
    found = read_slice(statement, _BY_NAME, Person.id, PAGE, place, before is not None)
    held = memberships_for([row[0] for row in found.rows])
    people = [ListedPerson._make((*row, held.get(row[0], []))) for row in found.rows]
    if not people:
        return PeoplePage([], None, None)
    return PeoplePage(people, people[-1].id if found.later else None, people[0].id if found.earlier else None)


def _once_here() -> Select[Any]:
    """Everybody who has or had a place in this federation."""
    here = select(Membership.id).where(
        Membership.federation_id == tenancy.current(), Membership.person_id == Person.id
    )
    return select(Person.id).where(here.exists())


class PracticePerson(NamedTuple):
    """Somebody of a practice, without an address: every member may read this."""

    person_id: int
    name: str
    role: Role
    started_at: datetime


_OF_PRACTICE = (
    select(Person.id, Person.name, Membership.role, Membership.started_at)
    .join(Membership, Membership.person_id == Person.id)
    .where(Membership.practice_id == bindparam("practice"), Membership.ended_at.is_(None))
)


def people_of_practice(practice_id: int) -> list[PracticePerson]:
    """The people of one practice now: representatives first, then by name."""
    rows = db.session.execute(_OF_PRACTICE, {"practice": practice_id})
    people = [
        PracticePerson._make(row) for row in rows
    ]  # few: sorted here, or SQLite reads all roles in order
    return sorted(people, key=lambda one: (one.role != "representative", one.name, one.person_id))


def everybody() -> Iterator[tuple[str, str, HeldRole]]:
    """(name, email, role) for every role that is held now, by name: for the export."""
    rows = db.session.execute(
        select(Person.name, Person.reached_at(), *HELD)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Practice, Practice.id == Membership.practice_id)
        .where(Membership.ended_at.is_(None))
        .order_by(Person.name, Person.id, Membership.role, Practice.name)
    )
    for name, email, *held in rows:
        yield name, email, HeldRole._make(held)


_TO_CHOOSE = (
    select(Practice.code, Practice.name)
    .where(Practice.closed_on.is_(None), Practice.left_on.is_(None))
    .order_by(Practice.name, Practice.id)
    .limit(MOST_TO_CHOOSE_FROM + 1)
)


def practices_to_choose() -> Sequence[tuple[str, str]] | None:
    """(code, name) of the practices that are members now, by name; None when they are too many for a list."""
    rows = db.session.execute(_TO_CHOOSE).all()
    return None if len(rows) > MOST_TO_CHOOSE_FROM else [(row.code, row.name) for row in rows]
