"""A connection that has lain idle is asked whether it still leads anywhere before a request gets it: after a restart of the
database server the first request of each worker would fail otherwise. One that was used a moment ago is not asked."""

import time
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

_TRUSTED_SECONDS: Final = 5.0
_USED: Final = "last used"


def ask_idle(engine: Engine) -> None:
    """Ask connections of this engine that were not used for some seconds; the pool replaces those that do not answer."""
    event.listen(engine, "checkin", _note)
    event.listen(engine, "checkout", _ask)


def _note(_connection: Any, record: Any) -> None:
    record.info[_USED] = time.monotonic()


def _ask(connection: Any, record: Any, _proxy: Any) -> None:
    used = record.info.get(_USED)
    if used is None or time.monotonic() - used < _TRUSTED_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except Exception:
        raise DisconnectionError() from None
