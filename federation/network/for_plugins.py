"""The federation as plugins read it: its practices and people as plain values, and mail to people."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from federation.kernel import record, tenancy
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.kernel.refusals import NotFound
from federation.network.arrival import place_of
from federation.network.mail_kinds import SHARED_WORK
from federation.network.models import (
    Federation,
    GroupSeat,
    Membership,
    Neighbourhood,
    NetworkGroup,
    Practice,
)
from federation.people.actions.posting import ChosenLetter, LetterAbout, post
from federation.people.addresses import full_address
from federation.people.models import Person
from federation.plugin.mail_choices import MailKind


class PracticeFacts(NamedTuple):
    """A practice that belongs to the federation now. ``membership``: full or associate; ``patients`` None: not known."""

    id: int
    code: str
    name: str
    membership: str
    patients: int | None
    neighbourhood: str


class PersonFacts(NamedTuple):
    """A person with a role here now, and the practice of that role; somebody with two roles is here twice."""

    id: int
    name: str
    role: str
    practice_id: int | None


class GroupFacts(NamedTuple):
    """A group that has not ended. ``code`` is what its decisions begin with."""

    id: int
    code: str
    name: str


def groups() -> tuple[GroupFacts, ...]:
    """The groups that have not ended, by name. One statement."""
    rows = db.session.execute(
        select(NetworkGroup.id, NetworkGroup.code, NetworkGroup.name)
        .where(NetworkGroup.ended_at.is_(None))
        .order_by(NetworkGroup.name, NetworkGroup.id)
    )
    return tuple(GroupFacts(*row) for row in rows)


def practices() -> tuple[PracticeFacts, ...]:
    """The practices that belong to the federation now, by name. One statement."""
    rows = db.session.execute(
        select(
            Practice.id,
            Practice.code,
            Practice.name,
            Practice.membership,
            Practice.list_size,
            Neighbourhood.name.label("neighbourhood"),
        )
        .outerjoin(Neighbourhood, Neighbourhood.id == Practice.neighbourhood_id)
        .where(Practice.closed_on.is_(None), Practice.left_on.is_(None))
        .order_by(Practice.name, Practice.id)
    )
    return tuple(PracticeFacts(*row[:5], row[5] or "") for row in rows)


def people(*roles: str) -> tuple[PersonFacts, ...]:
    """The people with one of these roles (none given: any role), by name. One statement."""
    statement = (
        select(Person.id, Person.name, Membership.role, Membership.practice_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.in_force(), Person.erased_at.is_(None))
        .order_by(Person.name, Person.id, Membership.id)
    )
    if roles:
        statement = statement.where(Membership.role.in_(roles))
    return tuple(PersonFacts(*row) for row in db.session.execute(statement))


def people_of(practice_id: int, *roles: str) -> tuple[PersonFacts, ...]:
    """The people of one practice, with one of these roles (none given: any), by name. One statement."""
    statement = (
        select(Person.id, Person.name, Membership.role, Membership.practice_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.practice_id == practice_id, Membership.in_force(), Person.erased_at.is_(None))
        .order_by(Person.name, Person.id, Membership.id)
    )
    if roles:
        statement = statement.where(Membership.role.in_(roles))
    return tuple(PersonFacts(*row) for row in db.session.execute(statement))


def people_in(group_id: int) -> tuple[PersonFacts, ...]:
    """The people who sit in a group, by name: in a seat of their own, or as who represents a practice that has one. One
    statement."""
    seated = or_(
        GroupSeat.person_id == Membership.person_id,
        and_(GroupSeat.practice_id == Membership.practice_id, Membership.role == "representative"),
    )
    rows = db.session.execute(
        select(Person.id, Person.name, Membership.role, Membership.practice_id)
        .join(Membership, Membership.person_id == Person.id)
        .join(GroupSeat, seated)
        .where(
            GroupSeat.group_id == group_id,
            GroupSeat.counts(),
            Membership.in_force(),
            Person.erased_at.is_(None),
        )
        .order_by(Person.name, Person.id, Membership.id)
    )
    return tuple(PersonFacts(*row) for row in rows)


def actor_of(person_id: int) -> Actor:
    """A person as they stand here now, for jobs and demonstrations; in a request it is ``actor()``.

    Raises :class:`NotFound` for somebody who has no place in this federation. Two statements.
    """
    person = db.session.execute(select(Person.name, Person.email).where(Person.id == person_id)).first()
    found = place_of(person_id, person.name, person.email, tenancy.current()) if person else None
    if found is None:
        raise NotFound()
    return found


def mail(
    key: str,
    person_ids: Iterable[int],
    subject: str,
    text: str,
    kind: MailKind | None = None,
    about: tuple[str, int] | None = None,
) -> int:
    """Write to people, in the open unit of work; those who do not want this ``kind`` (one of the feature's
    ``mail``; news of shared work where none is given) get none.

    ``key`` names this letter and begins with the plugin's name (``diagnostics.invited:12``): whoever was written to under
    it is not written to again. ``about``: a thing, by a name of the feature's ``threads`` and its number; who gets mail once a
    day or week, and cannot read that thing any more by then, does not get this letter. Returns how many letters are new;
    those of an earlier call with this key do not count.
    """
    wanted = set(person_ids)
    rows = db.session.execute(
        select(Person.id, Person.mail_choices).where(Person.id.in_(wanted), Person.erased_at.is_(None))
    ).all()
    here = tenancy.current()
    letters = [
        ChosenLetter(f"{key}:{here}:{row.id}", row.id, row.mail_choices, subject, text) for row in rows
    ]
    return post(kind or SHARED_WORK, letters, LetterAbout(*about) if about else None, ending=False)


def address_of(endpoint: str, **values: object) -> str:
    """The whole address of a page in this federation, for mail."""
    slug = db.session.scalar(select(Federation.slug).where(Federation.id == tenancy.current()))
    return full_address(endpoint, federation=slug, **values)


def write_record(person_id: int | None, act: str, subject: str, **data: object) -> int:
    """Write an entry into the record, last in the open unit of work: numbers, names and hashes, never what somebody
    answered or a person's name. ``act`` is one of the feature's ``acts``, ``subject`` like ``diagnostics_survey:3``."""
    return record.append(person_id, act, subject, **data)
