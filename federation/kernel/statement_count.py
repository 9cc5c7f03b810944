"""How many statements were sent to the database, for the line of each request and of each round of a worker."""

import threading
from typing import Any, Final

from sqlalchemy import Engine, event

_NO_STATEMENT: Final = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


class _Sent(threading.local):
    statements = 0


_sent = _Sent()


def statements_sent() -> int:
    """How many this thread has sent until now, but for beginnings of transactions and savepoints."""
    return _sent.statements


def one_more() -> None:
    """One more was sent, past the engine that is listened to."""
    _sent.statements += 1


def count_statements(engine: Engine) -> None:
    """Count what goes through an engine. Listening to what is over costs the kept statements no detour."""
    event.listen(engine, "after_cursor_execute", _note)


def _note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if not statement.startswith(_NO_STATEMENT):
        _sent.statements += 1
