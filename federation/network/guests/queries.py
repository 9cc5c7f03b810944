"""Guests as they are listed, and what the link of one opens."""

from datetime import datetime
from typing import NamedTuple

from flask import g, request
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.policy import GUEST, Actor, OneThing
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import every_federation, federation_scope
from federation.kernel.web import FederationHere
from federation.network.models import Federation, InvitedGuest
from federation.network.named import federation_named
from federation.people.actions.throttle import count_guess, refuse_guesser
from federation.people.models import Person
from federation.people.secrets import fingerprint
from federation.plugin.door import door
from federation.plugin.feature import PersonalRecord


class GuestLinkOver(Refusal):
    """The link opens nothing (any more); said alike of every reason."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            "This link opens nothing any more: its time is over, or it was ended. Ask whoever invited you for a new one."
        )


class GuestFacts(NamedTuple):
    """A guest of a thing; ``id`` is the invitation's number, ``ended_at`` None while nobody has ended it."""

    id: int
    person_id: int
    name: str
    email: str
    invited_at: datetime
    until: datetime
    ended_at: datetime | None


class OpenedGuest(NamedTuple):
    """Whose link the address of this request has. ``actor`` holds nothing but the rights of guests, for ``actor.only``."""

    here: FederationHere
    actor: Actor
    guest_id: int
    account: str
    until: datetime
    token: str


def open_guest(slug: str | None, token: str) -> OpenedGuest:
    """Read what a guest's link opens now, for a page of the feature that invited them; change nothing. Where the address names no
    federation, it is the one of the link.

    Raises :class:`GuestLinkOver`, and ``TooSoon`` for a network that guesses.
    """
    refuse_guesser(request.remote_addr)
    here = federation_named(_slug_of(token) if slug is None else slug)
    with federation_scope(here.id):
        found = db.session.execute(
            select(
                InvitedGuest.id,
                InvitedGuest.person_id,
                InvitedGuest.feature,
                InvitedGuest.kind,
                InvitedGuest.number,
                InvitedGuest.until,
                InvitedGuest.is_open().label("is_open"),
                Person.name,
                Person.email.label("account"),
                Person.reached_at().label("email"),
            )
            .join(Person, (Person.id == InvitedGuest.person_id) & Person.erased_at.is_(None))
            .where(InvitedGuest.token_hash == fingerprint(token))
        ).first()
    if found is None:
        count_guess(request.remote_addr)
    if found is None or not found.is_open or door().blueprints.get(request.blueprint or "") != found.feature:
        raise GuestLinkOver()
    actor = Actor(
        found.person_id,
        found.name,
        found.email,
        here.id,
        frozenset({GUEST}),
        only=OneThing(found.kind, found.number),
    )
    return OpenedGuest(here, actor, found.id, found.account, found.until, token)


def _slug_of(token: str) -> str:
    """The short name of the federation to which a link belongs. Raises :class:`GuestLinkOver`."""
    with every_federation("a guest's program has the secret of the link, and names no federation"):
        found = db.session.scalar(
            select(Federation.slug)
            .join(InvitedGuest, InvitedGuest.federation_id == Federation.id)
            .where(InvitedGuest.token_hash == fingerprint(token))
        )
    if found is None:
        count_guess(request.remote_addr)
        raise GuestLinkOver()
    return found


def guest() -> OpenedGuest:
    """Whose link opened the page of this request."""
    found: OpenedGuest = g.by_secret
    return found


def guests_of(kind: str, number: int) -> list[GuestFacts]:
    """The guests of a thing, the first first; erased ones are left out. One statement."""
    rows = db.session.execute(
        select(
            InvitedGuest.id,
            InvitedGuest.person_id,
            Person.name,
            Person.reached_at(),
            InvitedGuest.invited_at,
            InvitedGuest.until,
            InvitedGuest.ended_at,
        )
        .join(Person, (Person.id == InvitedGuest.person_id) & Person.erased_at.is_(None))
        .where(InvitedGuest.kind == kind, InvitedGuest.number == number)
        .order_by(InvitedGuest.id)
    )
    return [GuestFacts(*row) for row in rows]


class GuestPlace(NamedTuple):
    """Where somebody is a guest: a federation, the kind of thing that they came for, and the number of the invitation."""

    federation_id: int
    kind: str
    guest_id: int


def guest_place(person_id: int) -> GuestPlace | None:
    """Where a person is a guest; None for everybody who is none."""
    with every_federation("a person is erased wherever they are known"):
        row = db.session.execute(
            select(InvitedGuest.federation_id, InvitedGuest.kind, InvitedGuest.id).where(
                InvitedGuest.person_id == person_id
            )
        ).first()
    return GuestPlace(*row) if row else None


def personal_invitations(person_id: int) -> list[PersonalRecord]:
    """What the person was invited to as a guest, and whom they invited."""
    rows = db.session.execute(
        select(InvitedGuest)
        .where((InvitedGuest.person_id == person_id) | (InvitedGuest.invited_by == person_id))
        .order_by(InvitedGuest.id)
    ).scalars()
    return [
        PersonalRecord(
            "Invited as a guest" if row.person_id == person_id else "Guest whom they invited",
            {
                "guest": row.id,
                "to": f"{row.kind}:{row.number}",
                "invited_at": row.invited_at.isoformat(),
                "until": row.until.isoformat(),
                "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            },
        )
        for row in rows
    ]
