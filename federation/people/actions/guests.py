"""Guests: invitations to an address that is known already. Nobody learns whose it is before they take the invitation up."""

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from federation.kernel.db import db
from federation.people.actions.links import LinkGone
from federation.people.models import Person
from federation.people.secrets import new_token


def new_guest_email() -> str:
    """An address for a guest, who has none to sign in with."""
    return f"guest:{new_token()}"


def account_of_guest(person_id: int) -> int | None:
    """Who signs in with the address that a guest was invited at; None where nobody does, or this is no guest."""
    guest = aliased(Person)
    return db.session.scalar(
        select(Person.id)
        .join(guest, guest.invited_email == Person.email)
        .where(guest.id == person_id, Person.password_hash.is_not(None), Person.erased_at.is_(None))
    )


def take_address(person_id: int) -> None:
    """Let whoever takes an invitation up first have the address, in the open unit of work: a guest becomes a person,
    and who was invited with the same address and has not answered yet becomes the guest."""
    email = db.session.scalar(select(Person.invited_email).where(Person.id == person_id))
    if email is None:
        return
    holder = db.session.execute(
        select(Person.id, Person.password_hash).where(Person.email == email).with_for_update(key_share=True)
    ).first()
    if holder is not None:
        if holder.password_hash is not None:
            raise LinkGone()
        _write(holder.id, new_guest_email(), email)
    _write(person_id, email, None)


def _write(person_id: int, email: str, invited_email: str | None) -> None:
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(email=email, invited_email=invited_email)
        .execution_options(synchronize_session=False)
    )
