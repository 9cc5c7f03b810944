"""Making a copy: everything that the database holds at one moment, while people go on voting."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from federation.keeping.cells import RowSum
from federation.keeping.copy_file import FORMAT, CopiedTable, CopyFile, CopyWriter, part_of, secret_member
from federation.keeping.table_rows import KeptTable, highest_of, read_lines, tables_here
from federation.kernel import record
from federation.kernel.clock import machine_now
from federation.kernel.record import RecordHead
from federation.kernel.refusals import Refusal
from federation.kernel.row_security import setting_for
from federation.network.models import Federation
from federation.plugin.migrate import MigrationUnit, UnitStanding, owner_engine, standing


def make_copy(
    url: str, path: Path, secret_key: str, passphrase: str | None, units: tuple[MigrationUnit, ...]
) -> dict[str, Any]:
    """Write a copy of the database at ``url`` (the owner's) into a new file, and read it back; returns what it is about.

    With a ``passphrase`` the file holds the secret key under it. Raises ``Refusal`` where the file is there, or the tables are
    not those of the code.
    """
    made = check_places(url, path, units)
    with new_copy(path) as writer:
        with at_one_moment(url, path) as connection:
            tables = [_copy_table(writer, connection, one) for one in tables_here(connection)]
            about = {
                **made_now(FORMAT, connection),
                "versions": {one.unit: one.now for one in made},
                "federations": _federations(connection),
                "tables": [one._asdict() for one in tables],
                "secret_key": bool(passphrase),
            }
        writer.finish(
            about, secret_key, lambda _text: secret_member(secret_key, passphrase) if passphrase else {}
        )
    written = CopyFile(path)
    written.check(secret_key)
    written.close()
    return written.about


def check_places(url: str, path: Path, units: tuple[MigrationUnit, ...]) -> list[UnitStanding]:
    """How the tables stand. Raises ``Refusal`` where the file is there, or the tables are not those of the code."""
    if path.exists():
        raise Refusal(f"{path} is there already. Name another file.")
    for left in (part_of(path), _aside_of(path)):
        if left.exists():
            raise Refusal(
                f"{left} is there: this copy is being written, or was broken off. In that case delete it first."
            )
    if not path.parent.is_dir():
        raise Refusal(f"There is no folder {path.parent}.")
    made = standing(url, units)
    if wrong := [one.words for one in made if one.words]:
        raise Refusal(wrong[0])
    return made


@contextmanager
def new_copy(path: Path) -> Iterator[CopyWriter]:
    """A file in the making, of which nothing is left where it is not finished."""
    writer = CopyWriter(path)
    try:
        yield writer
    except BaseException:
        writer.drop()
        raise


def made_now(form: str, connection: Connection) -> dict[str, Any]:
    """What every copy says of itself: its form, when and by which version it was made, and of which kind of database."""
    return {
        "format": form,
        "made_at": record.stamp(machine_now()),
        "made_by": version("federation"),
        "database": connection.dialect.name,
    }


def copy_rows(writer: CopyWriter, kept: KeptTable, lines: Iterable[bytes], highest: int) -> CopiedTable:
    """Write the rows of a table, and count and sum them."""
    total, found = RowSum(), sha256()
    with writer.table(kept.name) as member:
        for line in lines:
            total.add(line)
            found.update(line + b"\n")
            member.write(line + b"\n")
    columns = [list(one) for one in kept.columns]
    return CopiedTable(kept.name, columns, total.count, total.words, found.hexdigest(), highest)


def _copy_table(writer: CopyWriter, connection: Connection, kept: KeptTable) -> CopiedTable:
    return copy_rows(writer, kept, read_lines(connection, kept), highest_of(connection, kept))


def _federations(connection: Connection) -> list[dict[str, Any]]:
    """Each federation with the end of its record, as who restores it can compare."""
    heads = select(Federation.slug, func.coalesce(RecordHead.seq, 0), func.coalesce(RecordHead.hash, ""))
    rows = connection.execute(
        heads.outerjoin(RecordHead, RecordHead.federation_id == Federation.id).order_by(Federation.id)
    )
    return [{"slug": slug, "entries": entries, "head": head} for slug, entries, head in rows]


@contextmanager
def at_one_moment(url: str, path: Path) -> Iterator[Connection]:
    """A connection that sees the database as it is now, whatever is written meanwhile. SQLite is copied first, in one go, so
    that nobody who writes waits for longer than that."""
    if not url.startswith("sqlite"):
        engine = owner_engine(url)
        try:
            with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                connection.execute(select(setting_for("*")))
                yield connection
                connection.rollback()
        finally:
            engine.dispose()
        return
    aside = _aside_of(path)
    aside.touch(mode=0o600, exist_ok=False)
    try:
        _copy_sqlite(url, aside)
        engine = owner_engine(f"sqlite:///{aside}")
        try:
            with engine.connect() as connection:
                yield connection
                connection.rollback()
        finally:
            engine.dispose()
    finally:
        for left in ("", "-wal", "-shm", "-journal"):
            Path(f"{aside}{left}").unlink(missing_ok=True)


def _aside_of(path: Path) -> Path:
    """Where the database of SQLite lies while a copy is written."""
    return path.with_name(f"{path.name}.database")


def _copy_sqlite(url: str, aside: Path) -> None:
    engine = owner_engine(url)
    try:
        with engine.connect() as connection:
            source: Any = connection.connection.driver_connection
            target = type(source)(os.fspath(aside))
            try:
                source.backup(target)
            finally:
                target.close()
    finally:
        engine.dispose()
