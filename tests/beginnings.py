"""What many tests begin with and takes long to make, such as a mandate that the members voted: a process makes it once,
and keeps the database in which it is done."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import psycopg

from federation.kernel import clock
from federation.kernel.days import today
from federation.kernel.db import SQLITE_ENGINE, db
from federation.kernel.mail import mailbox
from federation.testing.databases import PostgresTemplate, SQLiteTemplate

Database = SQLiteTemplate | PostgresTemplate
"""What gave the test its database."""


class WriteWatch(Protocol):
    """Notices whether anything is written to a database."""

    def was_written(self) -> bool:
        """Whether anything was committed since this was made."""

    def close(self) -> None:
        """Let go of the database."""


class SQLiteWatch:
    """By the number that each commit of another connection changes."""

    def __init__(self, database: SQLiteTemplate) -> None:
        self._raw = SQLITE_ENGINE["module"].connect(database.path, isolation_level=None)
        self._version = self._now()

    def was_written(self) -> bool:
        return self._now() != self._version

    def close(self) -> None:
        self._raw.close()

    def _now(self) -> int:
        return int(self._raw.execute("PRAGMA data_version").fetchone()[0])


class PostgresWatch:
    """By the number that the next transaction that writes has on the server."""

    def __init__(self, database: PostgresTemplate) -> None:
        self._raw = psycopg.connect(database.server.replace("+psycopg", ""), autocommit=True)
        self._next = self._now()

    def was_written(self) -> bool:
        return self._now() != self._next

    def close(self) -> None:
        self._raw.close()

    def _now(self) -> int:
        found = self._raw.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchone()
        assert found is not None
        return int(found[0])


class KeptBeginnings:
    """The beginnings that this process has made, with the letters that were sent meanwhile (below ``folder``)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[tuple[type[Database], str], str] = {}
        self._watch: WriteWatch | None = None

    def note(self, database: Database) -> None:
        """From here on a beginning is the same for all tests, as long as nothing is written before it."""
        self.forget()
        if isinstance(database, SQLiteTemplate):
            self._watch = SQLiteWatch(database)
        else:
            self._watch = PostgresWatch(database)

    def forget(self) -> None:
        """The test is over, or has begun."""
        if self._watch is not None:
            self._watch.close()
        self._watch = None

    def have(self, database: Database, name: str, make: Callable[[], None]) -> None:
        """Leave the database as ``make`` does: by making it, or as it was kept under that name. Where the test has
        written something since :meth:`note`, or has moved the clock, it is made for this test alone."""
        moved = abs(clock.machine_now() - datetime.now(UTC)) > timedelta(minutes=1)
        is_same = self._watch is not None and not self._watch.was_written() and not moved
        self.forget()
        if not is_same:
            return make()
        key = type(database), f"{today()} {name}"
        if key in self._kept:
            self._take(database, self._kept[key])
        else:
            make()
            self._kept[key] = f"beginning{len(self._kept)}"
            self._keep(database, self._kept[key])

    def _take(self, database: Database, name: str) -> None:
        _leave()
        database.fresh(name)
        shutil.copytree(self._folder / name, mailbox(), dirs_exist_ok=True)

    def _keep(self, database: Database, name: str) -> None:
        _leave()
        database.keep(name)
        mailbox().mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copytree(mailbox(), self._folder / name)


def _leave() -> None:
    """End what the app has open."""
    db.session.remove()
    db.engine.dispose()
