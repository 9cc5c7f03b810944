"""What an operator is told at the terminal where something around the product fails: one sentence, with what to do."""

from typing import Any

from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, ProgrammingError

from federation.kernel.assets import AssetsMissing
from federation.kernel.config import UnsafeSettings
from federation.kernel.database_file import NoDatabase
from federation.kernel.db import SQLITE_ENGINE, NotDurable
from federation.kernel.endpoints import BootRefused
from federation.kernel.pooled import NotAsOurRole
from federation.kernel.refusals import Refusal

_SQLITE: Any = SQLITE_ENGINE["module"]
_OTHER_TABLES = (
    "The database has no tables for this, or older or newer ones than this program needs: federation db status says which. "
    "Run: federation db upgrade"
)
_ON_SQLITE = (
    (
        "readonly",
        "The database may only be read by this account. Give it the file and its folder, or run this as their owner",
    ),
    (
        "unable to open",
        "The database cannot be opened by this account. Look at who owns its file and its folder",
    ),
    (
        "locked",
        "Another process has been writing to the database for too long. Try again, or look for one that hangs",
    ),
    (
        "is not a database",
        "The file that FEDERATION_DATABASE_URL names is no database, or is broken: federation restore",
    ),
    ("malformed", "The file of the database is broken. Put a copy in its place: federation restore"),
    ("full", "The disk is full. Make room, and try again"),
)
"""What SQLite says, and what that means."""


def fault_in_words(error: BaseException) -> str | None:
    """The sentence for an error that whoever runs the product can mend; None for one that is a fault of the product."""
    if isinstance(error, Refusal):
        return error.words
    if isinstance(
        error, AssetsMissing | UnsafeSettings | BootRefused | NoDatabase | NotDurable | NotAsOurRole
    ):
        return str(error)
    if isinstance(error, DBAPIError):
        return _of_database(error)
    if isinstance(error, _SQLITE.Error):
        return _of_sqlite(error)
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return "FEDERATION_DATABASE_URL is no address of a database, such as postgresql://federation_app:PASSWORD@HOST/federation"
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}. The folder for what an installation keeps is named by FEDERATION_VAR"
    return None


def _of_database(error: DBAPIError) -> str | None:
    said = str(error.orig)
    if _lacks_something(error, said):
        return _OTHER_TABLES
    if isinstance(error.orig, _SQLITE.Error):
        return _of_sqlite(error.orig)
    if (
        isinstance(error, OperationalError)
        and getattr(error.orig, "sqlstate", None) is None
        and "connection" in said
    ):
        return f"PostgreSQL cannot be reached, as FEDERATION_DATABASE_URL says: {said.splitlines()[0]}"
    return None


def _of_sqlite(error: BaseException) -> str | None:
    if type(error) not in (_SQLITE.OperationalError, _SQLITE.DatabaseError):
        return None
    return next((meaning for words, meaning in _ON_SQLITE if words in str(error)), None)


def _lacks_something(error: DBAPIError, said: str) -> bool:
    return said.startswith(("no such table", "no such column")) or (
        isinstance(error, ProgrammingError)
        and type(error.orig).__name__ in ("UndefinedTable", "UndefinedColumn")
    )
