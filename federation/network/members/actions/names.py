"""The rules of a federation about names: no two people are called alike, and a change is told to colleagues."""

from sqlalchemy import select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.refusals import Invalid
from federation.network.members.letters.invitations import federation_name
from federation.network.members.letters.roles import concerned, post_unasked
from federation.network.models import Membership
from federation.people.models import Person
from federation.people.rules.names import folded

_RENAMED = (
    "{old} is now called {new} in {federation}. If that is not the person you know, tell your administrators."
)


def check_name(person_id: int | None, name: str) -> None:
    """Refuse a name that somebody else has who has a role in the federation chosen; ``person_id`` is whose it is to be."""
    others = (
        select(Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.ended_at.is_(None))
        .distinct()
    )
    if person_id is not None:
        others = others.where(Person.id != person_id)
    wanted = folded(name)
    if any(folded(other) == wanted for other in db.session.scalars(others)):
        raise Invalid(
            f"Somebody else in {federation_name()} is called {name}. Add what tells you apart, such as an initial",
            "name",
        )


def tell_renamed(person_id: int, old: str, new: str, seq: int) -> None:
    """To the people of the person's practices, and to administrators and executive where the person is one of them."""
    places = db.session.execute(
        select(Membership.practice_id)
        .where(Membership.person_id == person_id, Membership.in_force())
        .distinct()
    )
    people = {one for row in places for one in concerned(row.practice_id)} - {person_id}
    words = _RENAMED.format(old=old, new=new, federation=federation_name())
    post_unasked(f"renamed:{tenancy.current()}:{seq}", people, f"{old} is now called {new}", words)
