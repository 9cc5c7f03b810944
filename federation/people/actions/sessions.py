"""Sessions on the server: a random token for the browser, its fingerprint in the database."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import delete, select, update

from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import rows_changed
from federation.kernel.refusals import NotFound
from federation.people import security
from federation.people.actions.keeping import lasts, may_be_kept, owes_second_step
from federation.people.models import HalfSignIn, SecondFactor, SignIn
from federation.people.queries import in_use
from federation.people.rules.devices import describe
from federation.people.secrets import fingerprint, new_token

HALF_LASTS: Final = timedelta(minutes=10)
"""How long somebody may take for the second step."""


class StartedSession(NamedTuple):
    """What the browser gets: the token of a session, or where ``is_half`` of a sign-in that a code must complete.

    ``is_kept``: the session outlives the browser; None where that was asked for and refused.
    """

    person_id: int
    token: str
    is_half: bool = False
    is_kept: bool | None = False


def begin(
    person_id: int, user_agent: str, strong_at: datetime | None = None, keep: bool = False
) -> StartedSession:
    """After the password, a mailed link or an organisation's word, in the open unit of work: a session, or half a
    sign-in for whoever has an app. ``strong_at``: a second step was passed elsewhere then, so none is asked for.
    ``keep``: its owner asks to stay signed in on the device."""
    if strong_at is not None:
        return started(person_id, user_agent, strong_at, keep)
    has_app = select(SecondFactor.person_id).where(SecondFactor.person_id == person_id)
    if db.session.execute(has_app).first() is None:
        return started(person_id, user_agent, None, keep)
    token = new_token()
    half = HalfSignIn(
        person_id=person_id, token_hash=fingerprint(token), expires_at=time_now() + HALF_LASTS, is_kept=keep
    )
    db.session.add(half)
    return StartedSession(person_id, token, is_half=True)


def started(person_id: int, user_agent: str, confirmed_at: datetime | None, keep: bool) -> StartedSession:
    """Begin a session in the open unit of work, and keep it on the device where that is asked for and may be."""
    is_kept = keep and may_be_kept(person_id)
    token = start_session(person_id, user_agent, confirmed_at, is_kept)
    return StartedSession(person_id, token, is_kept=None if keep and not is_kept else is_kept)


def start_session(
    person_id: int, user_agent: str, confirmed_at: datetime | None = None, is_kept: bool = False
) -> str:
    """Begin a session in the open unit of work; returns the token for the browser. ``confirmed_at``: when the second
    step was passed."""
    token, at = new_token(), time_now()
    db.session.add(
        SignIn(
            person_id=person_id,
            token_hash=fingerprint(token),
            device=describe(user_agent)[:200],
            started_at=at,
            seen_at=at,
            in_office=owes_second_step(person_id),
            expires_at=at + lasts(is_kept),
            confirmed_at=confirmed_at,
            is_kept=is_kept,
        )
    )
    security.note("signed_in", person_id)
    return token


def renew_session(token: str, confirmed: bool) -> str:
    """Go on with a session under a new token, in the open unit of work: its rights have changed. The second step was
    passed just now, or counts no more."""
    renewed = new_token()
    changed = rows_changed(
        update(SignIn)
        .where(SignIn.token_hash == fingerprint(token), SignIn.ended_at.is_(None))
        .values(token_hash=fingerprint(renewed), confirmed_at=database_now() if confirmed else None)
        .execution_options(synchronize_session=False)
    )
    if changed != 1:
        raise NotFound()
    return renewed


def note_seen(token: str) -> None:
    """Note that a session is used: one write in ten minutes, in a transaction of its own."""
    with unit_of_work() as session:
        session.execute(
            update(SignIn)
            .where(SignIn.token_hash == fingerprint(token), SignIn.ended_at.is_(None))
            .values(seen_at=database_now())
            .execution_options(synchronize_session=False)
        )


def end_idle() -> int:
    """End the sessions in which nothing was done for too long, in the open unit of work. Returns how many."""
    at = time_now()
    ended = rows_changed(
        update(SignIn)
        .where(SignIn.ended_at.is_(None), SignIn.expires_at > at, ~in_use(at))
        .values(ended_at=at)
        .execution_options(synchronize_session=False)
    )
    return ended


def end_sessions(person_id: int, but: str | None = None) -> None:
    """End all sessions of a person, half ones too, in the open unit of work; ``but`` is the token of one to keep."""
    ended = update(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    if but is not None:
        ended = ended.where(SignIn.token_hash != fingerprint(but))
    db.session.execute(ended.values(ended_at=database_now()).execution_options(synchronize_session=False))
    db.session.execute(
        delete(HalfSignIn)
        .where(HalfSignIn.person_id == person_id)
        .execution_options(synchronize_session=False)
    )


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
    with unit_of_work():
        ended = rows_changed(
            update(SignIn)
            .where(SignIn.id == sign_in_id, SignIn.person_id == person_id, SignIn.ended_at.is_(None))
            .values(ended_at=database_now())
            .execution_options(synchronize_session=False)
        )
        if not ended:
            raise NotFound()


def end_all_others(person_id: int, token: str) -> None:
    """End a person's sessions in all other browsers."""
    with unit_of_work():
        end_sessions(person_id, but=token)
