"""The answers of accounts to the hooks of other features."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from federation.kernel.db import db
from federation.people.models import Person, ProgramToken, SignIn
from federation.people.queries import account_of, app_of, organisation_accounts
from federation.plugin.feature import PersonalRecord
from federation.plugin.hooks import hookimpl


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """The account, where the person signed in, and tokens for programs; no secret and no hash of one."""
    return [*_account(person_id), *_sign_ins(person_id), *_at_organisations(person_id), *_tokens(person_id)]


def _account(person_id: int) -> Iterator[PersonalRecord]:
    account = account_of(person_id)
    created = db.session.execute(select(Person.created_at).where(Person.id == person_id)).scalar_one()
    yield PersonalRecord(
        "Account",
        {
            "email": account.email,
            "name": account.name,
            "created_at": created.isoformat(),
            "has_password": account.has_password,
            "mail_choices": account.mail_choices,
        },
    )
    if app := app_of(person_id):
        yield PersonalRecord(
            "Authenticator app",
            {"set_up_at": app.set_up_at.isoformat(), "recovery_codes_left": app.codes_left},
        )


def _sign_ins(person_id: int) -> Iterator[PersonalRecord]:
    for one in db.session.scalars(select(SignIn).where(SignIn.person_id == person_id).order_by(SignIn.id)):
        yield PersonalRecord(
            "Sign-in",
            {
                "device": one.device,
                "started_at": one.started_at.isoformat(),
                "last_used_at": one.seen_at.isoformat(),
                "expires_at": one.expires_at.isoformat(),
                "ended_at": _written(one.ended_at),
                "code_given_at": _written(one.confirmed_at),
                "kept_on_this_device": one.is_kept,
            },
        )


def _at_organisations(person_id: int) -> Iterator[PersonalRecord]:
    for one in organisation_accounts(person_id):
        yield PersonalRecord(
            "Account at an organisation",
            {
                "organisation": one.organisation,
                "email": one.email,
                "connected_at": one.connected_at.isoformat(),
            },
        )


def _tokens(person_id: int) -> Iterator[PersonalRecord]:
    for one in db.session.scalars(
        select(ProgramToken).where(ProgramToken.person_id == person_id).order_by(ProgramToken.id)
    ):
        yield PersonalRecord(
            "Token for programs",
            {
                "title": one.title,
                "scopes": one.scopes.split(),
                "created_at": one.created_at.isoformat(),
                "expires_at": one.expires_at.isoformat(),
                "last_used_on": _written(one.last_used_on),
                "revoked_at": _written(one.revoked_at),
            },
        )


def _written(at: date | None) -> str | None:
    """A day or a moment; None where there was none."""
    return at.isoformat() if at else None
