"""Sessions on the server: a random token for the browser, its fingerprint in the database."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import update

from federation.kernel.clock import database_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import NotFound
from federation.people.models import SignIn
from federation.people.queries import now
from federation.people.rules.devices import describe
from federation.people.secrets import fingerprint, new_token


def start_session(person_id: int, user_agent: str) -> str:
    """Begin a session in the open unit of work; returns the token for the browser."""
    token, at = new_token(), now()
    hours = timedelta(hours=current_app.config["SETTINGS"]["session_hours"])
    db.session.add(
        SignIn(
            person_id=person_id,
            token_hash=fingerprint(token),
            device=describe(user_agent)[:200],
            started_at=at,
            expires_at=at + hours,
        )
    )
    return token


def end_sessions(person_id: int, but: str | None = None) -> None:
    """End all sessions of a person in the open unit of work; ``but`` is the token of one to keep."""
    ended = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if but is not None:
        ended = ended.where(SignIn.token_hash != fingerprint(but))
    db.session.execute(ended.values(ended_at=database_now()).execution_options(synchronize_session=False))


def sign_out(token: str) -> None:
    """End the session that a browser holds."""
    with unit_of_work() as session:
        session.execute(
            update(SignIn)
            .where(SignIn.token_hash == fingerprint(token), SignIn.ended_at.is_(None))
            .values(ended_at=database_now())
            .execution_options(synchronize_session=False)
        )


def end_one(person_id: int, sign_in_id: int) -> None:
    """End one of a person's own sessions."""
    with unit_of_work() as session:
        ended = session.execute(
            update(SignIn)
            .where(SignIn.id == sign_in_id, SignIn.person_id == person_id, SignIn.ended_at.is_(None))
            .values(ended_at=database_now())
            .execution_options(synchronize_session=False)
        )
        if not ended.rowcount:  # type: ignore[attr-defined]
            raise NotFound()


def end_all_others(person_id: int, token: str) -> None:
    """End a person's sessions in all other browsers."""
    with unit_of_work():
        end_sessions(person_id, but=token)
