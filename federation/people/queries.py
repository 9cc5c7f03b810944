"""Reads of people, their sign-ins and tokens; and where a person belongs, which the network tells."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask import Flask, current_app
from sqlalchemy import ColumnElement, and_, func, or_, select

from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.idle import NOTED_EVERY, longest_idle
from federation.kernel.policy import Seat
from federation.kernel.scopes import in_order
from federation.people.models import (
    OrganisationAccount,
    Person,
    ProgramToken,
    RecoveryCode,
    SecondFactor,
    SignIn,
)
from federation.people.secrets import fingerprint


class PersonPlace(NamedTuple):
    """A federation that a person belongs to, with their roles (titles) and practices there."""

    federation_id: int
    slug: str
    name: str
    roles: tuple[str, ...]
    seats: tuple[Seat, ...]
    held: frozenset[str] = frozenset()
    """The roles by name."""


class NetworkAnswers(NamedTuple):
    """What the feature above tells and does: a person's places (past ones too, where asked), joining, and the sign-ins
    that a demonstration offers."""

    places_of: Callable[[int, bool], Sequence[PersonPlace]]
    join: Callable[[int, int], None]
    """Passes a guest's roles in the federation chosen to a person (guest, person)."""
    came_by_shown_link: Callable[[int, int], None]
    """Somebody opens their account by a link that an administrator was shown (person, administrator)."""
    demo_people: Callable[[], Sequence[Mapping[str, Any]]]


class NameRules(NamedTuple):
    """What the feature above has to say about names, in the federation chosen: whether somebody else has one, and whom
    to tell of a change (person, old name, new name, entry of the record)."""

    check: Callable[[int, str], None]
    tell: Callable[[int, str, str, int], None]


def connect_renaming(app: Flask, asked: NameRules) -> None:
    """Let the network answer about names."""
    app.extensions["people.renaming"] = asked


def renaming() -> NameRules:
    """The network's answers about names."""
    found: NameRules = current_app.extensions["people.renaming"]
    return found


def connect_network(app: Flask, told: NetworkAnswers) -> None:
    """Let the network answer where people belong."""
    app.extensions["people.network"] = told


def places_of(person_id: int, ended: bool = False) -> Sequence[PersonPlace]:
    """The federations that a person belongs to now, by name; with ``ended`` also those of the past."""
    return network().places_of(person_id, ended)


def network() -> NetworkAnswers:
    """The network's answers about people."""
    found: NetworkAnswers = current_app.extensions["people.network"]
    return found


class DemoPerson(NamedTuple):
    """Somebody to sign in as, in a demonstration."""

    person_id: int
    email: str
    name: str
    note: str


def demo_people() -> list[DemoPerson]:
    """The sign-ins that a demonstration offers, in its order."""
    notes = {str(entry["email"]).casefold(): str(entry.get("note", "")) for entry in network().demo_people()}
    rows = db.session.execute(
        select(Person.id, Person.email, Person.name).where(Person.email.in_(notes))
    ).all()
    found = {row.email: DemoPerson(row.id, row.email, row.name, notes[row.email]) for row in rows}
    return [found[email] for email in notes if email in found]


class OwnAccount(NamedTuple):
    """A person's own account."""

    id: int
    email: str
    name: str
    has_password: bool
    mail_choices: dict[str, Any]


def account_of(person_id: int) -> OwnAccount:
    """The account of a person who is signed in."""
    row = db.session.execute(
        select(
            Person.id, Person.email, Person.name, Person.password_hash.is_not(None), Person.mail_choices
        ).where(Person.id == person_id)
    ).one()
    return OwnAccount(row[0], row[1], row[2], row[3], row[4] or {})


class OpenSignIn(NamedTuple):
    """A session that has not ended."""

    id: int
    device: str
    started_at: datetime
    expires_at: datetime
    token_hash: str
    is_kept: bool


def in_use(at: datetime) -> ColumnElement[bool]:
    """That a session has not been idle for too long: its browser may come back to it."""
    ways = (
        and_(SignIn.in_office.is_(office), SignIn.seen_at >= at - longest_idle(office) - NOTED_EVERY)
        for office in (True, False)
    )
    return or_(SignIn.is_kept, *ways)


def open_sign_ins(person_id: int) -> list[OpenSignIn]:
    """Where a person is signed in, newest first."""
    at = time_now()
    rows = db.session.execute(
        select(
            SignIn.id,
            SignIn.device,
            SignIn.started_at,
            SignIn.expires_at,
            SignIn.token_hash,
            SignIn.is_kept,
        )
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.expires_at > at, in_use(at))
        .order_by(SignIn.id.desc())
        .limit(100)
    )
    return [OpenSignIn(*row) for row in rows]


class ActiveToken(NamedTuple):
    """A token for programs that works; the token itself is not kept."""

    id: int
    title: str
    federation_id: int
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_on: date | None


def active_tokens(person_id: int) -> list[ActiveToken]:
    """A person's tokens, newest first."""
    rows = db.session.execute(
        select(
            ProgramToken.id,
            ProgramToken.title,
            ProgramToken.federation_id,
            ProgramToken.scopes,
            ProgramToken.created_at,
            ProgramToken.expires_at,
            ProgramToken.last_used_on,
        )
        .where(
            ProgramToken.person_id == person_id,
            ProgramToken.revoked_at.is_(None),
            ProgramToken.expires_at > database_now(),
        )
        .order_by(ProgramToken.id.desc())
    )
    return [
        ActiveToken(id, title, place, in_order(scopes.split()), made, ends, used)
        for id, title, place, scopes, made, ends, used in rows
    ]


class AppSetUp(NamedTuple):
    """A person's authenticator app, and how many of the recovery codes are unused."""

    set_up_at: datetime
    codes_left: int


def app_of(person_id: int) -> AppSetUp | None:
    """The authenticator app that a person signs in with; None where they have none."""
    left = (
        select(func.count(RecoveryCode.id))
        .where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
        .scalar_subquery()
    )
    row = db.session.execute(
        select(SecondFactor.set_up_at, left).where(SecondFactor.person_id == person_id)
    ).first()
    return AppSetUp(*row) if row else None


class ConnectedAccount(NamedTuple):
    """An organisation's account that opens a person's own; ``organisation`` is its key in the settings."""

    id: int
    organisation: str
    email: str | None
    connected_at: datetime


def organisation_accounts(person_id: int) -> list[ConnectedAccount]:
    """The organisations' accounts that open a person's own, oldest first."""
    rows = db.session.execute(
        select(
            OrganisationAccount.id,
            OrganisationAccount.organisation,
            OrganisationAccount.email,
            OrganisationAccount.connected_at,
        )
        .where(OrganisationAccount.person_id == person_id)
        .order_by(OrganisationAccount.id)
    )
    return [ConnectedAccount(*row) for row in rows]


def began_within(token: str, time: timedelta) -> bool:
    """Whether a session is that young: its owner has just shown who they are."""
    row = db.session.execute(
        select(SignIn.started_at, database_now()).where(SignIn.token_hash == fingerprint(token))
    ).one()
    return bool(row[1] - row[0] <= time)
