"""PostgreSQL behind a pooler that hands out its connections by transaction, such as PgBouncer.

It is known by its connections: they are not those that the server itself has. What holds for a connection is then said anew at
the beginning of each transaction, and nothing that a connection would have to remember is used: no prepared statements, no
settings given when connecting.
"""

from typing import Any, Final

from sqlalchemy import Connection, Engine, event

_POOLED: Final = "pooled"
_BACKEND: Final = "backend_pid"
PATIENCE: Final = 30_000
"""How long a statement waits for another's lock, in milliseconds."""
_BEGIN: Final = (
    f"SELECT pg_backend_pid(), set_config('lock_timeout', '{PATIENCE}', true), "
    "set_config('synchronous_commit', 'on', true)"
)
"""One statement a transaction."""


class NotAsOurRole(RuntimeError):
    """A pooler passes on no wish to become another role, and the login has more rights than the product may use."""


def follow_pooler(engine: Engine, role: str | None) -> None:
    """Let an engine on PostgreSQL find out whether its connections are pooled, and do without what they then cannot keep.
    ``role`` is the one that it has to work as; None: any."""

    def connected(connection: Any, record: Any) -> None:
        number, login = connection.execute("SELECT pg_backend_pid(), session_user").fetchone()
        connection.rollback()
        if number == connection.info.backend_pid:
            return
        if role is not None and login != role:
            raise NotAsOurRole(
                f"Behind a pooler FEDERATION_DATABASE_URL logs in as {role}, and not as {login}: who connects through one cannot "
                "put rights aside"
            )
        record.info[_POOLED] = True
        connection.prepare_threshold = None

    def begun(connection: Connection) -> None:
        if connection.info.get(_POOLED):
            connection.info[_BACKEND] = connection.exec_driver_sql(_BEGIN).first()[0]  # type: ignore[index]

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)


def backend_of(connection: Connection) -> int:
    """The number of the process of the server that does what a connection asks for in this transaction."""
    number: int = connection.info.get(_BACKEND) or connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
    return number
