"""The database: one declarative base, safe connections on SQLite and PostgreSQL, and the unit of work."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as AppSession
from sqlalchemy import JSON, BigInteger, Engine, Integer, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeEngine

from federation.kernel.clock import sqlite_now
from federation.kernel.database_file import make_none
from federation.kernel.pooled import PATIENCE
from federation.kernel.turns import turn

try:
    from pysqlite3 import dbapi2 as sqlite3
except ImportError:  # no wheel for this platform: Python's own, perhaps older, SQLite
    import sqlite3

APP_ROLE = "federation_app"
WAL_FAULT_MENDED = (3, 51, 3)
_SAFE_ON_SQLITE = {("wal", 2), ("wal", 3), ("delete", 3), ("truncate", 3), ("persist", 3)}
"""Journal mode and synchronous level (2 is FULL, 3 is EXTRA)."""

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_lent: ContextVar[bool] = ContextVar("lent", default=False)
_looking: ContextVar[bool] = ContextVar("looking", default=False)


class MappedBase(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={dict[str, Any]: JSON(none_as_null=True), list[Any]: JSON(none_as_null=True)},
    )


RowId: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")
SQLITE_ENGINE: dict[str, Any] = {"module": sqlite3, "connect_args": {"timeout": 30, "isolation_level": None}}
"""How engines on SQLite are made: transactions begin where we say, and with the library that we chose."""


class ReadOnly(RuntimeError):
    """Something tried to write outside a unit of work."""


class NothingDone(BaseException):
    """Something tried to write while a form is only shown again. It is no fault of anybody, so nobody catches it as one."""


class NotDurable(RuntimeError):
    """The database would answer before what was written is safe from a power cut."""


class NotYourTransaction(RuntimeError):
    """Code that was lent the session tried to end a transaction that another began."""


class KeptSession(AppSession):
    """A session whose transaction belongs to whoever began it: while lent, it can be neither ended nor left."""

    def commit(self) -> None:
        _refuse_if_lent()
        super().commit()

    def rollback(self) -> None:
        _refuse_if_lent()
        _commit_what_waits()
        super().rollback()

    def close(self) -> None:
        _refuse_if_lent()
        _commit_what_waits()
        super().close()

    def invalidate(self) -> None:
        _refuse_if_lent()
        super().invalidate()


def _refuse_if_lent() -> None:
    if _lent.get():
        raise NotYourTransaction(
            "a hook neither commits nor rolls back: what it writes is kept when it returns"
        )


@contextmanager
def lent() -> Iterator[None]:
    """The session is in the hands of code that may use it, but not end its transaction."""
    token = _lent.set(True)
    try:
        yield
    finally:
        _lent.reset(token)


db = SQLAlchemy(
    model_class=MappedBase,
    session_options={"class_": KeptSession, "expire_on_commit": False, "autoflush": False},
)


@event.listens_for(Session, "before_flush")
def _refuse_stray_writes(session: Session, *_: Any) -> None:
    if not _writing.get() and (session.new or session.dirty or session.deleted):
        raise ReadOnly("changes are made inside unit_of_work()")


class LastUnit:
    """The last unit of work of a request: written, and committed only when it is known what else goes with it."""

    def __init__(self) -> None:
        self._line: ExitStack | None = None

    @property
    def waits(self) -> bool:
        """Whether something was written that is not committed yet."""
        return self._line is not None

    def take(self, line: ExitStack) -> None:
        """Let a unit of work that is done wait, with its turn to write."""
        self._line = line

    def commit(self, more: Callable[[], None] | None = None) -> None:
        """Commit what waits, with what ``more`` writes; or neither."""
        line, self._line = self._line, None
        if line is None:
            return
        session = db.session()
        with line:
            token = _writing.set(True)
            try:
                if more is not None:
                    more()
                session.commit()
            except BaseException:
                session.rollback()
                raise
            finally:
                _writing.reset(token)


_last: ContextVar[LastUnit | None] = ContextVar("last", default=None)


def _commit_what_waits() -> None:
    if last := _last.get():
        last.commit()


@contextmanager
def last_unit_waits() -> Iterator[LastUnit]:
    """The last unit of work within is committed at the end alone. Those before it, and one that is followed by a
    failure outside it, are committed as ever."""
    last = LastUnit()
    token = _last.set(last)
    try:
        yield last
    finally:
        _last.reset(token)
        last.commit()


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One transaction that writes: committed whole at the end, or rolled back whole.

    Nested calls join the outer one. What was read before is read anew. On SQLite the read transaction so far is
    ended first, because a read that turns into a write fails when another process has written in between.
    """
    if _looking.get():
        raise NothingDone("a form that is shown again does nothing")
    session = db.session()
    if _writing.get():
        yield session
        return
    _refuse_if_lent()
    _commit_what_waits()
    engine = db.engine
    if engine.dialect.name == "sqlite":
        session.rollback()
    session.expire_all()
    with ExitStack() as line:
        line.enter_context(turn(_queue(engine)))
        token = _writing.set(True)
        try:
            yield session
            if last := _last.get():
                session.flush()
                last.take(line.pop_all())
            else:
                session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            _writing.reset(token)


