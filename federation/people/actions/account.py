"""A person's own account: name, mail, tokens for programs."""

from collections.abc import Collection

from sqlalchemy import update

from federation.kernel import record
from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Invalid, NotFound
from federation.kernel.tenancy import federation_scope
from federation.people.models import Person, Token
from federation.people.queries import places_of
from federation.people.rules.mail_choices import KINDS
from federation.people.secrets import fingerprint, new_token


def choose_mail(person_id: int, wanted: Collection[str]) -> None:
    """Say which kinds of mail one wants."""
    choices = {kind.key: kind.key in wanted for kind in KINDS}
    with unit_of_work() as session:
        session.execute(update(Person).where(Person.id == person_id).values(mail_choices=choices))


def make_token(person_id: int, federation_id: int, title: str) -> str:
    """A token for programs that act for the person in one federation; kept as its fingerprint alone."""
    if all(place.federation_id != federation_id for place in places_of(person_id)):
        raise Invalid("Select one of your federations", "federation")
    with federation_scope(federation_id), unit_of_work():
        return add_token(person_id, federation_id, title, actor=person_id)


def add_token(person_id: int, federation_id: int, title: str, actor: int | None) -> str:
    """Make a token in the open unit of work, within the federation, and record that it exists."""
    token = new_token()
    row = Token(
        token_hash=fingerprint(token),
        person_id=person_id,
        federation_id=federation_id,
        title=title,
        created_at=database_now(),
    )
    db.session.add(row)
    db.session.flush()
    record.append(actor, "token.made", f"person:{person_id}", token=row.id)
    return token


def revoke_token(person_id: int, token_id: int) -> None:
    """Make one of one's own tokens worthless from now on."""
    with unit_of_work() as session:
        row = session.execute(
            update(Token)
            .where(Token.id == token_id, Token.person_id == person_id, Token.revoked_at.is_(None))
            .values(revoked_at=database_now())
            .returning(Token.federation_id)
            .execution_options(synchronize_session=False)
        ).first()
        if row is None:
            raise NotFound()
        with federation_scope(row.federation_id):
            record.append(person_id, "token.revoked", f"person:{person_id}", token=token_id)


def revoke_tokens(person_id: int, federation_id: int) -> None:
    """Make all of a person's tokens in a federation worthless, in the open unit of work."""
    db.session.execute(
        update(Token)
        .where(Token.person_id == person_id, Token.federation_id == federation_id, Token.revoked_at.is_(None))
        .values(revoked_at=database_now())
        .execution_options(synchronize_session=False)
    )
