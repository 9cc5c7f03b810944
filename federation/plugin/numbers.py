"""Where the numbers of rows begin in a database: at a place of its own, so that a federation keeps all its numbers wherever it
moves. The record, fingerprints and what is sealed name rows by them, and are never written anew.
"""

import re
import secrets
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, inspect

BLOCK: Final = 10**8
"""How many numbers a place has."""
_PLACES: Final = 9_000_000
"""How many places a new database chooses from: its numbers stay below 2**53, which every program reads exactly."""
_STEP: Final = 1_000
_COUNTED: Final = "kernel_outbox"


def begin_apart(connection: Connection) -> None:
    """Let the numbers of a database in which nothing has a number yet begin at a place that is chosen by chance."""
    _go_on_at(connection, (1 + secrets.randbelow(_PLACES - 1)) * BLOCK)


def begin_as(connection: Connection, highest: Mapping[str, int]) -> None:
    """Let the numbers of an empty database begin where those of another did, of which these are the highest by table."""
    if place := highest.get(_COUNTED, 0) // BLOCK * BLOCK:
        _go_on_at(connection, place)


def keep_apart(connection: Connection) -> None:
    """Let tables that were made since begin at the place of the others, where the database has one."""
    if place := _place(connection):
        _go_on_at(connection, place)


def last_number(connection: Connection) -> int:
    """A number that the database gave lately; 0 where it does not count."""
    return _counter(connection, _COUNTED)


def move_on(connection: Connection, last: int, beyond: int) -> None:
    """After rows came from elsewhere: SQLite goes on above the highest number that a table has, so let it go on at a place that
    nobody else has. ``last`` is a number that it gave itself before, ``beyond`` one that came."""
    if connection.dialect.name == "sqlite" and beyond // BLOCK >= last // BLOCK:
        _go_on_at(connection, (beyond // BLOCK + 1 + secrets.randbelow(_STEP)) * BLOCK)


def _place(connection: Connection) -> int:
    return _counter(connection, _COUNTED) // BLOCK * BLOCK


def _go_on_at(connection: Connection, place: int) -> None:
    """Let every table whose rows are counted go on above ``place``, where it is not there yet."""
    if connection.dialect.name == "sqlite":
        _count_for_good(connection)
    for name in _counted(connection):
        if _counter(connection, name) < place:
            _set(connection, name, place)


def _counted(connection: Connection) -> list[str]:
    """The tables that give their rows numbers."""
    run = connection.exec_driver_sql
    if connection.dialect.name == "postgresql":
        names = inspect(connection).get_table_names()
        return [name for name in names if _sequence(connection, name)]
    found = run("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
    return list(found.scalars())


def _sequence(connection: Connection, name: str) -> str | None:
    columns = {one["name"] for one in inspect(connection).get_columns(name)}
    if "id" not in columns:
        return None
    found = connection.exec_driver_sql("SELECT pg_get_serial_sequence(%s, 'id')", (name,)).scalar()
    return str(found) if found else None


def _counter(connection: Connection, name: str) -> int:
    """The last number that the database gave a row of a table, as far as it counts; 0 where it gave none."""
    run = connection.exec_driver_sql
    if connection.dialect.name == "postgresql":
        sequence = _sequence(connection, name)
        found = run(f"SELECT last_value FROM {sequence} WHERE is_called").scalar() if sequence else 0  # noqa: S608
    elif run("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").scalar():
        found = run("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).scalar()
    else:
        found = 0
    return int(found or 0)


def _set(connection: Connection, name: str, number: int) -> None:
    run = connection.exec_driver_sql
    if connection.dialect.name == "postgresql":
        run("SELECT setval(%s, %s)", (_sequence(connection, name), number))
        return
    run("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
    run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, number))


_KEY = re.compile(r"PRIMARY KEY \(id\)")


def _count_for_good(connection: Connection) -> None:
    """Let SQLite count the rows of all tables: it begins at 1 else, and again whenever a table is empty. What a table holds
    stays as it is; its description alone gains the word. (https://sqlite.org/pragma.html#pragma_writable_schema)"""
    run = connection.exec_driver_sql
    tables = run(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%PRIMARY KEY (id)%' "
        "AND sql NOT LIKE '%WITHOUT ROWID%'"
    ).all()
    if not tables:
        return
    version = int(run("PRAGMA schema_version").scalar_one())
    run("PRAGMA writable_schema = ON")
    for name, sql in tables:
        if re.search(r"^\s*id INTEGER\b", sql, re.M):
            more = _KEY.sub("PRIMARY KEY (id AUTOINCREMENT)", sql)
            run("UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (more, name))
    run(f"PRAGMA schema_version = {version + 1}")
    run("PRAGMA writable_schema = RESET")
