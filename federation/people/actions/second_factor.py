"""An authenticator app: set up, replaced, switched off; and the recovery codes that stand in for it."""

import secrets
from typing import Final, NamedTuple

from sqlalchemy import Delete, delete, select

from federation.kernel import record
from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import ROLE_TITLES
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.second_factor import DEMANDED_OF, is_demanded
from federation.kernel.tenancy import federation_scope
from federation.people import authenticator, security
from federation.people.actions import throttle
from federation.people.actions.confirming import MISSING, WRONG, with_code
from federation.people.actions.sessions import end_sessions, renew_session
from federation.people.actions.tokens import end_all_tokens
from federation.people.letters import NOT_YOU, tell
from federation.people.models import BegunFactor, Person, RecoveryCode, SecondFactor
from federation.people.queries import places_of
from federation.people.rules import codes
from federation.people.sealing import seal, unseal
from federation.people.secrets import fingerprint

_YOU: Final = "somebody, probably you,"
_RESET: Final = (
    "the people who run the server took your authenticator app off your account, and signed you out everywhere. "
    "You sign in with your password alone now, and can set an app up again under ‘Your account’."
)


class ActivatedApp(NamedTuple):
    """An app that works from now on: the session's new token, and the recovery codes, which are kept nowhere."""

    token: str
    recovery_codes: list[str]


def begin(person_id: int) -> None:
    """Make a secret for an app to scan. The app that there is, if any, works on until the new one shows a code."""
    with unit_of_work() as session:
        session.execute(_begun(person_id))
        sealed = seal(person_id, authenticator.new_secret())
        session.add(BegunFactor(person_id=person_id, secret=sealed, begun_at=database_now()))


def secret_begun(person_id: int) -> str | None:
    """The secret of the app that is being set up; None where none is."""
    sealed = db.session.execute(
        select(BegunFactor.secret).where(BegunFactor.person_id == person_id)
    ).scalar_one_or_none()
    return unseal(person_id, sealed) if sealed else None


def activate(person_id: int, email: str, token: str, typed: str, address: str | None) -> ActivatedApp:
    """Take the app that shows the right code into use. All other sessions end, earlier recovery codes too."""
    code = codes.bare(typed)
    if not code:
        raise Invalid(MISSING, "code")
    ticket = throttle.admit_code(email, address)
    with unit_of_work() as session:
        # A sign-in locks the row too: it either sees the app, or its session is ended here.
        session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)).one()
        secret = secret_begun(person_id)
        if secret is None:
            raise Refusal("This page was open for too long. Begin again")
        step = codes.step_shown(code, codes.step_of(time_now()), 0, authenticator.shown(secret))
        if step is None:
            raise Invalid(WRONG, "code")
        throttle.succeeded(ticket)
        _forget(person_id)
        sealed = seal(person_id, secret)
        session.add(
            SecondFactor(person_id=person_id, secret=sealed, set_up_at=database_now(), last_step=step)
        )
        session.flush()
        made = _new_recovery_codes(person_id)
        end_sessions(person_id, but=token)
        _tell(
            person_id,
            "set-up",
            "An authenticator app was set up",
            f"{_YOU} set up an authenticator app for Federation.",
        )
        return ActivatedApp(renew_session(token, confirmed=True), made)


def renew_recovery_codes(person_id: int) -> list[str]:
    """New recovery codes; the earlier ones are worthless."""
    with unit_of_work():
        made = _new_recovery_codes(person_id)
        _tell(
            person_id,
            "codes",
            "New recovery codes were made",
            f"{_YOU} made new recovery codes for Federation. The earlier ones no longer work.",
        )
        return made


def still_good(person_id: int, typed: list[str]) -> list[str]:
    """Those of the codes that are the person's and unused, as they are written down."""
    plain = {fingerprint(code): code for code in map(codes.recovery, typed) if code}
    known = db.session.scalars(
        select(RecoveryCode.code_hash).where(
            RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
        )
    ).all()
    return [codes.in_groups(code, "-") for hashed, code in plain.items() if hashed in known]


