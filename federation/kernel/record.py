"""The record: append-only and hash-chained, one chain a federation, written in the transaction of the act itself.

It holds numbers, names of acts and hashes; never how a practice votes, never a secret, never a person's name.
One of the files that speak to tables directly: an entry costs three statements and no mapped objects.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import GenericFunction

from federation.kernel.chain import START, BrokenChain, ChainEntry, check, entry_hash
from federation.kernel.clock import Moment, database_now
from federation.kernel.db import MappedBase, RowId, db, is_writing
from federation.kernel.row_security import EVERY
from federation.kernel.tenancy import FEDERATION, Federated, _announce, current, insert_many


class RecordEntry(Federated, MappedBase):
    """One entry of a federation's record."""

    __tablename__ = "kernel_record"
    __table_args__ = (
        Index("ix_kernel_record_subject", "federation_id", "subject", "seq"),
        {"info": {"append_only": ("UPDATE", "DELETE")}},
    )
    federation_id: Mapped[int] = mapped_column(
        RowId, ForeignKey(FEDERATION), primary_key=True, autoincrement=False
    )
    seq: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[int | None] = mapped_column(RowId)
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    data: Mapped[str] = mapped_column(Text)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class RecordHead(Federated, MappedBase):
    """Where a federation's record ends; its lock puts the entries in one order."""

    __tablename__ = "kernel_record_head"
    federation_id: Mapped[int] = mapped_column(
        RowId, ForeignKey(FEDERATION), primary_key=True, autoincrement=False
    )
    seq: Mapped[int] = mapped_column(RowId)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime | None] = mapped_column(Moment)
    """The time of the newest entry; None while there is none."""


class _later_moment(GenericFunction[datetime]):
    """The later of two moments."""

    type = Moment()
    inherit_cache = True
    name = "federation_later"


@compiles(_later_moment)
def _greatest(element: _later_moment, compiler: Any, **kw: Any) -> str:
    return f"greatest({compiler.process(element.clauses, **kw)})"


@compiles(_later_moment, "sqlite")
def _max(element: _later_moment, compiler: Any, **kw: Any) -> str:
    return f"max({compiler.process(element.clauses, **kw)})"


def _not_before(last: Any) -> ColumnElement[datetime]:
    return _later_moment(database_now(), func.coalesce(last, database_now()))


def now_here() -> ColumnElement[datetime]:
    """The time in the federation chosen, for use in statements: the database's clock, and never before the newest entry
    of the record, so that a clock that is set back makes nothing undone that has happened."""
    return _not_before(select(RecordHead.at).scalar_subquery())


def latest_now() -> ColumnElement[datetime]:
    """The latest time in any federation, for statements over all of them: a time that has come in one has come by it."""
    return _not_before(select(func.max(RecordHead.at)).scalar_subquery())


_entries = cast(Table, RecordEntry.__table__)
_heads = cast(Table, RecordHead.__table__)
_here = _heads.c.federation_id == bindparam("here")
_END = (
    select(_heads.c.seq, _heads.c.hash, _not_before(_heads.c.at).label("now")).where(_here).with_for_update()
)
"""PostgreSQL works it out again from the row as it is once it has waited for it; from other rows it would not."""
_ADD = insert(_entries)
_MOVE = (
    update(_heads).where(_here).values(seq=bindparam("to"), hash=bindparam("digest"), at=bindparam("moment"))
)


