"""Inviting guests, ending and erasing them, and the code that a guest gives before something weighty.

A link can be forwarded: whoever has it reads what the guest reads. So what binds asks for a code that is mailed to the
guest's address. The record and the security log are written here; what the guest does is its feature's to record.
"""

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple, TypeVar

from flask import current_app, request
from sqlalchemy import delete, func, select, update

from federation.kernel import outbox, record, tenancy
from federation.kernel.addresses import read_address
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import Held, held, plain_text, rows_changed
from federation.kernel.policy import GUEST, policy
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.network.events import PersonErased
from federation.network.guests.letters import GuestLetter, code_letter, invitation_letter
from federation.network.guests.queries import guest
from federation.network.models import InvitedGuest
from federation.people import security
from federation.people.actions import throttle
from federation.people.actions.erasing import erase_account
from federation.people.actions.guests import new_guest_email
from federation.people.models import Person
from federation.people.rules import codes
from federation.people.rules.names import is_of_one_script
from federation.people.secrets import fingerprint, new_token
from federation.plugin.announcements import announce
from federation.plugin.door import door

CODE_LASTS: Final = timedelta(minutes=15)
MOST_A_DAY: Final = 200
"""Guests that one person may invite."""
LONGEST_NAME: Final = 120
_WRONG: Final = "This code is not right, was used before, or is older than 15 minutes. Have a new one sent"
_Done = TypeVar("_Done")


class GuestInvited(NamedTuple):
    """A new guest: the number of the invitation and of the person, and the link, which is kept nowhere."""

    id: int
    person_id: int
    link: str


def invite_guest(
    person_id: int | None,
    kind: str,
    number: int,
    name: str,
    email: str,
    until: datetime,
    letter: GuestLetter,
) -> GuestInvited:
    """In the open unit of work: invite somebody from outside to one thing, and mail them a link to the letter's page, which
    opens it to them until a moment. ``kind`` and ``number`` name the thing as in the record.

    Whoever is invited twice is two guests. Raises ``Invalid`` at ``name``, ``email`` or ``until``, ``Refusal`` beyond 200
    guests a day, and ``ValueError`` for a page that is not for guests alone.
    """
    feature = _feature_of(letter.endpoint)
    now = time_now()
    person = Person(
        email=new_guest_email(), invited_email=_read_address(email), name=_read_name(name), created_at=now
    )
    _check_time(person_id, now, until)
    token = new_token()
    db.session.add(person)
    db.session.flush()
    row = InvitedGuest(
        person_id=person.id,
        feature=feature,
        kind=kind,
        number=number,
        token_hash=fingerprint(token),
        invited_by=person_id,
        invited_at=now,
        until=until,
    )
    db.session.add(row)
    db.session.flush()
    mailed = invitation_letter(letter, person.name, token, until)
    key = f"{feature}:guest:{tenancy.current()}:{row.id}"
    outbox.add("mail", key, {"person": person.id, **mailed.payload})
    record.append(
        person_id,
        "guest.invited",
        f"guest:{row.id}",
        of=f"{kind}:{number}",
        person=person.id,
        until=record.stamp(until),
        link=record.digest([row.token_hash]),
    )
    return GuestInvited(row.id, person.id, mailed.link)


def end_guest(person_id: int | None, kind: str, guest_id: int) -> None:
    """In the open unit of work: let the link of a guest of this kind of thing open nothing any more. What was ended stays as
    it is. Raises ``NotFound`` for a guest of another kind."""
    row, now = _guest_held(kind, guest_id)
    if row.ended_at is None:
        row.ended_at = now
        record.append(person_id, "guest.ended", f"guest:{guest_id}")


def erase_guest(person_id: int | None, kind: str, guest_id: int) -> None:
    """In the open unit of work: end the link of a guest of this kind of thing, and forget name and address; features are told,
    as of any person. Raises ``NotFound`` for a guest of another kind."""
    end_guest(person_id, kind, guest_id)
    row, _now = _guest_held(kind, guest_id)
    erase_account(row.person_id)
    record.append(person_id, "guest.erased", f"guest:{guest_id}")
    announce(PersonErased(tenancy.current(), row.person_id), f"erased:{tenancy.current()}:{row.person_id}")


def _guest_held(kind: str, guest_id: int) -> Held[InvitedGuest]:
    found = held(InvitedGuest, guest_id)
    if found.row.kind != kind:
        raise NotFound()
    return found


