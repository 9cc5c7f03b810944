"""One federation of a PostgreSQL database many times over, made inside the database: rows are copied with other numbers, and the
record of each is chained and signed anew. What fingerprints hold of numbers, such as those of a roll, stays that of the first."""

import json
from collections.abc import Iterator
from typing import Any, Final

from psycopg import Cursor
from sqlalchemy import BigInteger, Column, Connection, Table, select

from federation.kernel.chain import START, SignedCheckpoint, entry_hash
from federation.kernel.checkpoints import RecordCheckpoint, _private, public_key
from federation.kernel.db import MappedBase
from federation.kernel.record import RecordEntry, RecordHead, canonical, stamp
from federation.kernel.tenancy import Federated
from federation.network.models import Federation
from federation.people.models import Person

APART: Final = 10_000
"""How far the numbers of one federation are from those of the next; the first has none as high."""
_ANEW: Final = {RecordEntry.__tablename__, RecordHead.__tablename__, RecordCheckpoint.__tablename__}
_NOT_COPIED: Final = {"kernel_outbox", "kernel_idempotency", "kernel_seal", "kernel_checkpoint"}
_NAMES_A_ROW: Final = {"comment", "group", "mandate", "membership", "person", "practice", "replaces", "seat"}
"""Words in entries of the record whose values are numbers of rows."""
_ADDED: Final = f"(k.n * {APART})"
_SECRETS: Final = {"token_hash", "key_hash"}
_TEXT: Final = {
    ("network_federation", "slug"): "t.slug || '-' || k.n",
    ("people_person", "email"): "k.n || '.' || t.email",
    ("network_due", "key"): (
        f"regexp_replace(t.key, '(?<=:)\\d+', (substring(t.key, ':(\\d+)')::bigint + {_ADDED})::text)"
    ),
    ("kernel_search", "scope"): "regexp_replace(t.scope, '^f\\d+', 'f' || (t.federation_id + k.n))",
}
"""Words that hold numbers, or must not be there twice: the SQL of each."""


def clone(connection: Connection, federation: int, times: int) -> int:
    """Copy a federation with its people so many times, in one transaction of a superuser; returns the number of rows. The copies
    have the numbers of federations that follow on the first."""
    run = connection.exec_driver_sql
    run("SET LOCAL session_replication_role = replica")
    made = 0
    for table in _tables():
        if table.name in _ANEW | _NOT_COPIED:
            continue
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        values = ", ".join(_value(table, column) for column in table.columns)
        which = {"network_federation": f"WHERE t.id = {int(federation)}", "people_person": ""}.get(
            table.name, f"WHERE t.federation_id = {int(federation)}"
        )
        made += run(
            f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name} t, "
            f"generate_series(1, {int(times)}) AS k(n) {which} ORDER BY k.n"
        ).rowcount
        if "id" in table.columns:
            run(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"
            )
    return made + _records(connection, federation, times)


def _tables() -> Iterator[Table]:
    """Those of a federation, and of its people."""
    federated = {
        mapper.local_table for mapper in MappedBase.registry.mappers if issubclass(mapper.class_, Federated)
    }
    first = {Federation.__table__, Person.__table__}
    yield from (table for table in MappedBase.metadata.sorted_tables if table in federated | first)


def _value(table: Table, column: Column[Any]) -> str:
    name = column.name
    if (table.name, name) in _TEXT:
        return _TEXT[table.name, name]
    if name == "federation_id" or (table.name, name) == ("network_federation", "id"):
        return f't."{name}" + k.n'
    if name in _SECRETS:
        return f"encode(sha256(convert_to(k.n || t.{name}, 'UTF8')), 'hex')"
    is_number = isinstance(column.type, BigInteger) and (name == "id" or name.endswith(("_id", "_by")))
    return f't."{name}" + {_ADDED}' if is_number else f't."{name}"'


def _records(connection: Connection, federation: int, times: int) -> int:
    """Write the records of the copies, with a checkpoint at the end of each."""
    entry = RecordEntry.__table__.c
    first = connection.execute(
        select(entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.data)
        .where(entry.federation_id == federation)
        .order_by(entry.seq)
    ).all()
    cursor: Cursor[Any] = connection.connection.cursor()  # type: ignore[assignment]
    heads: list[tuple[int, int, str, Any]] = []
    with cursor.copy(
        "COPY kernel_record (federation_id, seq, at, actor, action, subject, data, prev, hash) FROM STDIN"
    ) as copy:
        for number in range(1, times + 1):
            here, before = federation + number, START
            for seq, at, actor, action, subject, data in first:
                who = None if actor is None else actor + number * APART
                moved = _subject(subject, here, number)
                words = _moved(data, number)
                digest = entry_hash(before, here, seq, stamp(at), who, action, moved, words)
                copy.write_row((here, seq, at, who, action, moved, words, before, digest))
                before = digest
            heads.append((here, len(first), before, first[-1].at))
    with cursor.copy("COPY kernel_record_head (federation_id, seq, hash, at) FROM STDIN") as copy:
        for row in heads:
            copy.write_row(row)
    key, private = public_key(), _private()
    with cursor.copy(
        "COPY kernel_checkpoint (federation_id, seq, hash, at, key, signature) FROM STDIN"
    ) as copy:
        for here, seq, digest, at in heads:
            unsigned = SignedCheckpoint(here, seq, digest, stamp(at), key, "")
            copy.write_row((here, seq, digest, at, key, private.sign(unsigned.message).hex()))
    return times * (len(first) + 2)


def _subject(subject: str, here: int, number: int) -> str:
    kind, _, of = subject.partition(":")
    if kind == "federation":
        return f"federation:{here}"
    return f"{kind}:{int(of) + number * APART}" if of.isdigit() else subject


def _moved(data: str, number: int) -> str:
    """The words of an entry with the numbers of rows that the copy has."""
    found = json.loads(data)
    for name in _NAMES_A_ROW & found.keys():
        if isinstance(found[name], int):
            found[name] += number * APART
    return canonical(found)
