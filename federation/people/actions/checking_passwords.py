"""Asking somebody who is signed in for their password again, before something that opens their account."""

from typing import NamedTuple

from sqlalchemy import select

from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid
from federation.people.actions import throttle
from federation.people.models import Person
from federation.people.passwords import TooManySignIns, verify


class CheckedPerson(NamedTuple):
    """Whose password it is."""

    email: str
    name: str


def check_password(
    person_id: int, password: str, address: str | None, field: str = "password"
) -> CheckedPerson:
    """Raise :class:`Invalid` at ``field`` unless this is the person's password; tries are counted as at sign-in."""
    person = db.session.execute(
        select(Person.email, Person.name, Person.password_hash).where(Person.id == person_id)
    ).one()
    ticket = throttle.admit(person.email, address)
    db.session.rollback()
    try:
        right = verify(person.password_hash, password).right
    except TooManySignIns:
        throttle.withdraw(ticket)
        raise
    if not right:
        raise Invalid("This is not your password", field)
    with unit_of_work():
        throttle.succeeded(ticket)
    return CheckedPerson(person.email, person.name)
