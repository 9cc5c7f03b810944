"""The security log for the people who run the server: one JSON object a line, written once its transaction is kept.

Where it goes is the setting ``security_log``: nowhere, ``-`` for standard error, or a file, which may be rotated.
"""

import json
import logging
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from typing import Any, Final

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

_log = logging.getLogger("federation.security")
_WAITING: Final = "security_log"


def init_security_log(app: Flask) -> None:
    """Open the log that the settings name."""
    for handler in list(_log.handlers):
        _log.removeHandler(handler)
        handler.close()
    _log.propagate = False
    _log.setLevel(logging.INFO)
    place = app.config["SETTINGS"]["security_log"]
    if not place:
        _log.addHandler(logging.NullHandler())
        return
    handler = logging.StreamHandler() if place == "-" else WatchedFileHandler(place, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
    _log.addHandler(handler)


def later(session: Session, at: datetime, what: str, **more: Any) -> None:
    """Write a line when what the session has written so far is committed; never where it is rolled back."""
    given = {name: value for name, value in more.items() if value not in (None, "")}
    line = {"at": at.astimezone(UTC).isoformat(timespec="milliseconds"), "event": what, **given}
    session.info.setdefault(_WAITING, []).append(json.dumps(line, ensure_ascii=False))


@event.listens_for(Session, "after_commit")
def _write(session: Session) -> None:
    for line in session.info.pop(_WAITING, ()):
        _log.info(line)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_WAITING, None)
