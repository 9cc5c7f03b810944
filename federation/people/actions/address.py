"""Changing the address one signs in with: the new one must answer, and the old one hears of it."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid
from federation.people import security
from federation.people.actions import throttle
from federation.people.actions.links import LinkGone, MadeLink, consume, end_links, make_link
from federation.people.addresses import full_address
from federation.people.letters import tell
from federation.people.models import Person
from federation.people.secrets import fingerprint

_NEW = """you asked to sign in to Federation with this address from now on.

To confirm it, open this link within 1 day and press the button there. It works once:
{link}"""
_OLD = (
    "somebody, probably you, asked to sign in to Federation with another address. That address has still to "
    "confirm it."
)
_OLD_OTHERWISE = (
    "If it was not you, change your password now: that ends the change too. Then tell an administrator of your "
    "federation."
)
_CHANGED = "from now on you sign in to Federation with another address, which has confirmed it. This one gets no more mail."
_CHANGED_OTHERWISE = "If it was not you, tell an administrator of your federation."


def ask_for_address(person_id: int, email: str, address: str | None) -> None:
    """Mail a link to the new address and a notice to the old one. Whether the new one is somebody else's is not told."""
    email = email.casefold()
    person = db.session.execute(select(Person.email, Person.name).where(Person.id == person_id)).one()
    if email == person.email:
        raise Invalid("This is the address that you have now", "email")
    throttle.admit_new_address(person.email, email, address)
    taken = db.session.execute(select(Person.id).where(Person.email == email)).first()
    with unit_of_work():
        end_links(person_id, "address")
        link = make_link(person_id, "address", email=email)
        if taken is None:
            _write_to_new(link, person_id, person.name, email)
        tell(
            f"address-asked:{link.id}",
            person_id,
            person.name,
            "Your sign-in address may change",
            _OLD,
            otherwise=_OLD_OTHERWISE,
        )


def _write_to_new(link: MadeLink, person_id: int, name: str, email: str) -> None:
    tell(
        f"address:{link.id}",
        person_id,
        name,
        "Confirm your new address",
        _NEW.format(link=full_address("people.confirm_address", token=link.token)),
        otherwise="If you do not know what this is about, you need not do anything.",
        to=email,
    )


def take_address(token: str) -> str:
    """Sign in with the new address from now on; links to the old one end. Returns the new address."""
    try:
        with unit_of_work() as session:
            opened = consume(token, "address")
            if opened.new_email is None:
                raise LinkGone()
            session.execute(
                update(Person)
                .where(Person.id == opened.person_id)
                .values(email=opened.new_email)
                .execution_options(synchronize_session=False)
            )
            security.note("address_changed", opened.person_id)
            end_links(opened.person_id)
            tell(
                f"address-changed:{fingerprint(token)}",
                opened.person_id,
                opened.name,
                "Your sign-in address has changed",
                _CHANGED,
                otherwise=_CHANGED_OTHERWISE,
                to=opened.email,
            )
            return opened.new_email
    except IntegrityError:
        raise LinkGone() from None
