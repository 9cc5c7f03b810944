"""The letters about places in a federation."""

from sqlalchemy import select

from federation.kernel import outbox, tenancy
from federation.kernel.db import db
from federation.network.models import Federation
from federation.people.actions.links import end_links, make_link
from federation.people.addresses import full_address

_INVITED = """Hello {name},

{who} has invited you to {federation}, as {role}.

To accept, open this link within 7 days and choose a password, or sign in if you have an account. It works once:
{link}

If you did not expect this, you need not do anything.
"""
_MOVED = """Hello {name},

{federation} has moved to another address. You are there as before, as {role}.

To come in, open this link within 7 days and choose a password, or sign in if you have an account at this address. It works once:
{link}

Passwords, authenticator apps and links from before the move do not work here.
"""
_JOINED = """Hello {name},

you now also belong to {federation}, as {role}.

Sign in as always:
{link}
"""


def federation_name() -> str:
    """The name of the federation chosen."""
    name = db.session.execute(select(Federation.name).where(Federation.id == tenancy.current())).scalar_one()
    return str(name)


def invitation_link(person_id: int, shown_to: int | None = None) -> tuple[int, str]:
    """(number, whole address) of a new one-use link, in the open unit of work; earlier ones end. ``shown_to`` is the
    administrator who is shown it."""
    end_links(person_id, "invitation", tenancy.current())
    link = make_link(person_id, "invitation", tenancy.current(), shown_to=shown_to)
    return link.id, full_address("people.accept_invitation", token=link.token)


def mail_invitation(person_id: int, name: str, role: str, who: str) -> None:
    """Write an invitation into the outbox; ``role`` is in words, ``who`` the person inviting."""
    number, link = invitation_link(person_id)
    federation = federation_name()
    text = _INVITED.format(name=name, who=who, federation=federation, role=role, link=link)
    outbox.add(
        "mail",
        f"invitation:{number}",
        {"person": person_id, "subject": f"Invitation to {federation}", "text": text},
    )


def mail_moved(person_id: int, name: str, role: str) -> None:
    """Write to somebody whose federation moved in how they come in; ``role`` is in words."""
    number, link = invitation_link(person_id)
    federation = federation_name()
    text = _MOVED.format(name=name, federation=federation, role=role, link=link)
    outbox.add(
        "mail",
        f"moved:{number}",
        {"person": person_id, "subject": f"{federation} has moved", "text": text},
    )


def mail_new_role(person_id: int, name: str, role: str, membership_id: int) -> None:
    """Tell somebody who can sign in already that they have a place here."""
    federation = federation_name()
    text = _JOINED.format(name=name, federation=federation, role=role, link=full_address("people.sign_in"))
    outbox.add(
        "mail",
        f"joined:{membership_id}",
        {"person": person_id, "subject": f"You now belong to {federation}", "text": text},
    )
