"""Giving a code: to complete a sign-in, or to show again who one is before something weighty."""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

from sqlalchemy import delete, func, select, update

from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import rows_changed
from federation.kernel.refusals import Invalid, Refusal
from federation.people import authenticator, security
from federation.people.actions import throttle
from federation.people.actions.sessions import StartedSession, renew_session, started
from federation.people.letters import tell
from federation.people.models import HalfSignIn, Person, RecoveryCode, SecondFactor
from federation.people.rules import codes
from federation.people.sealing import unseal
from federation.people.secrets import fingerprint

WRONG: Final = (
    "This code is not right, or was used before. Wait until your app shows the next one, and enter that"
)
WRONG_RECOVERY: Final = "This recovery code is not right, or was used before. Each works once"
MISSING: Final = "Enter the code that your app shows now"
_Done = TypeVar("_Done")


class HalfGone(Refusal):
    """The sign-in that a code should complete is over."""

    status = 410

    def __init__(self) -> None:
        super().__init__("You took more than 10 minutes, or signed in elsewhere. Sign in again")


class HalfSignedIn(NamedTuple):
    """Whose sign-in waits for a code."""

    person_id: int
    email: str


def look_half(token: str) -> HalfSignedIn:
    """Whose sign-in a browser's half token stands for; raises :class:`HalfGone`."""
    row = db.session.execute(
        select(Person.id, Person.email)
        .join(HalfSignIn, HalfSignIn.person_id == Person.id)
        .where(
            HalfSignIn.token_hash == fingerprint(token),
            HalfSignIn.expires_at > database_now(),
            Person.erased_at.is_(None),
        )
    ).first()
    if row is None:
        raise HalfGone()
    return HalfSignedIn(*row)


def complete_sign_in(token: str, typed: str, address: str | None, user_agent: str) -> StartedSession:
    """Turn half a sign-in into a session with the right code. A wrong one may be followed by another."""
    half = look_half(token)

    def begin() -> StartedSession:
        used_up = db.session.execute(
            delete(HalfSignIn)
            .where(HalfSignIn.token_hash == fingerprint(token), HalfSignIn.expires_at > database_now())
            .returning(HalfSignIn.is_kept)
            .execution_options(synchronize_session=False)
        ).first()
        if used_up is None:
            raise HalfGone()
        return started(half.person_id, user_agent, time_now(), used_up.is_kept)

    return with_code(half.person_id, half.email, typed, address, begin)


def confirm(person_id: int, email: str, token: str, typed: str, address: str | None) -> str:
    """Confirm a session with the right code; returns its new token."""
    return with_code(person_id, email, typed, address, lambda: renew_session(token, confirmed=True))


def with_code(person_id: int, email: str, typed: str, address: str | None, act: Callable[[], _Done]) -> _Done:
    """Use a code up and do the act, in one unit of work; raises :class:`Invalid` at the field, or ``TooSoon``."""
    if not typed.strip():
        raise Invalid(MISSING, "code")
    ticket = throttle.admit_code(email, address)
    with unit_of_work():
        use(person_id, typed)
        throttle.succeeded(ticket)
        security.note("code_right", person_id)
        return act()


def use(person_id: int, typed: str) -> None:
    """Use up a code of the app or a recovery code, in the open unit of work; raises :class:`Invalid`."""
    plain = codes.bare(typed)
    if codes.is_app_code(plain):
        _use_app_code(person_id, plain)
    elif recovery := codes.recovery(typed):
        _use_recovery_code(person_id, recovery)
    else:
        raise Invalid(
            f"A code has {codes.DIGITS} digits, a recovery code {codes.RECOVERY_SIGNS} signs", "code"
        )


def _use_app_code(person_id: int, code: str) -> None:
    """The update is conditional on the step, so that of two who send the same code at once one is refused."""
    row = db.session.execute(
        select(SecondFactor.secret, SecondFactor.last_step).where(SecondFactor.person_id == person_id)
    ).first()
    if row is None:
        raise Invalid(WRONG, "code")
    shown = authenticator.shown(unseal(person_id, row.secret))
    step = codes.step_shown(code, codes.step_of(time_now()), row.last_step, shown)
    if step is None:
        raise Invalid(WRONG, "code")
    used = rows_changed(
        update(SecondFactor)
        .where(
            SecondFactor.person_id == person_id,
            SecondFactor.secret == row.secret,
            SecondFactor.last_step < step,
        )
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    if used != 1:
        raise Invalid(WRONG, "code")


def _use_recovery_code(person_id: int, code: str) -> None:
    used = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == fingerprint(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=database_now())
        .returning(RecoveryCode.id)
        .execution_options(synchronize_session=False)
    ).first()
    if used is None:
        raise Invalid(WRONG_RECOVERY, "recovery")
    left = db.session.execute(
        select(func.count(RecoveryCode.id)).where(
            RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
        )
    ).scalar_one()
    name = db.session.execute(select(Person.name).where(Person.id == person_id)).scalar_one()
    tell(
        f"recovery:{used.id}",
        person_id,
        name,
        "A recovery code was used",
        f"somebody, probably you, used one of your recovery codes for Federation. {left} of them are left.",
    )
