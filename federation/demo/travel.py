"""History is told at the time it happened: the database's clock travels, for one transaction and nobody else.

Every act of the demonstration goes through the same action as a person's, so each ballot is taken while
its vote is
open and each verdict is counted when it closed. What a production installation runs cannot do this: on
SQLite it is
the fill's own connection that says what time it is, on PostgreSQL the clock is a function of the tables'
owner.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from federation.kernel import clock
from federation.kernel.db import APP_ROLE
from federation.kernel.refusals import Refusal

_STORED = "%Y-%m-%d %H:%M:%S.%f"
_DEFINITION = "SELECT pg_get_functiondef('federation_now'::regproc)"
_TOLD = (
    "CREATE OR REPLACE FUNCTION federation_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS "
    "$$SELECT coalesce(nullif(current_setting('federation.told_at', true), '')::timestamptz, "
    "clock_timestamp())$$"
)


class StoryClock:
    """The clock of the story being told."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._moment: datetime | None = None

    def set(self, moment: datetime) -> None:
        """Let it be this moment."""
        self._moment = moment
        if self._connection.dialect.name == "postgresql":
            self._run(f"SELECT set_config('federation.told_at', '{moment.isoformat()}', true)")

    def _begin(self) -> None:
        if self._connection.dialect.name == "sqlite":
            self._driver().create_function("federation_now", 0, self._read)
            return
        try:
            self._run("SET LOCAL ROLE NONE")
            self._true = self._run(_DEFINITION).scalar_one()
            self._run(_TOLD)
        except ProgrammingError:
            raise Refusal(
                "Only the owner of the tables can fill the demonstration. Connect as that database user."
            ) from None
        self._run(f"SET LOCAL ROLE {APP_ROLE}")

    def _end(self) -> None:
        """Before the commit, so that no other transaction ever sees the clock of the story."""
        self._moment = None
        if self._connection.dialect.name == "postgresql":
            self._run("SET LOCAL ROLE NONE")
            self._run(self._true)
            self._run(f"SET LOCAL ROLE {APP_ROLE}")

    def _read(self) -> str:
        if self._moment is None:
            return clock.sqlite_now()
        return self._moment.astimezone(UTC).strftime(_STORED)

    def _run(self, statement: str) -> Any:
        return self._connection.exec_driver_sql(statement)

    def _driver(self) -> Any:
        return self._connection.connection.dbapi_connection


@contextmanager
def travelling(session: Session) -> Iterator[StoryClock]:
    """Inside a unit of work: the clock of its transaction can be set. A failure rolls the clock back
    with the rest."""
    found = StoryClock(session.connection())
    found._begin()
    try:
        yield found
        session.flush()
    except BaseException:
        found._moment = None
        raise
    found._end()
