"""The faults of a database server, of how it runs, and of the role as which the web logs in."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from federation.kernel import db as database
from federation.kernel.db import APP_ROLE, MappedBase
from federation.kernel.row_security import setting_for, signed

_SERVER_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")


def sqlite_settings(connection: Connection) -> Iterator[str]:
    """The faults of SQLite itself, and of how it runs on this connection."""
    version: str = connection.dialect.dbapi.sqlite_version  # type: ignore[union-attr]
    if tuple(map(int, version.split("."))) < database.WAL_FAULT_MENDED:
        yield (
            f"SQLite {version} is older than {'.'.join(map(str, database.WAL_FAULT_MENDED))}: "
            "its write-ahead log is not safe with several processes, so a slower journal is used. "
            "Install pysqlite3"
        )
    journal, level = database.sqlite_journal()
    number = {"FULL": 2, "EXTRA": 3}[level]
    found = tuple(
        connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("journal_mode", "synchronous")
    )
    if found != (journal, number) and found[0] != "memory":
        yield (
            f"SQLite runs with journal mode {found[0]} and synchronous level {found[1]}; {journal} "
            f"and {number} were chosen"
        )


def durability_faults(connection: Connection) -> Iterator[str]:
    """Settings of PostgreSQL under which it may lose what it acknowledged."""
    for name in _SERVER_SETTINGS:
        value = connection.exec_driver_sql(f"SHOW {name}").scalar_one()
        if value in ("off", "local", "remote_write") and (name, value) != (
            "synchronous_commit",
            "remote_write",
        ):
            yield f"PostgreSQL runs with {name} = {value}: it may lose what it acknowledged"


def separation_faults(connection: Connection) -> Iterator[str]:
    """Where row-level security does not keep federations apart: for a role, or for a table."""
    role = connection.exec_driver_sql(
        "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %(role)s", {"role": APP_ROLE}
    ).first()
    if role is None:
        yield f"The database role {APP_ROLE} is missing. Run: federation db upgrade"
    elif role.rolsuper or role.rolbypassrls:
        yield (
            f"The database role {APP_ROLE} passes by row-level security: ALTER ROLE {APP_ROLE} "
            f"NOSUPERUSER NOBYPASSRLS"
        )
    there = {
        name: (enabled, forced)
        for name, enabled, forced in connection.exec_driver_sql(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class c JOIN pg_namespace n "
            "ON n.oid = c.relnamespace "
            "WHERE n.nspname = current_schema() AND relkind IN ('r', 'p')"
        )
    }
    for table in MappedBase.metadata.sorted_tables:
        kept = "federation_id" in table.columns and not table.info.get("global")
        if kept and table.name in there and there[table.name] != (True, True):
            yield f"Row-level security is off for the table {table.name}. Run: federation db upgrade"


def powerless(connection: Connection, settings: dict[str, Any]) -> Iterator[str]:
    """The faults of the role as which the web and the workers log in: what it could do, or cannot."""
    mend = (
        f"As the owner of the database: ALTER ROLE {APP_ROLE} LOGIN PASSWORD '…'; then let FEDERATION_DATABASE_URL name "
        f"{APP_ROLE}, and FEDERATION_OWNER_URL, for db upgrade alone, the owner"
    )
    run = connection.exec_driver_sql
    name, *powers = run(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = session_user"
    ).one()
    words = ("is a superuser", "passes by row-level security", "may make roles")
    for power, word in zip(powers, words, strict=True):
        if power:
            yield f"The web logs in to PostgreSQL as {name}, which {word}. {mend}"
    owners = run(
        "SELECT DISTINCT pg_get_userbyid(owner) FROM (SELECT relowner AS owner FROM pg_class "
        "WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'federation_owner')) "
        "UNION SELECT datdba FROM pg_database WHERE datname = current_database()) AS owners "
        "WHERE pg_has_role(session_user, owner, 'MEMBER')"
    ).scalars()
    if not any(powers):
        for owner in owners:
            can = "owns the tables" if owner == name else f"can become {owner}, which owns the tables"
            yield f"The web logs in to PostgreSQL as {name}, which {can}. {mend}"
    if settings["secret_key"] and not _takes_our_key(connection, settings["secret_key"]):
        yield (
            "PostgreSQL does not know the secret key, so nobody would see anything. "
            "Run, with the owner's FEDERATION_OWNER_URL: federation db upgrade"
        )


def _takes_our_key(connection: Connection, secret_key: str) -> bool:
    known = connection.exec_driver_sql(
        "SELECT 1 FROM pg_proc WHERE proname = 'kernel_federation' AND has_function_privilege(oid, 'EXECUTE')"
    ).first()
    if known is None:
        return False
    savepoint = connection.begin_nested()
    try:
        connection.execute(select(setting_for(signed(connection, 1, secret_key))))
        connection.exec_driver_sql("SELECT kernel_federation()")
    except DBAPIError:
        return False
    finally:
        savepoint.rollback()
    return True
