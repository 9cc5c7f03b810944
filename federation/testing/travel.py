"""Moving the database's clock, and stopping the one that plugins are measured by."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import has_app_context
from sqlalchemy import create_engine, text

from federation.kernel import clock
from federation.kernel.db import db
from federation.plugin import calls


def move(monkeypatch: Any, url: str, by: timedelta) -> None:
    """Move the database's clock forward (from the true time) by the time given."""
    true = datetime.now
    monkeypatch.setattr(clock, "machine_now", lambda: true(UTC) + by)
    if not url.startswith("postgresql"):
        return
    if has_app_context():
        db.session.rollback()  # a transaction that is open keeps the function as it was
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE OR REPLACE FUNCTION federation_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS "
                f"'SELECT clock_timestamp() + interval ''{by.total_seconds()} seconds'''"
            )
        )
    engine.dispose()


class PluginStopwatch:
    """The clock that plugins are measured by, standing still: on a busy machine everything is slow, and none of it is
    the plugin's fault. A plugin that is to be slow moves it."""

    def __init__(self) -> None:
        self._now = 0.0

    def __call__(self) -> float:
        return self._now

    def pass_by(self, seconds: float) -> None:
        """Let seconds pass."""
        self._now += seconds


@contextmanager
def stopped_watch() -> Iterator[PluginStopwatch]:
    """Plugins are measured by a clock that stands still meanwhile."""
    before, watch = calls.stopwatch, PluginStopwatch()
    calls.stopwatch = watch
    try:
        yield watch
    finally:
        calls.stopwatch = before
