"""One-use links: made for one purpose, with an end, and used up in one place."""

from datetime import timedelta
from typing import Final, Literal, NamedTuple

from sqlalchemy import select, update

from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.held import rows_changed
from federation.kernel.refusals import Refusal
from federation.people.models import MailedLink, Person
from federation.people.secrets import fingerprint, new_token

Purpose = Literal["invitation", "password", "address"]
LASTS: Final = {
    "invitation": timedelta(days=7),
    "password": timedelta(hours=1),
    "address": timedelta(days=1),
}
GONE: Final = (
    "This link has been used before, is too old, or was withdrawn. If you have a password, sign in. "
    "If not, ask for a new link"
)


class LinkGone(Refusal):
    """The link does not open anything (any more); said alike of every reason."""

    status = 410

    def __init__(self) -> None:
        super().__init__(GONE)


class OpenedLink(NamedTuple):
    """Whom a link stands for; for an invitation which federation it is from, for a new address which."""

    person_id: int
    email: str
    name: str
    federation_id: int | None
    new_email: str | None
    shown_to: int | None
    """The administrator who was shown the link: whoever uses it may be they."""


class MadeLink(NamedTuple):
    """A new link: its number, and the secret, which is kept nowhere."""

    id: int
    token: str


def make_link(
    person_id: int,
    purpose: Purpose,
    federation_id: int | None = None,
    email: str | None = None,
    shown_to: int | None = None,
) -> MadeLink:
    """Make a link in the open unit of work; ``email`` is the new address that it confirms, ``shown_to`` the administrator
    who is shown it."""
    token, at = new_token(), time_now()
    link = MailedLink(
        token_hash=fingerprint(token),
        purpose=purpose,
        person_id=person_id,
        federation_id=federation_id,
        email=email,
        shown_to=shown_to,
        created_at=at,
        expires_at=at + LASTS[purpose],
    )
    db.session.add(link)
    db.session.flush()
    return MadeLink(link.id, token)


def look(token: str, purpose: Purpose) -> OpenedLink:
    """Whom a link stands for, without using it up; raises :class:`LinkGone`."""
    row = db.session.execute(
        select(
            Person.id,
            Person.reached_at(),
            Person.name,
            MailedLink.federation_id,
            MailedLink.email,
            MailedLink.shown_to,
        )
        .join(Person, Person.id == MailedLink.person_id)
        .where(
            MailedLink.token_hash == fingerprint(token),
            MailedLink.purpose == purpose,
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > database_now(),
            Person.erased_at.is_(None),
        )
    ).first()
    if row is None:
        raise LinkGone()
    return OpenedLink(*row)


def consume(token: str, purpose: Purpose) -> OpenedLink:
    """Use a link up in the open unit of work: the right purpose, in time, once; raises :class:`LinkGone`."""
    opened = look(token, purpose)
    used = rows_changed(
        update(MailedLink)
        .where(
            MailedLink.token_hash == fingerprint(token),
            MailedLink.purpose == purpose,
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > database_now(),
        )
        .values(used_at=database_now())
        .execution_options(synchronize_session=False)
    )
    if used != 1:
        raise LinkGone()
    return opened


def end_links(person_id: int, purpose: Purpose | None = None, federation_id: int | None = None) -> None:
    """Make unused links worthless (all, or of a purpose or federation), in the open unit of work."""
    ended = update(MailedLink).where(MailedLink.person_id == person_id, MailedLink.used_at.is_(None))
    if purpose is not None:
        ended = ended.where(MailedLink.purpose == purpose)
    if federation_id is not None:
        ended = ended.where(MailedLink.federation_id == federation_id)
    db.session.execute(ended.values(used_at=database_now()).execution_options(synchronize_session=False))
