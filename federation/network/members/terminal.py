"""People at the terminal: the first administrator, and tokens for programs."""

from collections.abc import Collection

from sqlalchemy import select

from federation.kernel import record, tenancy
from federation.kernel.addresses import read_address
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.scopes import SCOPES
from federation.network.members.actions.inviting import begin
from federation.network.members.actions.roles import recorded
from federation.network.members.letters.invitations import federation_name, invitation_link, mail_moved
from federation.network.members.letters.roles import tell_given
from federation.network.members.queries.roles import BegunRole, person_here
from federation.network.models import Membership
from federation.people.actions.tokens import LASTS, add_token
from federation.people.addresses import full_address
from federation.people.models import Person
from federation.people.queries import places_of


def add_person_from_terminal(email: str, name: str, role: str, code: str | None = None) -> str:
    """Give somebody a role; a sentence, and on the next line the link to choose a password or to sign in."""
    email = _checked(email)
    with unit_of_work():
        begun = begin(email, name, role, code)
        address = full_address("people.sign_in") if begun.accepted else _invite(begun)
        recorded(None, "membership.started", begun.person_id, begun.membership_id)
        tell_given(begun, None)
        return f"{begun.name} is {begun.words} of {federation_name()}.{_how(begun)}\n{address}"


def welcome_people() -> int:
    """Mail everybody who has a role in the federation chosen, and nothing to sign in with, how they come in, in the open unit of
    work; how many. For a federation that moved in."""
    wanted = (
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.ended_at.is_(None), Person.password_hash.is_(None), Person.erased_at.is_(None))
        .distinct()
        .order_by(Person.id)
    )
    people = db.session.scalars(wanted).all()
    for number in people:
        person = person_here(number)
        mail_moved(number, person.name, " and ".join(held.words for held in person.roles))
    return len(people)


def _how(begun: BegunRole) -> str:
    return (
        " They sign in here:"
        if begun.accepted
        else " With this link they choose a password, once, within 7 days:"
    )


def _invite(begun: BegunRole) -> str:
    _, link = invitation_link(begun.person_id)
    record.append(None, "person.invited", f"person:{begun.person_id}")
    return link


def _checked(email: str) -> str:
    found = read_address(email)
    if found is None:
        raise Invalid(f"{email} is not an email address", "email")
    return found


def create_token(email: str, title: str, scopes: Collection[str] = (), lasts: int = LASTS) -> str:
    """A token for programs that act for a person of this federation: itself alone. No scope named: all of them."""
    person = db.session.execute(
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.reached_at() == email.strip().casefold(), Membership.ended_at.is_(None))
        .limit(1)
    ).first()
    if person is None:
        raise NotFound(f"There is nobody with the address {email} in this federation.")
    if not 1 <= len(title) <= 100:
        raise Refusal("The title of a token has 1 to 100 characters.")
    with unit_of_work():
        place = next(place for place in places_of(person.id) if place.federation_id == tenancy.current())
        return add_token(person.id, place, title, scopes or tuple(SCOPES), lasts, actor=None)
