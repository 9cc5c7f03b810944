"""Choosing a password: with an invitation, with a link after forgetting it, or with the old one."""

from sqlalchemy import select, update

from federation.kernel import outbox, record
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid
from federation.kernel.tenancy import federation_scope
from federation.people import security
from federation.people.actions import throttle
from federation.people.actions.checking_passwords import check_password
from federation.people.actions.guests import account_of_guest, take_address
from federation.people.actions.links import LinkGone, MadeLink, consume, end_links, look, make_link
from federation.people.actions.naming import write_name
from federation.people.actions.sessions import StartedSession, begin, end_sessions, start_session
from federation.people.actions.tokens import end_all_tokens
from federation.people.addresses import full_address
from federation.people.guessing import is_guessed_early
from federation.people.models import Person
from federation.people.passwords import hash_password
from federation.people.queries import network
from federation.people.rules.passwords import COMMON, SHORTEST, same_everywhere, weakness

_CHANGED = "the password of its owner was changed"
_FORGOTTEN = """Hello {name},

somebody, probably you, asked for a new password for Federation.

To choose one, open this link within 1 hour. It works once:
{link}

If it was not you, you need not do anything: your password stays as it is.
"""


def send_password_link(email: str, address: str | None) -> None:
    """Mail a link to choose a new password, where there is such a person; the caller cannot tell."""
    email = email.casefold()
    welcome = throttle.admit_link(email, address)
    person = db.session.execute(
        select(Person.id, Person.name).where(Person.email == email, Person.erased_at.is_(None))
    ).first()
    if person is None or not welcome:
        return
    with unit_of_work():
        end_links(person.id, "password")
        link = make_link(person.id, "password")
        _mail(person.id, person.name, link)


def _mail(person_id: int, name: str, link: MadeLink) -> None:
    text = _FORGOTTEN.format(name=name, link=full_address("people.choose_password", token=link.token))
    outbox.add(
        "mail", f"password:{link.id}", {"person": person_id, "subject": "Choose a new password", "text": text}
    )


def choose_password(token: str, password: str, user_agent: str) -> StartedSession:
    """Set a new password with a mailed link; all sessions end, and a new one begins: with a code, for whoever has an
    app."""
    found = look(token, "password")
    hashed = _accepted(password, found.email, found.name)
    with unit_of_work():
        opened = consume(token, "password")
        _set(opened.person_id, hashed)
        end_all_tokens(opened.person_id, _CHANGED)
        throttle.forget_account(opened.email)
        return begin(opened.person_id, user_agent)


def accept_invitation(token: str, name: str, password: str, user_agent: str) -> StartedSession:
    """Take an invitation up: give one's name, choose a password, and be signed in."""
    found = look(token, "invitation")
    hashed = _accepted(password, found.email, name)
    with unit_of_work() as session:
        opened = consume(token, "invitation")
        take_address(opened.person_id)
        _set(opened.person_id, hashed)
        write_name(opened.person_id, name)
        started = begin(opened.person_id, user_agent)
        if opened.federation_id is not None:
            session.flush()
            with federation_scope(opened.federation_id):
                _accept(opened.person_id, opened.shown_to)
        return started


def _accept(person_id: int, shown_to: int | None) -> None:
    """Write down that an invitation is taken up, and whether somebody else was shown its link."""
    if shown_to is None:
        record.append(person_id, "person.accepted", f"person:{person_id}")
        return
    record.append(person_id, "person.accepted", f"person:{person_id}", link_seen_by=shown_to)
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(link_seen_by=shown_to)
        .execution_options(synchronize_session=False)
    )
    network().came_by_shown_link(person_id, shown_to)


def join_by_invitation(token: str, person_id: int) -> int | None:
    """Take an invitation up with the account that one has; which federation it is from. The link of a letter to
    somebody else opens nothing."""
    with unit_of_work():
        opened = consume(token, "invitation")
        if opened.federation_id is None or account_of_guest(opened.person_id) != person_id:
            raise LinkGone()
        with federation_scope(opened.federation_id):
            network().join(opened.person_id, person_id)
        return opened.federation_id


def change_password(
    person_id: int, old: str, new: str, address: str | None, user_agent: str, confirmed: bool
) -> StartedSession:
    """Set a new password in place of the old one; all sessions end, and a new one begins here. ``confirmed``: the
    session that ends has passed the second step."""
    person = check_password(person_id, old, address, "old")
    hashed = _accepted(new, person.email, person.name)
    with unit_of_work():
        _set(person_id, hashed)
        end_all_tokens(person_id, _CHANGED)
        return StartedSession(
            person_id, start_session(person_id, user_agent, time_now() if confirmed else None)
        )


def why_not(password: str, email: str, name: str) -> str | None:
    """Why a password is not taken, in words; None when it is."""
    if words := weakness(password, email, name):
        return words
    about = (email, email.partition("@")[0], name, *name.split())
    plain = same_everywhere(password)
    closed = "".join(plain.split())
    tried = {plain, closed} if len(closed) >= SHORTEST else {plain}
    return COMMON if any(is_guessed_early(one, *about) for one in tried) else None


def _accepted(password: str, email: str, name: str) -> str:
    """The hash of a password that is strong enough; made before the unit of work, for it takes a while."""
    if words := why_not(password, email, name):
        raise Invalid(words, "password")
    db.session.rollback()
    return hash_password(password)


def _set(person_id: int, hashed: str) -> None:
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(password_hash=hashed)
        .execution_options(synchronize_session=False)
    )
    end_links(person_id)
    end_sessions(person_id)
    security.note("password_set", person_id)
