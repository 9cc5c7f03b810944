"""Changing a name: told and kept, so that nobody passes for somebody else and back."""

import secrets

from sqlalchemy import select, update

from federation.kernel import record
from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid
from federation.kernel.tenancy import federation_scope
from federation.people.models import FormerName, Person
from federation.people.queries import places_of, renaming
from federation.people.rules.names import is_of_one_script


def change_name(person_id: int, name: str) -> None:
    """Write one's name differently."""
    with unit_of_work():
        write_name(person_id, name)


def write_name(person_id: int, name: str) -> None:
    """Give a person another name, in the open unit of work: refused where it is somebody else's in one of their
    federations. The name before stays on their page, the record of each federation holds a fingerprint of the change."""
    old = db.session.scalars(select(Person.name).where(Person.id == person_id)).one()
    if name == old:
        return
    if not is_of_one_script(name):
        raise Invalid("Write your name with letters of one alphabet", "name")
    places = places_of(person_id)
    for place in places:
        with federation_scope(place.federation_id):
            renaming().check(person_id, name)
    nonce = secrets.token_hex(16)
    former = FormerName(person_id=person_id, name=old, nonce=nonce, until=database_now())
    db.session.add(former)
    db.session.flush()
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(name=name)
        .execution_options(synchronize_session=False)
    )
    for place in places:
        with federation_scope(place.federation_id):
            seq = record.append(
                person_id,
                "person.renamed",
                f"person:{person_id}",
                former=former.id,
                names=record.digest([nonce, old, name]),
            )
            renaming().tell(person_id, old, name, seq)
