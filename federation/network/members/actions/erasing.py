"""Erasing a person from all their federations, and taking an app off an account: for the people who run the server."""

from typing import NamedTuple

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.tenancy import federation_scope
from federation.network.events import PersonErased
from federation.network.guests.actions import erase_guest
from federation.network.guests.queries import guest_place
from federation.network.members.actions.roles import end_every_role, recorded
from federation.network.members.queries.places import federations_of
from federation.people.actions.erasing import erase_account
from federation.people.models import Person
from federation.people.queries import PersonPlace
from federation.plugin.announcements import announce


class PersonToErase(NamedTuple):
    """Somebody who is about to be erased."""

    id: int
    name: str
    email: str


def person_with(email: str) -> PersonToErase:
    """The person who signs in with an address, or was invited at it; :class:`NotFound` when there is none."""
    return _all_with(email)[0]


def _all_with(email: str) -> list[PersonToErase]:
    """The account with an address, and after it the guests that were invited at it."""
    rows = db.session.execute(
        select(Person.id, Person.name, Person.reached_at())
        .where(Person.reached_at() == email.strip().casefold(), Person.erased_at.is_(None))
        .order_by(Person.invited_email.is_not(None), Person.id)
    ).all()
    if not rows:
        raise NotFound(f"There is nobody with the address {email}.")
    return [PersonToErase(*row) for row in rows]


def erase_person(email: str) -> None:
    """End all roles of a person, forget who they were, and write both into each federation's record.

    Refused while they are the last administrator of a federation. Invitations that they have not taken up go too.
    """
    with unit_of_work():
        for person in _all_with(email):
            _erase(person)


def _erase(person: PersonToErase) -> None:
    if guest := guest_place(person.id):
        with federation_scope(guest.federation_id):
            erase_guest(None, guest.kind, guest.guest_id)
        return
    places = sorted(federations_of(person.id, ended=True), key=lambda place: place.federation_id)
    ended = {place.federation_id: _leave(place, person) for place in places}
    erase_account(person.id)
    for federation_id, memberships in ended.items():
        with federation_scope(federation_id):
            for membership_id in memberships:
                recorded(None, "membership.ended", person.id, membership_id)
            record.append(None, "person.erased", f"person:{person.id}")
            announce(PersonErased(federation_id, person.id), f"erased:{federation_id}:{person.id}")


def _leave(place: PersonPlace, person: PersonToErase) -> list[int]:
    with federation_scope(place.federation_id):
        try:
            ended = end_every_role(person.id)
        except Refusal as refusal:
            raise Refusal(f"{place.name}: {refusal.words}") from None
        return ended
