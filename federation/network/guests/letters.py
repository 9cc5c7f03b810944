"""The letters to guests: the invitation with the link, and codes."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from federation.kernel import tenancy
from federation.kernel.db import db
from federation.kernel.words import moment
from federation.network.models import Federation
from federation.people.addresses import full_address

_INVITATION = """Hello {name},

{text}

This is your link. You need no account. It works until {until}:

{link}

Whoever has the link reads what you read. What you hand in asks for a code as well, which we send to this address.

{federation}
"""
_CODE = """Hello {name},

Your code is {code}. It lasts 15 minutes and works once.

If you did not ask for it, somebody else has your link: tell whoever invited you.

{federation}
"""


class GuestLetter(NamedTuple):
    """The letter that invites a guest: the page that the link leads to, which takes the secret as ``token``, and what is
    written above the link."""

    endpoint: str
    subject: str
    text: str


class InvitationMailed(NamedTuple):
    """An invitation as the outbox takes it, and its link."""

    link: str
    payload: dict[str, Any]


def invitation_letter(letter: GuestLetter, name: str, token: str, until: datetime) -> InvitationMailed:
    """The letter with the link of a guest of the federation chosen."""
    here = db.session.execute(
        select(Federation.slug, Federation.name).where(Federation.id == tenancy.current())
    ).one()
    link = full_address(letter.endpoint, federation=here.slug, token=token)
    text = _INVITATION.format(
        name=name, text=letter.text.strip(), until=moment(until), link=link, federation=here.name
    )
    return InvitationMailed(link, {"subject": letter.subject, "text": text})


def code_letter(name: str, federation: str, code: str) -> dict[str, Any]:
    """The letter with a code."""
    return {
        "subject": f"Your code for {federation}",
        "text": _CODE.format(name=name, code=code, federation=federation),
    }
