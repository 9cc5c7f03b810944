"""Waiting after wrong passwords and codes, counted in a table by account and network address, as keyed hashes."""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import current_app
from sqlalchemy import delete, func, select

from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.refusals import Refusal
from federation.people import security
from federation.people.models import Person, SignInAttempt
from federation.people.rules import waiting
from federation.people.rules.networks import network_of
from federation.people.rules.waiting import WaitingRule


class TooSoon(Refusal):
    """Somebody has to wait before the next try; ``pause`` says how long."""

    status = 429

    def __init__(self, pause: timedelta, instead: str = "") -> None:
        super().__init__(
            f"There were too many tries. Wait {waiting.in_words(pause)}, then try again{instead}"
        )
        self.pause: timedelta = pause


class TryTicket(NamedTuple):
    """A try that was let through: counted as failed until it is known to have succeeded."""

    account: str
    attempt_ids: tuple[int, ...]
    event_id: int | None = None


def admit(email: str, address: str | None) -> TryTicket:
    """Count a try and let it through, or raise :class:`TooSoon`.

    It is counted before the password is looked at, so that many tries at once do not all pass; a try that is
    refused is not counted, so that nobody can be kept out by knocking.
    """
    account, network = _key("account", email), _key("address", network_of(address))
    rules = ((account, waiting.ACCOUNT), (network, waiting.ADDRESS))
    return _admit(email, rules, ", or get a link by email to choose a new password", event="password")


def admit_code(email: str, address: str | None) -> TryTicket:
    """Count a try of a code and let it through, or raise :class:`TooSoon`.

    Codes are counted apart from passwords: a right password, or a new one, buys nobody more guesses of the code, and
    whoever does not know the password cannot make the person wait here.
    """
    account, network = _key("code", email), _key("address", network_of(address))
    return _admit(email, ((account, waiting.ACCOUNT), (network, waiting.ADDRESS)), event="code")


def admit_link(email: str, address: str | None) -> bool:
    """Count a wish for a link to a new password; False when this account has had enough of them for now.

    They are as many as one hour has, and a link works for an hour: whoever gets no more has one that works.
    """
    _admit_mail(email, _key("mail address", network_of(address)), waiting.MAILS_FROM_ADDRESS)
    try:
        _admit(email, ((_key("mail", email), waiting.MAILS),))
    except TooSoon:
        return False
    return True


def admit_new_address(email: str, new: str, address: str | None) -> None:
    """Count that the owner of ``email`` names a new address, or raise :class:`TooSoon`.

    It is counted by who asks and by what they name, apart from links to a new password: nobody uses up another's.
    """
    _admit_mail(email, _key("new address", email), waiting.MAILS)
    _admit_mail(email, _key("new address to", new), waiting.MAILS)
    _admit_mail(email, _key("mail address", network_of(address)), waiting.MAILS_FROM_ADDRESS)


def admit_code_letter(email: str) -> None:
    """Count that somebody has a code mailed to them, or raise :class:`TooSoon`."""
    _admit(email, ((_key("code letter", email), waiting.CODE_LETTERS),))


def refuse_guesser(address: str | None) -> None:
    """Raise :class:`TooSoon` for a network that has sent too many keys that open nothing. Two statements; nothing is written."""
    key, at = _key("key", network_of(address)), time_now()
    pause = waiting.left(waiting.ADDRESS, *_failures(key, at - waiting.ADDRESS.window), at)
    if pause:
        raise TooSoon(pause)


def count_guess(address: str | None) -> None:
    """Count a key that opens nothing, by the network that sent it."""
    _admit("", ((_key("key", network_of(address)), waiting.ADDRESS),))


def _admit_mail(email: str, key: str, patience: WaitingRule) -> None:
    try:
        _admit(email, ((key, patience),))
    except TooSoon as refusal:
        refusal.words = (
            f"Too many links were asked for. Wait {waiting.in_words(refusal.pause)}, then try again"
        )
        raise


def _admit(
    email: str, rules: Sequence[tuple[str, WaitingRule]], instead: str = "", event: str | None = None
) -> TryTicket:
    with unit_of_work() as session:
        person_id = session.execute(
            select(Person.id).where(Person.email == email).with_for_update(key_share=True)
        ).scalar_one_or_none()
        at = time_now()
        pause = max(
            waiting.left(patience, *_failures(key, at - patience.window), at) for key, patience in rules
        )
        if pause:
            raise TooSoon(pause, instead)
        attempts = [SignInAttempt(key=key, at=at) for key, _ in rules]
        session.add_all(attempts)
        noted = security.note(f"{event}_wrong", person_id, line=f"{event}_tried") if event else None
        session.flush()
        return TryTicket(rules[0][0], tuple(attempt.id for attempt in attempts), noted.id if noted else None)


def _failures(key: str, since: datetime) -> tuple[int, datetime | None]:
    row = db.session.execute(
        select(func.count(SignInAttempt.id), func.max(SignInAttempt.at)).where(
            SignInAttempt.key == key, SignInAttempt.at > since
        )
    ).one()
    return row[0], row[1]


def succeeded(ticket: TryTicket) -> None:
    """Forget the account's failures and this try, in the open unit of work."""
    gone = (SignInAttempt.key == ticket.account) | SignInAttempt.id.in_(ticket.attempt_ids)
    db.session.execute(delete(SignInAttempt).where(gone).execution_options(synchronize_session=False))
    security.not_failed(ticket.event_id)


def withdraw(ticket: TryTicket) -> None:
    """Take a try back that could not be answered."""
    with unit_of_work() as session:
        session.execute(
            delete(SignInAttempt)
            .where(SignInAttempt.id.in_(ticket.attempt_ids))
            .execution_options(synchronize_session=False)
        )
        security.not_failed(ticket.event_id)


def forget_account(email: str) -> None:
    """Forget an account's wrong passwords and the links it had, in the open unit of work: its owner came by a link."""
    _forget("account", email)
    _forget("mail", email)


def forget_codes(email: str) -> None:
    """Forget an account's wrong codes, in the open unit of work: there is no app any more."""
    _forget("code", email)


def _forget(kind: str, email: str) -> None:
    db.session.execute(
        delete(SignInAttempt)
        .where(SignInAttempt.key == _key(kind, email))
        .execution_options(synchronize_session=False)
    )


def _key(kind: str, of: str) -> str:
    secret: str = current_app.config["SETTINGS"]["secret_key"]
    return hmac.new(secret.encode(), f"{kind}:{of}".encode(), "sha256").hexdigest()
