"""Tokens for programs: made for stated scopes and a time, told by letter, and ended with what they rest on."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import or_, select, update

from federation.kernel import record
from federation.kernel.clock import database_now
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import ADMINISTER
from federation.kernel.refusals import Invalid, NotFound
from federation.kernel.scopes import SCOPES, in_order, used_by
from federation.kernel.second_factor import is_demanded
from federation.kernel.tenancy import federation_scope
from federation.kernel.words import day
from federation.people.letters import tell
from federation.people.models import Person, ProgramToken
from federation.people.queries import PersonPlace, places_of
from federation.people.secrets import fingerprint, new_token

LASTS: Final = 90
"""Days, as delivered."""
LONGEST: Final = 366
_MADE = """{who} made a token for programs in your name: ‘{title}’, in {federation}.

With it a program may, until {ends}:
{may}

You see it, and end it, under ‘Your account’, ‘Tokens for programs’."""


def make_token(
    person_id: int,
    federation_id: int,
    title: str,
    scopes: Collection[str],
    lasts: int = LASTS,
    *,
    second_step: bool,
) -> str:
    """A token for programs that act for the person in one federation; kept as its fingerprint alone.

    ``second_step``: the session that makes it has passed the second step, which administering owes.
    """
    place = next((place for place in places_of(person_id) if place.federation_id == federation_id), None)
    if place is None:
        raise Invalid("Select one of your federations", "federation")
    if ADMINISTER in scopes and is_demanded() and not second_step:
        raise Invalid(
            "Set up an authenticator app first, under ‘Your account’: a token that does what asks for a code needs it",
            "scopes",
        )
    with federation_scope(federation_id), unit_of_work():
        return add_token(person_id, place, title, scopes, lasts, actor=person_id)


def add_token(
    person_id: int, place: PersonPlace, title: str, scopes: Collection[str], lasts: int, actor: int | None
) -> str:
    """Make a token in the open unit of work, within the federation; the record and a letter say that it exists."""
    if not scopes or not SCOPES.keys() >= set(scopes):
        raise Invalid("Select what the token may be used for", "scopes")
    if not 1 <= lasts <= LONGEST:
        raise Invalid(f"A token lasts 1 to {LONGEST} days", "lasts")
    token, at, chosen = new_token(), time_now(), in_order(scopes)
    row = ProgramToken(
        token_hash=fingerprint(token),
        person_id=person_id,
        federation_id=place.federation_id,
        title=title,
        scopes=" ".join(chosen),
        created_at=at,
        expires_at=at + timedelta(days=lasts),
    )
    db.session.add(row)
    db.session.flush()
    record.append(actor, "token.made", f"person:{person_id}", token=row.id, scopes=list(chosen), days=lasts)
    what = _MADE.format(
        who="somebody, probably you," if actor else "the people who run the server",
        title=title,
        federation=place.name,
        ends=day(row.expires_at),
        may="\n".join(f"- {SCOPES[scope]}" for scope in chosen),
    )
    name = db.session.execute(select(Person.name).where(Person.id == person_id)).scalar_one()
    tell(f"token:{row.id}", person_id, name, "A token for programs was made", what)
    return token


def end_token(person_id: int, token_id: int) -> None:
    """Make one of one's own tokens worthless from now on."""
    with unit_of_work():
        if not _end(person_id, "by its owner", ProgramToken.id == token_id):
            raise NotFound()


def end_all_tokens(person_id: int, why: str) -> None:
    """Make a person's tokens worthless everywhere, in the open unit of work: how their account is opened has changed."""
    _end(person_id, why)


def end_tokens_here(person_id: int, federation_id: int, why: str) -> None:
    """Make a person's tokens in a federation worthless, in the open unit of work."""
    _end(person_id, why, ProgramToken.federation_id == federation_id)


def end_tokens_without_role(
    person_id: int, federation_id: int, before: Collection[str], after: Collection[str]
) -> None:
    """After a role has ended, in the open unit of work: tokens end whose scope covers what it alone allowed."""
    lost = {scope for _, scope in used_by(before) - used_by(after)}
    rows = db.session.execute(
        select(ProgramToken.id, ProgramToken.scopes).where(
            ProgramToken.person_id == person_id,
            ProgramToken.federation_id == federation_id,
            ProgramToken.revoked_at.is_(None),
        )
    ).all()
    ended = [row.id for row in rows if lost & set(row.scopes.split())]
    if ended:
        _end(person_id, "a role that it needs has ended", ProgramToken.id.in_(ended))


def note_use(token_id: int, today: date) -> None:
    """Keep the day on which a token was used: one write a day, in a transaction of its own."""
    with unit_of_work() as session:
        session.execute(
            update(ProgramToken)
            .where(
                ProgramToken.id == token_id,
                or_(ProgramToken.last_used_on.is_(None), ProgramToken.last_used_on < today),
            )
            .values(last_used_on=today)
            .execution_options(synchronize_session=False)
        )


def _end(person_id: int, why: str, *which: Any) -> bool:
    ended = db.session.execute(
        update(ProgramToken)
        .where(ProgramToken.person_id == person_id, ProgramToken.revoked_at.is_(None), *which)
        .values(revoked_at=database_now())
        .returning(ProgramToken.id, ProgramToken.federation_id)
        .execution_options(synchronize_session=False)
    ).all()
    by = person_id if why == "by its owner" else None
    for row in ended:
        with federation_scope(row.federation_id):
            record.append(by, "token.revoked", f"person:{person_id}", token=row.id, why=why)
    return bool(ended)
