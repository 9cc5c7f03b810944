"""The one clock: the database's.

Every deadline is compared with ``federation_now()``, a function of the database: on PostgreSQL it reads the
server's clock, on SQLite, where the database is a file on this machine, this machine's.
"""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import DateTime, Dialect, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeDecorator

_STORED = "%Y-%m-%d %H:%M:%S.%f"


class Moment(TypeDecorator[datetime]):
    """An instant in UTC; refuses a datetime without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class database_now(GenericFunction[datetime]):
    """The database's clock, for use in statements."""

    type = Moment()
    inherit_cache = True
    name = "federation_now"


@compiles(database_now)
def _compile(element: database_now, compiler: Any, **kw: Any) -> str:
    return "federation_now()"


NOW: Final = select(database_now())
"""The statement that asks for the time."""


def machine_now() -> datetime:
    """This machine's clock in UTC; what SQLite's ``federation_now()`` reads."""
    return datetime.now(UTC)


def sqlite_now() -> str:
    """This machine's clock as SQLite stores moments."""
    return machine_now().strftime(_STORED)
