"""Moving the database's clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import has_app_context
from sqlalchemy import create_engine, text

from federation.kernel import clock
from federation.kernel.db import db


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
