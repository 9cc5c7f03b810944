"""Inviting people: the roles of an invitation, sending it again, taking it back."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from federation.kernel import record, tenancy
from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Refusal
from federation.network.locking import one_at_a_time
from federation.network.members.actions.names import check_name
from federation.network.members.actions.roles import begin_role, close_up, end_held, recorded
from federation.network.members.letters.invitations import mail_invitation, mail_new_role
from federation.network.members.letters.roles import tell_given
from federation.network.members.queries.roles import BegunRole, people_reached_at, person_here
from federation.network.models import Membership
from federation.people.actions.guests import new_guest_email
from federation.people.actions.links import end_links
from federation.people.models import Person

MOST_A_DAY = 200
"""Invitations that one administrator may send."""


def invite(actor: Actor, email: str, name: str, role: str, code: str | None = None) -> BegunRole:
    """Give somebody a role, and mail them a link to choose a password, or the news that they belong here.

    The role begins at once, so that it can be seen and withdrawn; nobody can sign in without a password.
    """
    return invite_as(actor, email, name, [(role, code)])[0]


def invite_as(
    actor: Actor,
    email: str,
    name: str,
    roles: Sequence[tuple[str, str | None]],
    unwatched: list[BegunRole] | None = None,
) -> list[BegunRole]:
    """Give somebody one or several roles, each with the code of its practice, and mail them one letter that names all.

    ``unwatched`` gathers those of which the caller tells the executive in one letter.
    """
    authorize(actor, "network.people")
    try:
        with unit_of_work():
            _check_pace(actor.person_id)
            given = [begin(email, name, role, code, actor.person_id) for role, code in roles]
            first = given[0]
            if first.accepted:
                words = " and ".join(begun.words for begun in given)
                mail_new_role(first.person_id, first.name, words, first.membership_id)
            else:
                words = " and ".join(held.words for held in person_here(first.person_id).roles)
                mail_invitation(first.person_id, first.name, words, actor.name)
                record.append(actor.person_id, "person.invited", f"person:{first.person_id}")
            for begun in given:
                recorded(actor.person_id, "membership.started", begun.person_id, begun.membership_id)
                tell_given(begun, actor.name, unwatched)
            return given
    except IntegrityError:
        raise Refusal("Somebody else has just invited this person. Look at the list of people.") from None


def _check_pace(person_id: int) -> None:
    """Refuse more invitations than a whole federation needs in a day."""
    since = time_now() - timedelta(days=1)
    given = db.session.scalar(
        select(func.count())
        .select_from(Membership)
        .where(Membership.given_by == person_id, Membership.started_at > since)
    )
    if (given or 0) >= MOST_A_DAY:
        raise Refusal(
            f"You have invited {MOST_A_DAY} people within a day. Wait until tomorrow, or ask another administrator."
        )


def begin(email: str, name: str, role: str, code: str | None, given_by: int | None = None) -> BegunRole:
    """A role for the person with this address, who is written down when new; in the open unit of work. ``given_by`` is
    None for the terminal.

    Somebody who is known, but not here, is written down as a guest, under the name that was typed: nobody finds out by
    an invitation whose an address is. The terminal, which has the whole database anyway, reaches the account itself.
    """
    session = db.session()
    email = email.strip().casefold()
    here = session.execute(people_reached_at([email])).all()
    if here:
        person = here[-1]
        if not person.accepted:
            end_links(person.id, "invitation")
        return begin_role(person.id, person.name, person.accepted, role, code, given_by)
    known = session.execute(
        select(Person.id, Person.name, Person.password_hash.is_not(None).label("accepted")).where(
            Person.email == email
        )
    ).first()
    if known is not None and given_by is None:
        if not known.accepted:
            end_links(known.id, "invitation")
        return begin_role(known.id, known.name, known.accepted, role, code, given_by)
    check_name(None, name)
    guest = {"email": new_guest_email(), "invited_email": email} if known else {"email": email}
    row = Person(**guest, name=name, created_at=database_now())
    session.add(row)
    session.flush()
    return begin_role(row.id, name, False, role, code, given_by)


def withdraw_invitation(actor: Actor, person_id: int) -> None:
    """Take an invitation back that was not accepted: its roles end, its link is worthless."""
    authorize(actor, "network.people")
    with unit_of_work():
        one_at_a_time()
        person = person_here(person_id)
        if person.accepted or not person.roles:
            raise Refusal("There is no invitation to take back: this person has chosen a password already.")
        end_links(person_id, federation_id=tenancy.current())
        for held in person.roles:
            end_held(person_id, held)
        close_up(person_id)
        for held in person.roles:
            recorded(actor.person_id, "membership.ended", person_id, held.id)
        record.append(actor.person_id, "invitation.withdrawn", f"person:{person_id}")


def resend_invitation(actor: Actor, person_id: int) -> None:
    """Mail the invitation again with a new link; the earlier link ends."""
    authorize(actor, "network.people")
    with unit_of_work():
        person = person_here(person_id)
        if person.accepted or not person.roles:
            raise Refusal("There is no invitation to send again: this person has chosen a password already.")
        words = " and ".join(held.words for held in person.roles)
        mail_invitation(person_id, person.name, words, actor.name)
        record.append(actor.person_id, "person.invited", f"person:{person_id}", again=True)
