"""Connections to PostgreSQL that keep the plans of their statements from one request to the next.

Whoever only reads ends with a rollback, and after each rollback psycopg has the server forget every plan, because tables
made since may be gone. The app makes no tables, so nothing was ever prepared: each request had its joins, and the rules of
row-level security within them, parsed and planned anew.
"""

from typing import Any, Final

from psycopg import Connection, OperationalError
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Engine, event

from federation.kernel.idle_connections import ask_idle
from federation.kernel.pooled import follow_pooler

_MOST: Final = 300
"""So many statements keep their plan on one connection; those least used make room."""


class PlanKeepingConnection(Connection[Any]):
    """A connection whose plans outlive a transaction that went well. One in which a statement failed takes all plans
    with it: the failure may be that a plan no longer fits its table."""

    def rollback(self) -> None:
        if self.pgconn.transaction_status != TransactionStatus.INTRANS:
            super().rollback()
            return
        with self.lock:
            ended = self.pgconn.exec_(b"ROLLBACK")
        if ended.status != ExecStatus.COMMAND_OK:
            raise OperationalError(f"the transaction could not be ended: {ended.get_error_message()}")


def keep_plans(engine: Engine, role: str | None) -> None:
    """Let an engine on PostgreSQL connect in this way, ask what has lain idle, and do without plans behind a pooler, where it
    has to log in as ``role``."""
    event.listen(engine, "do_connect", _connect)
    ask_idle(engine)
    follow_pooler(engine, role)


def _connect(_dialect: Any, _record: Any, words: Any, settings: dict[str, Any]) -> PlanKeepingConnection:
    made = PlanKeepingConnection.connect(*words, **settings)
    made.prepared_max = _MOST
    return made