def drop_guests_of(feature: str) -> None:
    """In the open unit of work: erase all guests of a feature that is removed for good, and forget what they were for."""
    for guest_id, kind in db.session.execute(
        select(InvitedGuest.id, InvitedGuest.kind)
        .where(InvitedGuest.feature == feature)
        .order_by(InvitedGuest.id)
    ).all():
        erase_guest(None, kind, guest_id)
    db.session.flush()
    db.session.execute(
        delete(InvitedGuest)
        .where(InvitedGuest.feature == feature)
        .execution_options(synchronize_session=False)
    )


def mail_guest_code(unseen: bool = False) -> None:
    """Mail the guest of this request a new code, which lasts 15 minutes; the one before is worthless. ``unseen``: the security
    log of the federation does not show it, where it would tell who does something in secret.

    Raises ``TooSoon`` beyond ten an hour.
    """
    found = guest()
    throttle.admit_code_letter(found.account)
    code = f"{secrets.randbelow(10**codes.DIGITS):0{codes.DIGITS}d}"
    with unit_of_work():
        row, now = held(InvitedGuest, found.guest_id)
        row.code_hash, row.code_until = _hash(row.id, code), now + CODE_LASTS
        noted = security.note(
            "guest_code_sent", row.person_id, federation_id=None if unseen else found.here.id
        )
        db.session.flush()
        payload = code_letter(found.actor.name, found.here.name, code)
        outbox.add("mail", f"guest:code:{noted.id}", {"person": row.person_id, **payload})


def with_guest_code(typed: str, act: Callable[[], _Done], unseen: bool = False) -> _Done:
    """Use the code up that was mailed to the guest of this request, and do the act, in one unit of work. ``unseen``: as with
    :func:`mail_guest_code`.

    Raises ``Invalid`` at ``code``, and ``TooSoon`` after too many wrong ones.
    """
    found, plain = guest(), codes.bare(typed)
    if not codes.is_app_code(plain):
        raise Invalid(f"Enter the {codes.DIGITS} digits of the code that we sent you", "code")
    ticket = throttle.admit_code(found.account, request.remote_addr)
    with unit_of_work():
        used = rows_changed(
            update(InvitedGuest)
            .where(
                InvitedGuest.id == found.guest_id,
                InvitedGuest.is_open(),
                InvitedGuest.code_hash == _hash(found.guest_id, plain),
                InvitedGuest.code_until > record.now_here(),
            )
            .values(code_hash=None, code_until=None)
            .execution_options(synchronize_session=False)
        )
        if used != 1:
            raise Invalid(_WRONG, "code")
        throttle.succeeded(ticket)
        security.note(
            "guest_code_right", found.actor.person_id, federation_id=None if unseen else found.here.id
        )
        return act()


def _feature_of(endpoint: str) -> str:
    """The feature that has a page for guests; raises ``ValueError`` where it is none."""
    needed = getattr(current_app.view_functions.get(endpoint), "permission", None)
    if policy.secret_of(needed) != GUEST:
        raise ValueError(f"{endpoint} is no page for guests: no permission of guests opens it")
    return door().blueprints[endpoint.partition(".")[0]]


def _read_address(email: str) -> str:
    address = read_address(email)
    if address is None:
        raise Invalid("Enter an email address in the correct format, like name@example.com", "email")
    return address.casefold()


def _read_name(name: str) -> str:
    plain = " ".join(plain_text(name, "name", "Enter their name").split())
    if len(plain) > LONGEST_NAME:
        raise Invalid(f"Use {LONGEST_NAME} characters or fewer", "name")
    if not is_of_one_script(plain):
        raise Invalid("Write the name in the letters of one alphabet", "name")
    return plain


def _check_time(person_id: int | None, now: datetime, until: datetime) -> None:
    if until <= now:
        raise Invalid("The link must end in the future", "until")
    lately = select(func.count(InvitedGuest.id)).where(
        InvitedGuest.invited_by == person_id, InvitedGuest.invited_at > now - timedelta(days=1)
    )
    if person_id is not None and (db.session.scalar(lately) or 0) >= MOST_A_DAY:
        raise Refusal(f"You have invited {MOST_A_DAY} guests within a day. Wait until tomorrow.")


def _hash(guest_id: int, code: str) -> str:
    secret: str = current_app.config["SETTINGS"]["secret_key"]
    return hmac.new(secret.encode(), f"guest code: {guest_id} {code}".encode(), "sha256").hexdigest()
