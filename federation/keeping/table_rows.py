"""The tables of an installation as copies see them, and their rows read and written past the product: no guard of the
database and no link between rows stands in the way while a copy is put in, and all are back when it is there."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, MetaData, Row, Table, column, inspect, select, table
from sqlalchemy.sql.expression import TableClause

from federation.keeping.cells import KINDS, kind_of, line_of
from federation.kernel.db import MappedBase

VERSIONS: Final = "kernel_version_"
_TOGETHER: Final = 500


class KeptTable(NamedTuple):
    """A table with its columns and the kind of each."""

    name: str
    columns: list[tuple[str, str]]

    @property
    def clause(self) -> TableClause:
        """It, for statements: its cells as their kinds say, on either kind of database."""
        return table(self.name, *(column(name, KINDS[kind].stored) for name, kind in self.columns))

    @property
    def kinds(self) -> list[str]:
        """The kind of each column."""
        return [kind for _name, kind in self.columns]


def tables_here(connection: Connection) -> list[KeptTable]:
    """Every table with rows of the installation, by name: those of plugins that are not installed any more too."""
    known = MappedBase.metadata.tables
    names = sorted(name for name in _names(connection) if not name.startswith(VERSIONS))
    return [_kept(known[name] if name in known else _reflected(connection, name)) for name in names]


def read_lines(connection: Connection, kept: KeptTable) -> Iterator[bytes]:
    """The rows of a table as lines, a part at a time."""
    for row in read_rows(connection, kept):
        yield line_of(kept.kinds, row)


def read_rows(connection: Connection, kept: KeptTable, *where: ColumnElement[bool]) -> Iterator[Row[Any]]:
    """The rows of a table, those of a condition where there is one, a part at a time."""
    wanted = select(kept.clause).where(*where)
    yield from connection.execute(wanted, execution_options={"yield_per": _TOGETHER})


def write_rows(connection: Connection, kept: KeptTable, rows: Iterable[Sequence[Any]]) -> None:
    """Put rows into a table, a part at a time."""
    clause, names = kept.clause, [name for name, _kind in kept.columns]
    part: list[dict[str, Any]] = []
    for row in rows:
        part.append(dict(zip(names, row, strict=True)))
        if len(part) == _TOGETHER:
            connection.execute(clause.insert(), part)
            part = []
    if part:
        connection.execute(clause.insert(), part)


def highest_of(connection: Connection, kept: KeptTable) -> int:
    """The highest number that a row of a table ever had, as far as the database remembers it; 0 where rows have none."""
    if ("id", "whole") not in kept.columns:
        return 0
    run = connection.exec_driver_sql
    there = run(f"SELECT max(id) FROM {kept.name}").scalar() or 0  # noqa: S608 - names of tables that are there
    if connection.dialect.name == "postgresql":
        sequence = run("SELECT pg_get_serial_sequence(%s, 'id')", (kept.name,)).scalar()
        given = run(f"SELECT last_value FROM {sequence} WHERE is_called").scalar() if sequence else 0  # noqa: S608
    else:
        given = _counted(connection).get(kept.name, 0)
    return max(int(there), int(given or 0))


def keep_highest(connection: Connection, name: str, highest: int) -> None:
    """Let the next row of a table get a number above this one, where the database remembers such."""
    run = connection.exec_driver_sql
    if not highest:
        return
    if connection.dialect.name == "postgresql":
        if sequence := run("SELECT pg_get_serial_sequence(%s, 'id')", (name,)).scalar():
            run("SELECT setval(%s, %s)", (sequence, highest))
    elif _counts(connection, name):
        run("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
        run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, highest))


@contextmanager
def unguarded(connection: Connection, names: Sequence[str]) -> Iterator[None]:
    """No guard of these tables refuses a row, and no link between rows is asked, until the end: then all links are asked again,
    and the guards are back. Everything is undone where the transaction fails."""
    opened = _open_postgresql if connection.dialect.name == "postgresql" else _open_sqlite
    with opened(connection, names):
        yield


@contextmanager
def waiting_links(connection: Connection, names: Sequence[str]) -> Iterator[None]:
    """The same for a few rows beside many: on PostgreSQL links wait until the end, when those of new rows alone are asked."""
    if connection.dialect.name == "sqlite":
        with _open_sqlite(connection, names):
            yield
        return
    run = connection.exec_driver_sql
    links = [one for one in _links(connection) if one.tbl in names]
    for one in links:
        run(f"ALTER TABLE {one.tbl} ALTER CONSTRAINT {one.conname} DEFERRABLE INITIALLY DEFERRED")
    for name in names:
        run(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    yield
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for name in names:
        run(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    for one in links:
        run(f"ALTER TABLE {one.tbl} ALTER CONSTRAINT {one.conname} NOT DEFERRABLE")


def _names(connection: Connection) -> list[str]:
    if connection.dialect.name == "postgresql":
        return inspect(connection).get_table_names()
    listed = connection.exec_driver_sql("PRAGMA table_list").all()
    return [
        one.name
        for one in listed
        if one.schema == "main" and one.type == "table" and not one.name.startswith("sqlite_")
    ]


def _reflected(connection: Connection, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=connection)


def _kept(found: Table) -> KeptTable:
    columns = [one for one in found.columns if one.computed is None]
    return KeptTable(found.name, [(one.name, kind_of(one.type)) for one in columns])


def _counted(connection: Connection) -> dict[str, int]:
    if "sqlite_sequence" not in connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all():
        return {}
    return {row.name: row.seq for row in connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")}


def _counts(connection: Connection, name: str) -> bool:
    sql = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).scalar()
    return "AUTOINCREMENT" in str(sql).upper()


@contextmanager
def _open_sqlite(connection: Connection, names: Sequence[str]) -> Iterator[None]:
    """Links are asked at the end by whoever opened the database for changes of tables."""
    run = connection.exec_driver_sql
    triggers = run("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    away = [one for one in triggers if one.tbl_name in names]
    for one in away:
        run(f"DROP TRIGGER {one.name}")
    yield
    run("INSERT INTO kernel_search_fts (kernel_search_fts) VALUES ('rebuild')")
    for one in away:
        run(one.sql)


def _links(connection: Connection) -> Sequence[Row[Any]]:
    """The links between tables: name, table, and what each means."""
    return connection.exec_driver_sql(
        "SELECT conname, conrelid::regclass::text AS tbl, pg_get_constraintdef(oid) AS means FROM pg_constraint "
        "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
    ).all()


@contextmanager
def _open_postgresql(connection: Connection, names: Sequence[str]) -> Iterator[None]:
    run = connection.exec_driver_sql
    links = _links(connection)
    for one in links:
        run(f"ALTER TABLE {one.tbl} DROP CONSTRAINT {one.conname}")
    for name in names:
        run(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    yield
    for name in names:
        run(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    for one in links:
        run(f"ALTER TABLE {one.tbl} ADD CONSTRAINT {one.conname} {one.means}")
