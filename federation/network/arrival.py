"""Who asks, in which federation, with which place in it: two statements at the start of every request."""

from sqlalchemy import Select, select
from sqlalchemy.sql.expression import null

from federation.kernel import tenancy
from federation.kernel.clock import database_now
from federation.kernel.db import db
from federation.kernel.policy import Actor, Seat
from federation.kernel.web import Arrival, Here
from federation.network.models import Federation, Membership, Practice
from federation.people.models import Person, SignIn, Token
from federation.people.secrets import fingerprint

_person = (Person.id, Person.name, Person.email)
_federation = (Federation.id.label("federation_id"), Federation.slug, Federation.name.label("federation"), Federation.settings)


def arrive(token: str, slug: str | None) -> Arrival | None:
    """The person whose session this is, and their place in the federation named; None when the session is over."""
    found = select(*_person, *_federation) if slug else select(*_person, null().label("federation_id"))
    statement = (
        found.select_from(SignIn).join(Person, Person.id == SignIn.person_id)
        .where(SignIn.token_hash == fingerprint(token), SignIn.ended_at.is_(None), SignIn.expires_at > database_now(),
               Person.erased_at.is_(None))
    )
    if slug:
        statement = statement.outerjoin(Federation, Federation.slug == slug)
    return _complete(statement)


def arrive_with_token(token: str, slug: str) -> Arrival | None:
    """The person and federation that a program's token stands for; a token opens its own federation alone."""
    statement = (
        select(*_person, *_federation).select_from(Token).join(Person, Person.id == Token.person_id)
        .outerjoin(Federation, (Federation.id == Token.federation_id) & (Federation.slug == slug))
        .where(Token.token_hash == fingerprint(token), Token.revoked_at.is_(None), Person.erased_at.is_(None))
    )
    return _complete(statement)


def _complete(statement: Select[tuple[object, ...]]) -> Arrival | None:
    row = db.session.execute(statement).first()
    if row is None:
        return None
    person_id, name, email = row[:3]
    if row.federation_id is None:
        return Arrival(person_id, name, email, None, None)
    here = Here(row.federation_id, row.slug, row.federation, row.settings or {})
    return Arrival(person_id, name, email, here, place_of(person_id, name, email, here.id))


def place_of(person_id: int, name: str, email: str, federation_id: int) -> Actor | None:
    """The person as they stand in the federation now, or None where they have no place in it."""
    with tenancy.federation_scope(federation_id):
        rows = db.session.execute(
            select(Membership.role, Membership.is_chair, Practice.id, Practice.code, Practice.name)
            .outerjoin(Practice, Practice.id == Membership.practice_id)
            .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
            .order_by(Practice.name)
        ).all()
    if not rows:
        return None
    seats = tuple(Seat(row.id, row.code, row.name, row.role) for row in rows if row.id is not None)
    roles = frozenset(row.role for row in rows) | ({"chair"} if any(row.is_chair for row in rows) else set())
    return Actor(person_id, name, email, federation_id, roles, seats)
