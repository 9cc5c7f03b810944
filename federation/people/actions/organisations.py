"""Signing in with an organisation's account, and connecting one to one's own. Roles come from our register alone."""

from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from federation.kernel import record
from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.tenancy import federation_scope
from federation.people import security
from federation.people.actions.links import end_links
from federation.people.actions.sessions import StartedSession, begin
from federation.people.letters import tell
from federation.people.models import OrganisationAccount, Person
from federation.people.passwords import hash_password
from federation.people.queries import places_of
from federation.people.rules.organisations import OrganisationShown, SignInService
from federation.people.secrets import new_token

UNKNOWN: Final = (
    "There is no account here that belongs to your {title} account. If you have one, sign in with your password and "
    "connect the two under ‘Your account’. If you have none, ask an administrator of your federation to invite you."
)
TAKEN: Final = "This {title} account opens somebody else’s account here already. Nothing was changed."


def sign_in_with(
    organisation: SignInService, shown: OrganisationShown, user_agent: str, keep: bool = False
) -> StartedSession:
    """Begin the session of the person whose account this is; ``keep``: they ask to stay signed in on the device.

    Known by issuer and subject; the first time by an address that the service vouches for. Whoever was invited and
    has not answered yet has accepted with this. Raises :class:`Refusal` in words for everybody else.
    """
    unguessable = hash_password(new_token()) if _awaited(shown) else None
    with unit_of_work():
        person_id = _known(shown) or _connect_by_address(organisation, shown, unguessable)
        return begin(person_id, user_agent, shown.strong_at, keep)


def connect(person_id: int, organisation: SignInService, shown: OrganisationShown) -> None:
    """Let the account open one's own from now on; raises :class:`Refusal` where it opens another's."""
    with unit_of_work():
        known = _known(shown)
        if known == person_id:
            return
        if known is not None:
            raise Refusal(TAKEN.format(title=organisation.title))
        _add(person_id, organisation, shown)


def disconnect(person_id: int, account_id: int) -> None:
    """Let an account no longer open one's own."""
    with unit_of_work() as session:
        gone = session.execute(
            delete(OrganisationAccount)
            .where(OrganisationAccount.id == account_id, OrganisationAccount.person_id == person_id)
            .returning(OrganisationAccount.organisation)
            .execution_options(synchronize_session=False)
        ).first()
        if gone is None:
            raise NotFound()
        security.note("organisation_disconnected", person_id, gone.organisation)
        _tell(
            person_id,
            f"organisation-off:{account_id}",
            "An account no longer opens yours",
            f"somebody, probably you, disconnected the account at “{gone.organisation}” from yours.",
        )


def _known(shown: OrganisationShown) -> int | None:
    return db.session.execute(
        select(OrganisationAccount.person_id)
        .join(Person, Person.id == OrganisationAccount.person_id)
        .where(
            OrganisationAccount.issuer == shown.issuer,
            OrganisationAccount.subject == shown.subject,
            Person.erased_at.is_(None),
        )
    ).scalar_one_or_none()


def _awaited(shown: OrganisationShown) -> bool:
    """Whether the address is of somebody who was invited and has chosen no password yet."""
    awaited = select(Person.id).where(Person.email == shown.email, Person.password_hash.is_(None))
    found = db.session.execute(awaited).first() is not None
    db.session.rollback()
    return found


def _connect_by_address(
    organisation: SignInService, shown: OrganisationShown, unguessable: str | None
) -> int:
    """The person with the address that the service vouches for. One account of a service each: an address that went
    from one of its people to another opens nothing."""
    if shown.email is None:
        raise Refusal(UNKNOWN.format(title=organisation.title))
    of_this_service = (
        select(OrganisationAccount.id)
        .where(OrganisationAccount.person_id == Person.id, OrganisationAccount.issuer == shown.issuer)
        .exists()
    )
    person = db.session.execute(
        select(Person.id, Person.password_hash)
        .where(Person.email == shown.email, Person.erased_at.is_(None), ~of_this_service)
        .with_for_update(key_share=True)
    ).first()
    if person is None:
        raise Refusal(UNKNOWN.format(title=organisation.title))
    if person.password_hash is None and unguessable:
        _accept(person.id, unguessable)
    _add(person.id, organisation, shown)
    found: int = person.id
    return found


def _accept(person_id: int, unguessable: str) -> None:
    """An invitation is accepted. Nobody knows the password; the page for forgotten ones makes another."""
    db.session.execute(
        update(Person)
        .where(Person.id == person_id)
        .values(password_hash=unguessable)
        .execution_options(synchronize_session=False)
    )
    end_links(person_id)
    for place in places_of(person_id):
        with federation_scope(place.federation_id):
            record.append(person_id, "person.accepted", f"person:{person_id}")


def _add(person_id: int, organisation: SignInService, shown: OrganisationShown) -> None:
    account = OrganisationAccount(
        person_id=person_id,
        organisation=organisation.key,
        issuer=shown.issuer,
        subject=shown.subject,
        email=shown.email,
        connected_at=database_now(),
    )
    db.session.add(account)
    security.note("organisation_connected", person_id, organisation.key)
    try:
        db.session.flush()
    except IntegrityError:
        raise Refusal(TAKEN.format(title=organisation.title)) from None
    _tell(
        person_id,
        f"organisation-on:{account.id}",
        f"Your {organisation.title} account opens your account",
        f"somebody, probably you, connected a {organisation.title} account to yours. It signs in to Federation as you "
        "from now on.",
    )


def _tell(person_id: int, key: str, subject: str, what: str) -> None:
    name = db.session.execute(select(Person.name).where(Person.id == person_id)).scalar_one()
    tell(key, person_id, name, subject, what)
