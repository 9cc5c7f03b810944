"""What people's accounts answer to others."""

from sqlalchemy import select

from federation.kernel.db import db
from federation.people.models import Person, SignIn, Token
from federation.people.queries import account_of, app_of, organisation_accounts
from federation.plugin.feature import PersonalRecord
from federation.plugin.hooks import hookimpl


@hookimpl
def personal_data(person_id: int) -> list[PersonalRecord]:
    """The account, where the person signed in, and tokens for programs; no secret and no hash of one."""
    account = account_of(person_id)
    created = db.session.execute(select(Person.created_at).where(Person.id == person_id)).scalar_one()
    found = [
        PersonalRecord(
            "Account",
            {
                "email": account.email,
                "name": account.name,
                "created_at": created.isoformat(),
                "has_password": account.has_password,
                "mail_choices": account.mail_choices,
            },
        )
    ]
    if app := app_of(person_id):
        found.append(
            PersonalRecord(
                "Authenticator app",
                {"set_up_at": app.set_up_at.isoformat(), "recovery_codes_left": app.codes_left},
            )
        )
    sign_ins = db.session.execute(
        select(
            SignIn.device,
            SignIn.started_at,
            SignIn.seen_at,
            SignIn.expires_at,
            SignIn.ended_at,
            SignIn.confirmed_at,
            SignIn.is_kept,
        )
        .where(SignIn.person_id == person_id)
        .order_by(SignIn.id)
    )
    for device, started, seen, expires, ended, confirmed, is_kept in sign_ins:
        found.append(
            PersonalRecord(
                "Sign-in",
                {
                    "device": device,
                    "started_at": started.isoformat(),
                    "last_used_at": seen.isoformat(),
                    "expires_at": expires.isoformat(),
                    "ended_at": ended.isoformat() if ended else None,
                    "code_given_at": confirmed.isoformat() if confirmed else None,
                    "kept_on_this_device": is_kept,
                },
            )
        )
    for connected in organisation_accounts(person_id):
        found.append(
            PersonalRecord(
                "Account at an organisation",
                {
                    "organisation": connected.organisation,
                    "email": connected.email,
                    "connected_at": connected.connected_at.isoformat(),
                },
            )
        )
    tokens = db.session.execute(
        select(
            Token.title,
            Token.scopes,
            Token.created_at,
            Token.expires_at,
            Token.last_used_on,
            Token.revoked_at,
        )
        .where(Token.person_id == person_id)
        .order_by(Token.id)
    )
    for title, scopes, made, ends, used, revoked in tokens:
        found.append(
            PersonalRecord(
                "Token for programs",
                {
                    "title": title,
                    "scopes": scopes.split(),
                    "created_at": made.isoformat(),
                    "expires_at": ends.isoformat(),
                    "last_used_on": used.isoformat() if used else None,
                    "revoked_at": revoked.isoformat() if revoked else None,
                },
            )
        )
    return found
