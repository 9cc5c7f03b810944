"""Links to hand on where no mail leaves: for people who were invited and belong nowhere else yet."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app
from sqlalchemy import select

from federation.kernel import mail, record, tenancy
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import every_federation
from federation.network.locking import one_at_a_time
from federation.network.members.actions.roles import begin_again, restart
from federation.network.members.letters.invitations import invitation_link
from federation.network.members.queries.roles import person_here
from federation.network.members.queries.votes import votes_told
from federation.network.members.rules.second_person import CONFIRMED
from federation.network.models import Membership
from federation.people.models import Person


class HandedOn(NamedTuple):
    """A link that is shown once, and whose it is."""

    person_id: int
    name: str
    email: str
    roles: str
    link: str


def mail_leaves() -> bool:
    """Whether letters of this installation reach anybody."""
    return mail.leaves(current_app.config["SETTINGS"])


def who_waits(person_id: int | None = None) -> list[int]:
    """The people (or the one) whose link may be handed on: invited here, no password yet, and nowhere else.

    Somebody who belongs to another federation could lose their account there to whoever sees a link, so they
    choose their password by a letter alone. The link of a guest opens nothing but the sign-in of the account.
    """
    here = tenancy.current()
    with every_federation("whoever belongs to another federation too is not handed a link"):
        elsewhere = select(Membership.person_id).where(Membership.federation_id != here)
        now = select(Membership.person_id).where(
            Membership.federation_id == here, Membership.ended_at.is_(None)
        )
        statement = select(Person.id).where(
            Person.id.in_(now),
            Person.id.not_in(elsewhere),
            Person.password_hash.is_(None),
            Person.erased_at.is_(None),
        )
        if person_id is not None:
            statement = statement.where(Person.id == person_id)
        return list(db.session.scalars(statement.order_by(Person.name, Person.id)))


def hand_on(actor: Actor, person_id: int | None = None) -> list[HandedOn]:
    """Make new links for the person, or for everybody who waits for one; the earlier ones end. That they were shown
    is on the record."""
    authorize(actor, "network.people")
    if person_id is not None:
        person_here(person_id)
    if mail_leaves():
        raise Refusal("Mail leaves this installation, so invitations go by letter and no link is shown.")
    with unit_of_work():
        waiting = who_waits(person_id)
        if not waiting:
            raise Refusal(
                "There is no link to hand on: everybody here has chosen a password, or belongs to another federation too."
            )
        return [_link(actor, one) for one in waiting]


def _link(actor: Actor, person_id: int) -> HandedOn:
    _begin_anew(actor, person_id)
    person = person_here(person_id)
    _, link = invitation_link(person_id, shown_to=actor.person_id)
    record.append(actor.person_id, "invitation.shown", f"person:{person_id}")
    return HandedOn(
        person_id, person.name, person.email, " and ".join(held.words for held in person.roles), link
    )


def _begin_anew(actor: Actor, person_id: int) -> None:
    """Whoever is shown a link can come as the person. Roles that count in votes not decided yet begin anew, so that
    they count there once a second person has confirmed them."""
    for membership_id in _counting(person_id):
        begin_again(actor, person_id, membership_id)


def come_by_shown_link(person_id: int, shown_to: int) -> None:
    """Somebody opens their account by a link that an administrator was shown, in the open unit of work: it may be the
    administrator. Votes may have opened since then, so roles that count in them begin anew once more."""
    for membership_id in _counting(person_id):
        restart(person_id, membership_id, shown_to)


def _counting(person_id: int) -> Sequence[int]:
    """The roles of a person that count in votes not decided yet."""
    one_at_a_time()
    votes = votes_told().undecided()
    if not votes:
        return ()
    latest = max(vote.opened_at for vote in votes)
    return db.session.scalars(
        select(Membership.id).where(
            Membership.person_id == person_id, Membership.role.in_(CONFIRMED), Membership.counts_since(latest)
        )
    ).all()