def _queue(engine: Engine) -> str | None:
    """The file beside a SQLite database in which its writers queue, where there is that database."""
    file = engine.url.database
    return f"{file}-turn" if engine.dialect.name == "sqlite" and file and Path(file).exists() else None


@contextmanager
def only_looking() -> Iterator[None]:
    """Nothing is written within: a unit of work raises :class:`NothingDone`."""
    token = _looking.set(True)
    try:
        yield
    finally:
        _looking.reset(token)


def is_writing() -> bool:
    """Whether a unit of work is open."""
    return _writing.get()


def init_db(app: Flask) -> None:
    """Connect the app to its database; the engine's settings are made safe and read back."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("sqlite"):
        options |= SQLITE_ENGINE
    else:
        options["pool_size"] = app.config.get("DATABASE_POOL_SIZE", 5)
        role = "" if app.config.get("AS_OWNER") else f"-c role={APP_ROLE} "
        options["connect_args"] = {"options": f"{role}-c synchronous_commit=on -c lock_timeout={PATIENCE}"}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        guard_engine(db.engine)
        make_none(db.engine)
        if not url.startswith("sqlite"):
            from federation.kernel.kept_plans import keep_plans  # psycopg, which nothing on SQLite loads

            keep_plans(db.engine, None if app.config.get("AS_OWNER") else APP_ROLE)


def guard_engine(engine: Engine) -> None:
    """Install the safe settings of each kind of database on an engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def sqlite_journal() -> tuple[str, str]:
    """Journal mode and synchronous level that are safe with the SQLite library that runs here: before 3.51.3 it can lose the
    end of a write-ahead log when several processes reset it."""
    if sqlite3.sqlite_version_info >= WAL_FAULT_MENDED:
        return "wal", "FULL"
    return "delete", "EXTRA"


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    journal, synchronous = sqlite_journal()
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    cursor.execute(f"PRAGMA journal_mode = {journal}")
    cursor.execute(f"PRAGMA synchronous = {synchronous}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is deleted leaves the file too
    cursor.close()
    refuse_unsafe_sqlite(connection)
    connection.create_function("federation_now", 0, sqlite_now)


def refuse_unsafe_sqlite(connection: Any) -> None:
    """Read the settings back from an open connection: some file systems silently refuse a journal mode."""
    found = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    lasting = bool(connection.execute("PRAGMA database_list").fetchone()[2])
    durable = (found["journal_mode"], found["synchronous"]) in _SAFE_ON_SQLITE
    if (lasting and not durable) or not found["foreign_keys"]:
        raise NotDurable(f"SQLite runs with unsafe settings: {found}")


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN DEFERRED")