def canonical(data: Any) -> str:
    """JSON text that is the same for the same data: sorted keys, no spaces."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(data: Any) -> str:
    """The fingerprint of anything that JSON can hold."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def stamp(at: datetime) -> str:
    """A moment as the chain writes it: UTC, ISO 8601, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


class WrittenEntry(NamedTuple):
    """An entry that was just written, for whoever watches."""

    federation: int
    seq: int
    at: datetime
    actor: int | None
    action: str
    subject: str


_watchers: dict[str, Callable[[WrittenEntry], None]] = {}


def watch(name: str, watcher: Callable[[WrittenEntry], None]) -> None:
    """Tell ``watcher`` of each entry, in the unit of work that writes it; a name has one watcher."""
    _watchers[name] = watcher


def append(actor: int | None, action: str, subject: str, **data: Any) -> int:
    """Write an entry in the open unit of work and return its number. ``subject`` is like ``decision:31``."""
    if not is_writing():
        raise RuntimeError("the record is written in the unit of work of the act it records")
    federation = current()
    if federation == EVERY:
        raise RuntimeError("an entry belongs to one federation")
    session = db.session()
    session.flush()
    _announce(session)
    connection = session.connection()
    entry = federation, actor, action, subject, data
    if (written := write_entry(connection, *entry)) is None:
        insert_many(RecordHead, [{"seq": 0, "hash": START}], once=True)
        written = cast(WrittenEntry, write_entry(connection, *entry))
    for watcher in _watchers.values():
        watcher(written)
    return written.seq


def write_entry(
    connection: Connection,
    federation: int,
    actor: int | None,
    action: str,
    subject: str,
    data: Mapping[str, Any],
) -> WrittenEntry | None:
    """Write an entry at the end of a record, in the open transaction; nobody who watches is told. None where the record has no
    end to write it at."""
    head = connection.execute(_END, {"here": federation}).first()
    if head is None:
        return None
    seq, prev, at = head.seq + 1, head.hash, head.now
    text = canonical(data)
    digest = entry_hash(prev, federation, seq, stamp(at), actor, action, subject, text)
    connection.execute(
        _ADD,
        {
            "federation_id": federation,
            "seq": seq,
            "at": at,
            "actor": actor,
            "action": action,
            "subject": subject,
            "data": text,
            "prev": prev,
            "hash": digest,
        },
    )
    connection.execute(_MOVE, {"here": federation, "to": seq, "digest": digest, "moment": at})
    return WrittenEntry(federation, int(seq), at, actor, action, subject)


def entries(until: int | None = None) -> Iterator[ChainEntry]:
    """The record of the federation chosen, from the first entry on (to number ``until``), without loading it whole."""
    after = 0
    wanted = (RecordEntry.seq <= until,) if until is not None else ()
    while True:
        page = (
            db.session.execute(
                select(
                    RecordEntry.federation_id,
                    RecordEntry.seq,
                    RecordEntry.at,
                    RecordEntry.actor,
                    RecordEntry.action,
                    RecordEntry.subject,
                    RecordEntry.data,
                    RecordEntry.prev,
                    RecordEntry.hash,
                )
                .where(RecordEntry.seq > after, *wanted)
                .order_by(RecordEntry.seq)
                .limit(2000)
            )
        ).all()
        for row in page:
            yield ChainEntry(row[0], row[1], stamp(row[2]), *row[3:])
        if len(page) < 2000:
            return
        after = page[-1].seq


def verify() -> tuple[int, BrokenChain | None]:
    """Check the whole record of the federation chosen; see :func:`federation.kernel.chain.check`.

    Entries may be added meanwhile: those are left for the next time. None may lie beyond the record's end.
    """
    head = db.session.execute(select(RecordHead.seq, RecordHead.hash, RecordHead.at)).first()
    seq, digest, at = head or (0, START, None)
    good, broken = check(entries(until=seq), (seq, digest))
    end = func.coalesce(select(RecordHead.seq).scalar_subquery(), 0)
    beyond = db.session.scalar(select(func.min(RecordEntry.seq)).where(RecordEntry.seq > end))
    if broken is None and beyond is not None:
        broken = BrokenChain(beyond, f"the record ends with entry {seq}")
    newest = db.session.scalar(select(RecordEntry.at).where(RecordEntry.seq == seq))
    if broken is None and at != newest:
        broken = BrokenChain(seq + 1, f"the record ends at another time than that of entry {seq}")
    return good, broken
