"""Tables: the core's and each plugin's, each unit with a version table of its own, all through one ``env.py``."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.orm import Session

from federation.kernel import idempotency, outbox, record, search
from federation.kernel.db import APP_ROLE, SQLITE_ENGINE, Base, guard_engine
from federation.kernel.tenancy import SETTING
from federation.paths import MIGRATIONS

_KERNEL_TABLES = (idempotency, outbox, record, search)
"""The modules that hold the kernel's own tables, named so that they are known before rights are set."""

_UPGRADE_LOCK = 7_221_204


class Unit(NamedTuple):
    """Something with migrations of its own."""

    name: str
    versions: Path

    @property
    def version_table(self) -> str:
        return f"kernel_version_{self.name}"


CORE = Unit("core", MIGRATIONS / "versions")


def owner_engine(url: str) -> Engine:
    """An engine that may change tables; never used by requests."""
    engine = create_engine(url, hide_parameters=True, **(SQLITE_ENGINE if url.startswith("sqlite") else {}))
    guard_engine(engine)
    return engine


def alembic_config(unit: Unit, connection: Connection) -> Config:
    """Alembic's settings for one unit on an open connection."""
    config = _scripts(unit)
    config.attributes["connection"] = connection
    config.attributes["version_table"] = unit.version_table
    return config


def _scripts(unit: Unit) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("version_locations", str(unit.versions).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def upgrade(url: str, units: Iterable[Unit] = (CORE,)) -> None:
    """Bring every unit to its newest version, one process at a time, then set the rights of the application's role."""
    with _owner(url) as connection:
        for unit in units:
            command.upgrade(alembic_config(unit, connection), "heads")
        if connection.dialect.name == "postgresql":
            secure(connection)


def versions(url: str, units: Iterable[Unit] = (CORE,)) -> Iterator[tuple[str, str | None, str | None]]:
    """(unit, version in the database, newest version) of each unit."""
    with _owner(url) as connection:
        for unit in units:
            context = MigrationContext.configure(connection, opts={"version_table": unit.version_table})
            newest = ScriptDirectory.from_config(alembic_config(unit, connection)).get_current_head()
            yield unit.name, context.get_current_revision(), newest


def behind(session: Session, units: Iterable[Unit]) -> frozenset[str]:
    """The units whose tables are not at their newest version: two statements, for any number of units."""
    wanted = {unit.name: _newest(unit) for unit in units}
    connection = session.connection()
    made = set(inspect(connection).get_table_names()) if wanted else set()
    asked = [
        f"SELECT '{name}', version_num FROM {table}"  # noqa: S608 - names of features have letters, digits and _
        for name in wanted
        if (table := Unit(name, Path()).version_table) in made
    ]
    there = {
        row[0]: row[1] for row in (connection.exec_driver_sql(" UNION ALL ".join(asked)) if asked else ())
    }
    return frozenset(name for name, newest in wanted.items() if there.get(name) != newest)


@cache
def _newest(unit: Unit) -> str | None:
    """The newest version of a unit's tables, as its package says."""
    return ScriptDirectory.from_config(_scripts(unit)).get_current_head()


@contextmanager
def _owner(url: str) -> Iterator[Connection]:
    engine = owner_engine(url)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
            yield connection
            connection.commit()
    finally:
        engine.dispose()


def secure(connection: Connection) -> None:
    """Row-level security on every table that belongs to federations, and the rights of the role that owns nothing."""
    run = connection.exec_driver_sql
    if run("SELECT 1 FROM pg_roles WHERE rolname = %s", (APP_ROLE,)).first() is None:
        run(f"CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS")
    run(f"GRANT {APP_ROLE} TO CURRENT_USER")
    run(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
    run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}")
    run(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
    chosen = f"nullif(current_setting('{SETTING}', true), '')"
    here = f"({chosen} = '*' OR federation_id = nullif({chosen}, '*')::bigint)"
    made = _unlocked_tables(connection)
    for table in (table for table in Base.metadata.sorted_tables if table.name in made):
        info = table.info
        for right in info.get("append_only", ()):
            run(f"REVOKE {right} ON {table.name} FROM {APP_ROLE}")
        if "federation_id" not in table.columns or info.get("global"):
            continue
        nobody = " OR federation_id IS NULL" if table.columns["federation_id"].nullable else ""
        run(f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY")
        run(f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY")
        for policy in ("within", "arrival"):
            run(f"DROP POLICY IF EXISTS {policy} ON {table.name}")
        run(f"CREATE POLICY within ON {table.name} USING ({here}{nobody}) WITH CHECK ({here}{nobody})")


def _unlocked_tables(connection: Connection) -> set[str]:
    """The tables that are there; refuses to go on when one of a federation's is neither known nor locked already."""
    made = set(inspect(connection).get_table_names())
    open_ones = connection.exec_driver_sql(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'federation_id' "
        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT c.relrowsecurity"
    ).scalars()
    if unknown := sorted(set(open_ones) - set(Base.metadata.tables)):
        raise RuntimeError(
            f"tables of federations without row-level security, and not known: {', '.join(unknown)}"
        )
    return made
