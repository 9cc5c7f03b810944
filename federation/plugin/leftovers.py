"""Tables of plugins as their owner sees them: those whose code is gone, and removing a plugin's for good."""

import json
import os
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, MetaData, Table, inspect, select

from federation.kernel.clock import machine_now
from federation.kernel.row_security import setting_for
from federation.plugin.migrate import drop_guards, owner_engine

_VERSIONS = "kernel_version_"
_TOGETHER = 500


class OrphanTables(NamedTuple):
    """Tables that a plugin left behind when its code was uninstalled."""

    name: str
    kept_in: tuple[str, ...]


def orphans(url: str, installed: Collection[str]) -> list[OrphanTables]:
    """The tables of plugins that are not installed any more; their rows stay until somebody purges them."""
    engine = owner_engine(url)
    try:
        with engine.connect() as connection:
            tables = inspect(connection).get_table_names()
    finally:
        engine.dispose()
    gone = [name.removeprefix(_VERSIONS) for name in tables if name.startswith(_VERSIONS)]
    return [
        OrphanTables(name, _tables_of(name, tables))
        for name in sorted(gone)
        if name != "core" and name not in installed
    ]


def _tables_of(name: str, tables: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(table for table in tables if table.startswith(f"{name}_")))


def has_tables(url: str, name: str) -> bool:
    """Whether the database holds tables of a plugin."""
    engine = owner_engine(url)
    try:
        with engine.connect() as connection:
            return f"{_VERSIONS}{name}" in inspect(connection).get_table_names()
    finally:
        engine.dispose()


def purge(url: str, name: str, folder: Path) -> tuple[Path, int]:
    """Write all rows of a plugin's tables to a file, then drop the tables. Returns the file and the number of rows.

    The file is complete and on the disk before anything is dropped.
    """
    engine = owner_engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(setting_for("*")))
            found = MetaData()
            names = _tables_of(name, inspect(connection).get_table_names())
            found.reflect(connection, only=names)
            own = [table for table in found.sorted_tables if table.name in names]
            path = folder / f"{name}-{machine_now():%Y%m%d-%H%M%S}.json"
            count = _export(connection, own, path)
            for table in reversed(own):
                table.drop(connection)
            Table(f"{_VERSIONS}{name}", MetaData()).drop(connection, checkfirst=True)
            drop_guards(connection, name)
            return path, count
    finally:
        engine.dispose()


def _export(connection: Connection, tables: list[Table], path: Path) -> int:
    count = 0
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write("{")
        for place, table in enumerate(tables):
            file.write(("," if place else "") + f"\n{json.dumps(table.name)}: [")
            for first, row in enumerate(_rows(connection, table)):
                file.write((",\n " if first else "\n ") + json.dumps(row, ensure_ascii=False, default=_plain))
                count += 1
            file.write("]")
        file.write("\n}\n")
        file.flush()
        os.fsync(file.fileno())
    return count


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    order = list(table.primary_key.columns) or list(table.columns)
    statement = select(table).order_by(*order).execution_options(yield_per=_TOGETHER)
    for row in connection.execute(statement).mappings():
        yield dict(row)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)
