"""The outbox: what must happen after an act, written in the act's own transaction, under a key that is used once.

Three kinds of row: an ``event`` (told to every feature that listens), a ``mail``, and a ``gathered`` letter, which waits until
it is due and goes out with others to the same person in one ``mail``. A row is leased while it is
worked on, so that many workers may run; mail goes out at least once, with the same Message-ID each time.
The other file that speaks to tables directly: a row may belong to no federation (a password link does not).
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment, database_now
from federation.kernel.db import MappedBase, RowId, db, is_writing, unit_of_work
from federation.kernel.row_security import EVERY
from federation.kernel.sealed_letters import UnreadableLetter, open_letter, seal_letter
from federation.kernel.tenancy import FEDERATION, _announce, _scope, every_federation

LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)
GATHERED = "gathered"
LETTERS = ("mail", GATHERED)
"""The kinds of row that are letters."""
MOST_ATTEMPTS = 120
"""About five days, as mail servers try; afterwards the row stays, unfinished, for somebody to look at."""


class OutboxRow(MappedBase):
    """A thing to do once, after the transaction that wrote it."""

    __tablename__ = "kernel_outbox"
    __table_args__ = (Index("ix_kernel_outbox_due", "done_at", "due_at"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    federation_id: Mapped[int | None] = mapped_column(RowId, ForeignKey(FEDERATION))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime] = mapped_column(Moment)
    leased_until: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(Text)


class LeaseLost(RuntimeError):
    """The work took longer than the lease, and another worker has the row now."""


class LeasedMessage(NamedTuple):
    """A leased row. ``attempts`` counts this try, so it tells one lease from another."""

    id: int
    federation_id: int | None
    key: str
    kind: str
    payload: dict[str, Any]
    attempts: int


_rows = cast(Table, OutboxRow.__table__)


def add(kind: str, key: str, payload: Mapping[str, Any], due: datetime | None = None) -> bool:
    """Write a row in the open unit of work; a key that was used before is left as it is. Returns whether it is new."""
    return add_many(kind, [(key, payload)], due) == 1


def add_many(kind: str, items: Iterable[tuple[str, Mapping[str, Any]]], due: datetime | None = None) -> int:
    """Write several rows of one kind in one statement, letters sealed. Returns how many are new: keys not used before."""
    if not is_writing():
        raise RuntimeError("the outbox is written in the unit of work of the act it follows")
    session = db.session()
    session.flush()
    scope = _scope.get()
    if scope is not None:
        _announce(session)
    connection = session.connection()
    when = due or connection.execute(select(database_now())).scalar_one()
    rows = [
        {
            "federation_id": None if scope in (None, EVERY) else scope,
            "key": key,
            "kind": kind,
            "payload": seal_letter(key, payload) if kind in LETTERS else dict(payload),
            "due_at": when,
            "attempts": 0,
        }
        for key, payload in items
    ]
    if not rows:
        return 0
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    written = dialect.insert(_rows).on_conflict_do_nothing().returning(_rows.c.id)
    return len(connection.execute(written, rows).all())


def used(keys: Iterable[str]) -> frozenset[str]:
    """Those of these keys that were used before, in the open unit of work."""
    session = db.session()
    session.flush()
    _announce(session)
    found = session.connection().execute(select(_rows.c.key).where(_rows.c.key.in_(list(keys))))
    return frozenset(found.scalars())


def lease(kind: str, most: int = 50, but_of: Collection[int] = ()) -> list[LeasedMessage]:
    """Take due rows for this worker, in their own short transaction; none of federations ``but_of``."""
    with every_federation("the outbox is emptied for all federations"), unit_of_work() as session:
        _announce(session)
        connection = session.connection()
        now = connection.execute(select(database_now())).scalar_one()
        free = (_rows.c.leased_until.is_(None)) | (_rows.c.leased_until < now)
        ids = (
            select(_rows.c.id)
            .where(
                _rows.c.kind == kind,
                _rows.c.done_at.is_(None),
                _rows.c.due_at <= now,
                free,
                _rows.c.attempts < MOST_ATTEMPTS,
                *([func.coalesce(_rows.c.federation_id, 0).not_in(but_of)] if but_of else []),
            )
            .order_by(_rows.c.id)
            .limit(most)
        )
        if connection.dialect.name == "postgresql":
            ids = ids.with_for_update(skip_locked=True)
        taken = connection.execute(
            update(_rows)
            .where(_rows.c.id.in_(ids))
            .values(leased_until=now + LEASE, attempts=_rows.c.attempts + 1)
            .returning(
                _rows.c.id,
                _rows.c.federation_id,
                _rows.c.key,
                _rows.c.kind,
                _rows.c.payload,
                _rows.c.attempts,
            )
        ).all()
        return sorted(LeasedMessage(*row) for row in taken)


def renew(due: LeasedMessage) -> bool:
    """Lease a row for its full time again, just before it is worked on; False when another worker has it."""
    with every_federation("the outbox is emptied for all federations"), unit_of_work() as session:
        _announce(session)
        connection = session.connection()
        now = connection.execute(select(database_now())).scalar_one()
        return (
            connection.execute(update(_rows).where(_held(due)).values(leased_until=now + LEASE)).rowcount == 1
        )


def finish(
    due: LeasedMessage,
    error: str | None = None,
    forget: tuple[str, ...] = (),
    *,
    for_good: bool = False,
    **more: Any,
) -> None:
    """Mark a leased row done, or keep it for another try after a growing pause; ``for_good``: it is not tried again by itself.
    ``forget`` drops payload keys, ``more`` adds some. Raises :class:`LeaseLost` where another worker has the row."""
    payload = {name: value for name, value in due.payload.items() if name not in forget} | more
    with every_federation("the outbox is emptied for all federations"), unit_of_work() as session:
        _announce(session)
        connection = session.connection()
        now = connection.execute(select(database_now())).scalar_one()
        values: dict[str, Any] = {"payload": payload, "done_at": now, "leased_until": None, "error": None}
        if error is not None:
            values |= {"done_at": None, "leased_until": now + _pause(due.attempts), "error": error[:2000]}
        if for_good:
            values["attempts"] = MOST_ATTEMPTS
        if connection.execute(update(_rows).where(_held(due)).values(**values)).rowcount != 1:
            raise LeaseLost(due.key)


class MailState(NamedTuple):
    """The letters of a federation that have not left: how many wait, how many of those failed, since when, and the
    error of the one that was tried last."""

    waiting: int
    failed: int
    since: datetime | None
    error: str | None


def mail_state() -> MailState:
    """How the letters of the federation chosen stand."""
    session = db.session()
    _announce(session)
    mine = (_rows.c.federation_id == _scope.get(), _rows.c.kind == "mail", _rows.c.done_at.is_(None))
    failed = _rows.c.error.is_not(None)
    last = select(_rows.c.error).where(*mine, failed).order_by(_rows.c.id.desc()).limit(1).scalar_subquery()
    row = (
        session.connection()
        .execute(
            select(func.count(), func.count().filter(failed), func.min(_rows.c.due_at), last).where(*mine)
        )
        .one()
    )
    return MailState(*row)


class LetterState(NamedTuple):
    """One letter: when it was handed over, or how often that was tried and why it failed."""

    done_at: datetime | None
    attempts: int
    error: str | None


def last_letter(prefix: str) -> LetterState | None:
    """The newest letter of the federation chosen whose key begins so."""
    session = db.session()
    _announce(session)
    mine = (_rows.c.federation_id == _scope.get(), _rows.c.key.startswith(prefix, autoescape=True))
    letter = select(_rows.c.done_at, _rows.c.attempts, _rows.c.error).where(*mine)
    row = session.connection().execute(letter.order_by(_rows.c.id.desc()).limit(1)).first()
    return LetterState(*row) if row else None


def forget_person(person_id: int, words: Mapping[str, str]) -> None:
    """In the open unit of work: delete all mail to a person, and put other words for their name and address into mail
    to others that still waits."""
    with every_federation("the outbox is emptied for all federations"):
        session = db.session()
        session.flush()
        _announce(session)
        connection = session.connection()
        mail = _rows.c.kind.in_(LETTERS)
        connection.execute(delete(_rows).where(mail, _rows.c.payload["person"].as_integer() == person_id))
        waiting = connection.execute(
            select(_rows.c.id, _rows.c.key, _rows.c.payload)
            .where(mail, _rows.c.done_at.is_(None))
            .with_for_update()
        ).all()
        for row in waiting:
            payload = _reworded(row.key, row.payload, words)
            if payload != row.payload:
                connection.execute(update(_rows).where(_rows.c.id == row.id).values(payload=payload))


def forget_keys(feature: str) -> None:
    """In the open unit of work: delete the facts and letters of a feature that is purged, in all federations, so that a
    new start can use their keys again."""
    with every_federation("a purged feature's keys are forgotten in all federations"):
        session = db.session()
        session.flush()
        _announce(session)
        begins = (f"{feature}.", f"{feature}:", f"event:{feature}.", f"event:{feature}:")
        theirs = or_(*(_rows.c.key.startswith(begin, autoescape=True) for begin in begins))
        session.connection().execute(delete(_rows).where(theirs))


def _reworded(key: str, kept: dict[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """A letter that waits with other words for some; what cannot be read any more stays sealed."""
    try:
        letter = open_letter(key, kept)
    except UnreadableLetter:
        return {name: _without(value, words) for name, value in kept.items()}
    other = {name: _without(value, words) for name, value in letter.items()}
    return kept if other == letter else seal_letter(key, other)


def _without(value: Any, words: Mapping[str, str]) -> Any:
    if not isinstance(value, str):
        return value
    for word, instead in words.items():
        value = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", instead, value)
    return value


def _held(due: LeasedMessage) -> ColumnElement[bool]:
    return and_(_rows.c.id == due.id, _rows.c.attempts == due.attempts, _rows.c.done_at.is_(None))


def _pause(attempts: int) -> timedelta:
    return min(LONGEST_PAUSE, timedelta(seconds=15 << min(attempts, 10)))