def why_not_off(person_id: int) -> str | None:
    """Why the second step cannot be switched off, in words; None where it can."""
    if not is_demanded():
        return None
    places = [place for place in places_of(person_id) if place.held & DEMANDED_OF]
    if not places:
        return None
    names = [place.name for place in places]
    owing = frozenset[str]().union(*(place.held for place in places)) & DEMANDED_OF
    held = [f"an {ROLE_TITLES[role]}" for role in sorted(owing)]
    return (
        f"You are {' and '.join(held)} of {' and '.join(names)}. Administrators and executives need the second step, "
        "so you can replace your app, but not switch it off"
    )


def switch_off(person_id: int, email: str, token: str, typed: str, address: str | None) -> str:
    """Ask for no code any more; returns the session's new token. All other sessions end."""
    if words := why_not_off(person_id):
        raise Refusal(words)

    def off() -> str:
        _forget(person_id)
        end_sessions(person_id, but=token)
        end_all_tokens(person_id, "its owner switched the second step off")
        _tell(
            person_id,
            "off",
            "The second step was switched off",
            f"{_YOU} switched off the second step when you sign in to Federation.",
        )
        return renew_session(token, confirmed=False)

    return with_code(person_id, email, typed, address, off)


def reset(email: str) -> str:
    """The operator's way out for somebody who lost app and recovery codes; returns the person's name.

    All their sessions end. It stands in the record of each of their federations.
    """
    person = db.session.execute(
        select(Person.id, Person.name, Person.email, SecondFactor.set_up_at)
        .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
        .where(Person.email == email.strip().casefold(), Person.erased_at.is_(None))
    ).first()
    if person is None:
        raise NotFound(f"There is nobody with the address {email}.")
    if person.set_up_at is None:
        raise Refusal(f"{person.name} has no authenticator app.")
    with unit_of_work():
        _forget(person.id)
        end_sessions(person.id)
        end_all_tokens(person.id, "the authenticator app of its owner was taken off")
        throttle.forget_codes(person.email)
        _tell(
            person.id,
            "reset",
            "Your authenticator app was taken off your account",
            _RESET,
            "If you did not ask for it, tell an administrator of your federation.",
        )
        for place in places_of(person.id):
            with federation_scope(place.federation_id):
                record.append(None, "person.second_factor_reset", f"person:{person.id}")
    return str(person.name)


def _forget(person_id: int) -> None:
    for statement in (
        delete(SecondFactor).where(SecondFactor.person_id == person_id),
        delete(RecoveryCode).where(RecoveryCode.person_id == person_id),
        _begun(person_id),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))


def _begun(person_id: int) -> Delete:
    return (
        delete(BegunFactor)
        .where(BegunFactor.person_id == person_id)
        .execution_options(synchronize_session=False)
    )


def _new_recovery_codes(person_id: int) -> list[str]:
    db.session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.person_id == person_id)
        .execution_options(synchronize_session=False)
    )
    made = [
        "".join(secrets.choice(codes.ALPHABET) for _ in range(codes.RECOVERY_SIGNS))
        for _ in range(codes.RECOVERY_CODES)
    ]
    db.session.add_all(RecoveryCode(person_id=person_id, code_hash=fingerprint(code)) for code in made)
    return [codes.in_groups(code, "-") for code in made]


def _tell(person_id: int, key: str, subject: str, what: str, otherwise: str = NOT_YOU) -> None:
    security.note(f"app_{key.replace('-', '_')}", person_id)
    name = db.session.execute(select(Person.name).where(Person.id == person_id)).scalar_one()
    moment = int(time_now().timestamp() * 1_000_000)
    tell(f"second-factor:{key}:{person_id}:{moment}", person_id, name, subject, what, otherwise=otherwise)
