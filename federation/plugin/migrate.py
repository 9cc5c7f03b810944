"""Tables: the core's and each plugin's, each unit with a version table of its own, all through one ``env.py``."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, select, text
from sqlalchemy.orm import Session

from federation.kernel import checkpoints, idempotency, mail_hold, outbox, record, search, working_turns
from federation.kernel.database_file import make_none
from federation.kernel.db import SQLITE_ENGINE, guard_engine
from federation.kernel.pooled import follow_pooler
from federation.kernel.refusals import Refusal
from federation.kernel.row_security import setting_for
from federation.paths import MIGRATIONS
from federation.plugin.drift import differences, tables_known
from federation.plugin.numbers import begin_apart, keep_apart
from federation.plugin.rights import secure

_KERNEL_TABLES = (checkpoints, idempotency, mail_hold, outbox, record, search, working_turns)
"""The modules that hold the kernel's own tables, named so that they are known before rights are set."""

_UPGRADE_LOCK = 7_221_204


class MigrationUnit(NamedTuple):
    """Something with migrations of its own."""

    name: str
    versions: Path

    @property
    def version_table(self) -> str:
        return f"kernel_version_{self.name}"

    @property
    def guards(self) -> dict[str, dict[str, str]]:
        """Its guards of tables, by kind of database and by name, as ``migrations/guards.json`` says them."""
        path = self.versions.parent / "guards.json"
        return json.loads(path.read_text("utf-8")) if path.exists() else {}


CORE = MigrationUnit("core", MIGRATIONS / "versions")


class UnitStanding(NamedTuple):
    """At which version the tables of a unit are, and which is the newest that the code knows; None: no tables yet."""

    unit: str
    now: str | None
    newest: str | None
    is_known: bool = True
    """Whether the code knows the version in the database."""

    @property
    def words(self) -> str:
        """What is to be done, in a sentence; empty where nothing is."""
        if self.now == self.newest:
            return ""
        if self.is_known:
            return (
                f"The database is behind: {self.unit} is at {self.now or 'nothing'}, the newest is {self.newest}. "
                "Run: federation db upgrade"
            )
        return (
            f"The database is newer than this program: {self.unit} is at {self.now}, and {self.newest} is the newest that is "
            "known here. Nothing was changed. Install the version that made it, or restore a copy that this version made"
        )


def owner_engine(url: str, *, may_make: bool = False) -> Engine:
    """An engine that may change tables; never used by requests. A database that is not there is made only where it ``may_make``
    one; :class:`NoDatabase` otherwise."""
    engine = create_engine(url, hide_parameters=True, **(SQLITE_ENGINE if url.startswith("sqlite") else {}))
    guard_engine(engine)
    if engine.dialect.name == "postgresql":
        follow_pooler(engine, None)
    if not may_make:
        make_none(engine)
    return engine


def alembic_config(unit: MigrationUnit, connection: Connection) -> Config:
    """Alembic's settings for one unit on an open connection."""
    config = _scripts(unit)
    config.attributes["connection"] = connection
    config.attributes["version_table"] = unit.version_table
    return config


def _scripts(unit: MigrationUnit) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("version_locations", str(unit.versions).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def upgrade(
    url: str, units: Iterable[MigrationUnit] = (CORE,), secret_key: str = "", *, apart: bool = False
) -> None:
    """Bring every unit to its newest version, one process at a time, then set the rights of the application's role.
    With the secret key of the installation that role may log in by itself. ``apart``: the numbers of a new database begin at a
    place of its own. Raises ``Refusal`` where tables are newer than the code."""
    with owned(url) as connection:
        units = tuple(units)
        is_new = _standing(connection, CORE).now is None
        if newer := [one for unit in units if not (one := _standing(connection, unit)).is_known]:
            raise Refusal(newer[0].words)
        for unit in units:
            command.upgrade(alembic_config(unit, connection), "heads")
        if apart and is_new:
            begin_apart(connection)
        else:
            keep_apart(connection)
        if connection.dialect.name == "postgresql":
            secure(connection, secret_key)


def standing(url: str, units: Iterable[MigrationUnit] = (CORE,)) -> list[UnitStanding]:
    """Where the tables of each unit stand."""
    engine = owner_engine(url)
    try:
        with engine.connect() as connection:
            return [_standing(connection, unit) for unit in units]
    finally:
        engine.dispose()


def faults(url: str, units: Iterable[MigrationUnit]) -> list[str]:
    """What is wrong with the tables, in sentences: that they are older or newer than the code, or else where they differ from
    what it says. Empty where they agree."""
    units = tuple(units)
    known = tables_known([unit.name for unit in units])
    found = [one.words for one in standing(url, units) if one.words]
    if found:
        return found
    engine = owner_engine(url)
    try:
        with engine.connect() as connection:
            return [
                f"{words}. Compare with a fresh database, or restore a copy: federation restore"
                for words in differences(connection, known.__contains__)
            ]
    finally:
        engine.dispose()


def _standing(connection: Connection, unit: MigrationUnit) -> UnitStanding:
    context = MigrationContext.configure(connection, opts={"version_table": unit.version_table})
    scripts = ScriptDirectory.from_config(_scripts(unit))
    now = context.get_current_revision()
    known = now is None or any(one.revision == now for one in scripts.walk_revisions())
    return UnitStanding(unit.name, now, scripts.get_current_head(), known)


def behind(session: Session, units: Iterable[MigrationUnit]) -> frozenset[str]:
    """The units whose tables are not at their newest version: two statements, for any number of units."""
    wanted = {unit.name: _newest(unit) for unit in units}
    connection = session.connection()
    made = set(inspect(connection).get_table_names()) if wanted else set()
    asked = [
        f"SELECT '{name}', version_num FROM {table}"  # noqa: S608 - names of features have letters, digits and _
        for name in wanted
        if (table := MigrationUnit(name, Path()).version_table) in made
    ]
    there = {
        row[0]: row[1] for row in (connection.exec_driver_sql(" UNION ALL ".join(asked)) if asked else ())
    }
    return frozenset(name for name, newest in wanted.items() if there.get(name) != newest)


@cache
def _newest(unit: MigrationUnit) -> str | None:
    """The newest version of a unit's tables, as its package says."""
    return ScriptDirectory.from_config(_scripts(unit)).get_current_head()


def drop_guards(connection: Connection, name: str) -> None:
    """Take away what the guards of a unit do: on PostgreSQL that lies beside its tables."""
    if connection.dialect.name != "postgresql":
        return
    statement = (
        "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND proname LIKE %s"
    )
    found = connection.exec_driver_sql(statement, (f"guard\\_{name.replace('_', chr(92) + '_')}\\_%",))
    for function in found.scalars().all():
        connection.exec_driver_sql(f"DROP FUNCTION {function}() CASCADE")


@contextmanager
def owned(url: str) -> Iterator[Connection]:
    """A connection that changes tables, one process at a time; committed at the end."""
    engine = owner_engine(url, may_make=True)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
                connection.execute(select(setting_for("*")))  # migrations change rows of all federations
                yield connection
            else:
                with _tables_made_anew(connection):
                    yield connection
            connection.commit()
    finally:
        engine.dispose()


@contextmanager
def _tables_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew under its name, during which rows of others point to nothing: foreign keys
    are compared at the end instead. (https://sqlite.org/lang_altertable.html, section 7)"""
    connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
    yield
    if astray := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RuntimeError(
            f"after the migration {len(astray)} rows point to nothing, in {astray[0][0]} first"
        )
