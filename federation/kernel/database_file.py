"""A database of SQLite is made where its making was asked for, and nowhere else: whoever mistypes an address is told so instead
of working in an empty one."""

from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url


class NoDatabase(RuntimeError):
    """There is no database where the settings say that it lies."""


def missing_file(url: str) -> Path | None:
    """The file of a SQLite database that is not there; None where it is, or where the database is no file."""
    address = make_url(url)
    name = address.database
    if (
        address.get_backend_name() != "sqlite"
        or not name
        or name.startswith((":memory:", "file:"))
        or Path(name).exists()
    ):
        return None
    return Path(name)


def make_none(engine: Engine) -> None:
    """Let an engine connect to a database that is there alone."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", lambda *_: refuse_missing(str(engine.url)))


def refuse_missing(url: str) -> None:
    """Raise :class:`NoDatabase` where there is none yet."""
    if path := missing_file(url):
        raise NoDatabase(
            f"There is no database at {path}. To make one there: federation db upgrade. "
            "If it lies elsewhere, name it in FEDERATION_DATABASE_URL, or its folder in FEDERATION_VAR"
        )
