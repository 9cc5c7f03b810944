"""Who asks, in which federation, with which place in it: two statements at the start of every request."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from flask import current_app
from sqlalchemy import Row, Select, and_, bindparam, false, or_, select
from sqlalchemy.sql.expression import null

from federation.kernel import tenancy
from federation.kernel.clock import database_now
from federation.kernel.db import db
from federation.kernel.idle import NOTED_EVERY
from federation.kernel.policy import SEATED, Actor, GroupPlace, Seat
from federation.kernel.row_security import setting_for, setting_of
from federation.kernel.web import FederationHere, RequestArrival
from federation.network.models import Federation, GroupSeat, Membership, NetworkGroup, Practice
from federation.people.actions.tokens import note_use
from federation.people.models import Person, ProgramToken, SignIn
from federation.people.secrets import fingerprint

_person = (Person.id, Person.name, Person.email, Person.mail_choices)
_federation = (
    Federation.id.label("federation_id"),
    Federation.slug,
    Federation.name.label("federation"),
    Federation.settings,
)
_with_session = (
    select(
        *_person,
        SignIn.confirmed_at,
        SignIn.is_kept,
        SignIn.in_office,
        SignIn.seen_at,
        database_now().label("now"),
    )
    .select_from(SignIn)
    .join(Person, Person.id == SignIn.person_id)
    .where(
        SignIn.token_hash == bindparam("fingerprint"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > database_now(),
        Person.erased_at.is_(None),
    )
)
_ANYWHERE = _with_session.add_columns(null().label("federation_id"))
_IN_FEDERATION = _with_session.add_columns(*_federation).outerjoin(
    Federation, Federation.slug == bindparam("slug")
)
_BY_PROGRAM = (
    select(
        *_person,
        null().label("confirmed_at"),
        false().label("is_kept"),
        false().label("in_office"),
        null().label("seen_at"),
        database_now().label("now"),
        ProgramToken.id.label("token_id"),
        ProgramToken.scopes,
        ProgramToken.last_used_on,
        *_federation,
    )
    .select_from(ProgramToken)
    .join(Person, Person.id == ProgramToken.person_id)
    .outerjoin(
        Federation, (Federation.id == ProgramToken.federation_id) & (Federation.slug == bindparam("slug"))
    )
    .where(
        ProgramToken.token_hash == bindparam("fingerprint"),
        ProgramToken.revoked_at.is_(None),
        ProgramToken.expires_at > database_now(),
        Person.erased_at.is_(None),
    )
)
_PLACE = (
    select(
        Membership.role,
        Membership.is_chair,
        Membership.started_at,
        Membership.confirmed_at,
        Membership.chair_given_at,
        Membership.chair_confirmed_at,
        Practice.id,
        Practice.code,
        Practice.name,
        GroupSeat.id.label("seat_id"),
        GroupSeat.practice_id.label("seat_of"),
        GroupSeat.has_vote,
        GroupSeat.is_lead,
        GroupSeat.started_at.label("seated_at"),
        GroupSeat.waits.label("seat_waits"),
        GroupSeat.ended_at.label("seat_ended_at"),
        NetworkGroup.id.label("group_id"),
        NetworkGroup.code.label("group_code"),
        NetworkGroup.name.label("group"),
        NetworkGroup.ended_at.label("group_ended_at"),
    )
    .outerjoin(Practice, Practice.id == Membership.practice_id)
    .outerjoin(
        GroupSeat,
        or_(
            GroupSeat.person_id == Membership.person_id,
            and_(GroupSeat.practice_id == Membership.practice_id, Membership.role == "representative"),
        ),
    )
    .outerjoin(NetworkGroup, NetworkGroup.id == GroupSeat.group_id)
    .where(Membership.person_id == bindparam("person"), Membership.in_force())
    .order_by(Practice.name)
)
_setting = setting_for(bindparam("setting"))
_IN_FEDERATION_SET = _IN_FEDERATION.add_columns(_setting)
_BY_PROGRAM_SET = _BY_PROGRAM.add_columns(_setting)


def arrive(token: str, slug: str | None) -> RequestArrival | None:
    """The person whose session this is, and their place in the federation named; None when the session is over."""
    plain, setting = (_ANYWHERE, _ANYWHERE) if slug is None else (_IN_FEDERATION, _IN_FEDERATION_SET)
    row = _look(plain, setting, token, slug)
    return _arrival(row, slug) if row else None


def arrive_with_token(token: str, slug: str | None) -> RequestArrival | None:
    """The person and federation that a program's token stands for, and its scopes; a token opens its own federation
    alone. The day of its last use is kept: once a day this writes, before anything else happens."""
    row = _look(_BY_PROGRAM, _BY_PROGRAM_SET, token, slug)
    if row is None:
        return None
    today = row.now.date()
    if row.federation_id is not None and (row.last_used_on is None or row.last_used_on < today):
        note_use(row.token_id, today)
    return _arrival(row, slug)._replace(scopes=frozenset(row.scopes.split()))


def _look(plain: Select[Any], setting: Select[Any], token: str, slug: str | None) -> Row[Any] | None:
    """Run the first statement; on PostgreSQL the one that also makes the transaction's setting for row-level security,
    once the number of the federation is known, without which the setting cannot be signed."""
    session = db.session()
    given: dict[str, Any] = {"fingerprint": fingerprint(token), "slug": slug}
    known = _known()
    expected = known.get(slug) if known is not None else None
    if expected is None:
        return session.execute(plain, given).first()
    given["setting"] = setting_of(session, expected)
    row = session.execute(setting, given).first()
    if row is not None and row.federation_id == expected:
        tenancy.announced(session, expected)
    return row


def _known() -> dict[str | None, int] | None:
    """The numbers of federations by their short names, as far as this process has met them; PostgreSQL alone asks."""
    if db.engine.dialect.name != "postgresql":
        return None
    found: dict[str | None, int] = current_app.extensions.setdefault("federations_known", {})
    return found


def _arrival(row: Row[Any], slug: str | None) -> RequestArrival:
    """The arrival from what the first statement found, with the place in the federation."""
    person_id, name, email, choices = row.id, row.name, row.email, row.mail_choices
    since = row.now - row.confirmed_at if row.confirmed_at else None
    session = {
        "is_kept": row.is_kept,
        "in_office": row.in_office,
        "is_unnoted": row.seen_at is not None and row.now - row.seen_at > NOTED_EVERY,
    }
    if row.federation_id is None:
        return RequestArrival(person_id, name, email, None, None, choices, since, **session)
    if (known := _known()) is not None:
        known[slug] = row.federation_id
    here = FederationHere(row.federation_id, row.slug, row.federation, row.settings or {})
    actor = place_of(person_id, name, email, here.id)
    return RequestArrival(person_id, name, email, here, actor, choices, since, **session)


def place_of(person_id: int, name: str, email: str, federation_id: int) -> Actor | None:
    """The person as they stand in the federation now, or None where they have no place in it."""
    with tenancy.federation_scope(federation_id):
        rows = db.session.execute(_PLACE, {"person": person_id}).all()
    if not rows:
        return None
    seats = tuple(
        dict.fromkeys(
            Seat(row.id, row.code, row.name, row.role, _since(row)) for row in rows if row.id is not None
        )
    )
    roles = {row.role for row in rows} | ({"chair"} if any(row.is_chair for row in rows) else set())
    if any(row.seat_id for row in rows):
        roles.add(SEATED)
    offices = dict.fromkeys(chain.from_iterable(_offices(row) for row in rows if row.role == "executive"))
    places = {row.seat_id: _place(row) for row in rows if row.seat_id and row.seat_ended_at is None}
    groups = tuple(sorted(places.values(), key=lambda place: (place.name, place.group_id)))
    return Actor(person_id, name, email, federation_id, frozenset(roles), seats, tuple(offices), groups)


def _place(row: Any) -> GroupPlace:
    counts = row.group_ended_at is None and not row.seat_waits
    return GroupPlace(
        row.group_id,
        row.group_code,
        row.group,
        counts and row.has_vote,
        counts and row.is_lead,
        row.seated_at,
        row.seat_of,
    )


def _since(row: Any) -> datetime | None:
    """From when a role counts: always, once a second person has confirmed it."""
    return None if row.confirmed_at else row.started_at


def _offices(row: Any) -> Iterator[tuple[str, datetime]]:
    if row.confirmed_at is None:
        yield "executive", row.started_at
    if row.is_chair and row.chair_given_at and row.chair_confirmed_at is None:
        yield "chair", row.chair_given_at
