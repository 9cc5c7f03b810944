"""The database of a walk: whether anything was written, and back to how it was."""

from collections.abc import Callable
from typing import Any, Final, LiteralString, Protocol

import psycopg

from federation.kernel.db import SQLITE_ENGINE
from federation.testing import postgres

Rows = dict[str, list[Any]]
Leave = Callable[[], None]
"""Ends the app's own connections."""

_WRITTEN: Final = """
SELECT pg_snapshot_xmin(seen)::text::bigint, EXISTS (
    SELECT FROM generate_series(%s, pg_snapshot_xmax(seen)::text::bigint - 1) AS one
    WHERE pg_xact_status(one::text::xid8) = 'committed')
FROM pg_current_snapshot() AS seen
"""
"""The oldest transaction that can still be committed, and whether one was, from a number on."""


class Kept(Protocol):
    """A database that can be put back."""

    url: str

    def keep(self, leave: Leave) -> None:
        """Take the database as it is now for the one to go back to."""

    def note(self) -> None:
        """Take what was written until now as known."""

    def was_written(self) -> bool:
        """Whether anything was committed since the last note."""

    def put_back(self, leave: Leave) -> None:
        """Undo everything since :meth:`keep`."""

    def dump(self) -> Rows:
        """All rows of all tables."""

    def close(self) -> None:
        """Let go of it."""


class KeptFile:
    """On SQLite: a copy in memory."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.raw = SQLITE_ENGINE["module"].connect(url.removeprefix("sqlite:///"), isolation_level=None)
        self._copy = SQLITE_ENGINE["module"].connect(":memory:")
        self.note()

    def keep(self, _leave: Leave) -> None:
        self.raw.backup(self._copy)
        self._tables = int(self.raw.execute("PRAGMA schema_version").fetchone()[0])
        self.note()

    def note(self) -> None:
        self._version = self._now()

    def close(self) -> None:
        self.raw.close()
        self._copy.close()

    def _now(self) -> int:
        return int(self.raw.execute("PRAGMA data_version").fetchone()[0])

    def was_written(self) -> bool:
        return self._now() != self._version

    def put_back(self, _leave: Leave) -> None:
        """The copied file counts as having new tables, which every connection would read anew, in ten milliseconds: they are
        the old ones, so they get their old number."""
        self._copy.backup(self.raw)
        self.raw.execute(f"PRAGMA schema_version = {self._tables}")
        self.note()

    def dump(self) -> Rows:
        names = self.raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {
            name: self.raw.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
            for (name,) in names.fetchall()
        }


class KeptOnServer:
    """On PostgreSQL: a template beside it. Only transactions that write have a number, which tells who did."""

    def __init__(self, server: str, name: str) -> None:
        self._server, self._name, self._template = server, name, f"{name}_kept"
        self.url = postgres.create_database(server, name, "template_federation")
        self._raw = psycopg.connect(server.replace("+psycopg", ""), autocommit=True)
        self.note()

    def keep(self, leave: Leave) -> None:
        leave()
        postgres.drop_database(self._server, self._template)
        postgres.create_database(self._server, self._template, self._name)
        self.note()

    def note(self) -> None:
        self._written = False
        self._next, _ = self._one("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint, false")

    def was_written(self) -> bool:
        """Asks of each transaction until it is over, and of none again."""
        self._next, written = self._one(_WRITTEN, self._next)
        self._written = self._written or written
        return self._written

    def put_back(self, leave: Leave) -> None:
        leave()
        postgres.drop_database(self._server, self._name)
        postgres.create_database(self._server, self._name, self._template)
        self.note()

    def dump(self) -> Rows:
        with psycopg.connect(self.url.replace("+psycopg", "")) as raw:
            names = raw.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).fetchall()
            return {name: raw.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for (name,) in names}

    def close(self) -> None:
        self._raw.close()
        for name in (self._name, self._template):
            postgres.drop_database(self._server, name)

    def _one(self, question: LiteralString, *given: int) -> tuple[int, bool]:
        row = self._raw.execute(question, given).fetchone()
        assert row is not None
        return row[0], row[1]
