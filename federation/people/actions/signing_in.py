"""Signing in with an email address and a password."""

from typing import Final

from sqlalchemy import select, update

from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import rows_changed
from federation.kernel.refusals import Invalid
from federation.people.actions import throttle
from federation.people.actions.sessions import StartedSession, begin, start_session
from federation.people.models import Person
from federation.people.passwords import TooManySignIns, hash_password, verify

WRONG: Final = "The email address or the password is not right"


def sign_in(
    email: str, password: str, address: str | None, user_agent: str, keep: bool = False
) -> StartedSession:
    """Begin a session, or half a sign-in that a code completes; raises :class:`Invalid` (the same words for every
    reason) or ``TooSoon``. ``keep``: to stay signed in on the device."""
    email = email.casefold()
    ticket = throttle.admit(email, address)
    person = db.session.execute(
        select(Person.id, Person.password_hash).where(Person.email == email, Person.erased_at.is_(None))
    ).first()
    stored = person.password_hash if person else None
    db.session.rollback()
    try:
        verified = verify(stored, password)
        renewed = hash_password(password) if verified.right and verified.outdated else None
    except TooManySignIns:
        throttle.withdraw(ticket)
        raise
    if person is None or not verified.right:
        raise Invalid(WRONG)
    with unit_of_work():
        throttle.succeeded(ticket)
        _keep(person.id, stored, renewed)
        return begin(person.id, user_agent, keep=keep)


def _keep(person_id: int, stored: str | None, renewed: str | None) -> None:
    """Check that the password is still the one that was verified; keep its newer hash where there is one."""
    unchanged = rows_changed(
        update(Person)
        .where(Person.id == person_id, Person.password_hash == stored)
        .values(password_hash=renewed or stored)
        .execution_options(synchronize_session=False)
    )
    if unchanged != 1:
        raise Invalid(WRONG)


def start_demo_session(person_id: int, user_agent: str) -> StartedSession:
    """Begin a session without a password or a code: for demonstrations alone, whose people are made up."""
    with unit_of_work():
        return StartedSession(person_id, start_session(person_id, user_agent, time_now()))
