"""The first of three locks between federations: the session sees and writes one federation, or nothing. Within it a
request sees of tables with readers of their own (:mod:`federation.kernel.reading`) what its person may read.

The other two are composite foreign keys (:func:`federated_key`, :func:`within`) and, on PostgreSQL, row-level
security, which reads a setting of each transaction. The setting is signed, for one connection, under a key that only the
program and the owner of the database have, so that a statement within a request cannot choose another federation.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import count
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BindParameter,
    Connection,
    Executable,
    ForeignKey,
    ForeignKeyConstraint,
    Insert,
    Select,
    Table,
    UniqueConstraint,
    Update,
    bindparam,
    event,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Result
from sqlalchemy.orm import (
    FromStatement,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    object_session,
    with_loader_criteria,
)

from federation.kernel import reading
from federation.kernel.clock import NOW
from federation.kernel.constants import KeptStatement
from federation.kernel.db import RowId, db, is_writing
from federation.kernel.row_security import EVERY, setting_for, signed

_PLACES = count()
_scope: ContextVar[int | None] = ContextVar("federation_scope", default=None)


class NoFederation(RuntimeError):
    """A federation's rows were asked for before a federation was chosen."""


class ForeignRow(RuntimeError):
    """A row of another federation was met or about to be written."""


FEDERATION: Final = "network_federation.id"
"""What the rows of a federation point to: named here alone, because its table is made by a feature."""


class RefusedStatement(RuntimeError):
    """A statement that the session cannot keep within one federation."""


class Federated:
    """A table whose rows belong to one federation each."""

    federation_id: Mapped[int] = mapped_column(RowId, ForeignKey(FEDERATION), nullable=False, sort_order=-10)


def federated_key(*also: str) -> UniqueConstraint:
    """The unique pair that composite foreign keys point to: federation and id (or the columns given)."""
    return UniqueConstraint("federation_id", *(also or ("id",)))


def within(column: str, target: str, remote: str = "id") -> ForeignKeyConstraint:
    """A foreign key that cannot cross federations: (federation, column) to the target's (federation, id)."""
    return ForeignKeyConstraint(["federation_id", column], [f"{target}.federation_id", f"{target}.{remote}"])


def current() -> int:
    """The federation whose rows are visible now; raises where none is chosen."""
    if (scope := _scope.get()) is None:
        raise NoFederation("no federation is chosen")
    return scope


@contextmanager
def federation_scope(federation_id: int) -> Iterator[None]:
    """See and write the rows of one federation."""
    with _scoped(federation_id):
        yield


@contextmanager
def every_federation(reason: str) -> Iterator[None]:
    """See the rows of all federations. The one way out; each use is listed, with its reason, in a test."""
    if not reason:
        raise ValueError("say why every federation is needed")
    with _scoped(EVERY):
        yield


@contextmanager
def _scoped(scope: int) -> Iterator[None]:
    before = _scope.get()
    if before != scope:
        _settle()
    token = _scope.set(scope)
    try:
        yield
        if before != scope:
            _settle()
    finally:
        _scope.reset(token)


def _settle() -> None:
    """Write down for the federation chosen so far what is pending; read anew, or forget, what was read."""
    session = db.session()
    if is_writing():
        session.flush()
        session.expire_all()
    else:
        session.expunge_all()


def enter(federation_id: int, reader: int | None = None) -> None:
    """Choose the federation for the rest of this request, and the person for whom it reads."""
    _scope.set(federation_id)
    reading.read_until_told(reader)


def leave() -> None:
    """Choose no federation, as at the start of a request."""
    _scope.set(None)
    reading.read_until_told(None)


def federation_here() -> BindParameter[int]:
    """The federation of the request, within a condition of :func:`reading.read_by`; one for each place, as it is cheapest."""
    return bindparam(f"here_{next(_PLACES)}", callable_=_criterion, type_=RowId)


def insert_many(model: type[Any], rows: Iterable[Mapping[str, Any]], *, once: bool = False) -> None:
    """Insert many rows of one table in one statement, stamped with the federation chosen.

    With ``once`` a row that is there already, or that another transaction inserts at this moment, is left as it is.
    """
    scope = current()
    if scope == EVERY:
        raise ForeignRow("many rows are inserted within one federation")
    stamped = [{**row, "federation_id": scope} for row in rows]
    session = db.session()
    session.flush()
    _announce(session)
    if not stamped:
        return
    connection = session.connection()
    connection.execute(_insert(model.__table__, connection.dialect.name, once), stamped)


@cache
def _insert(table: Table, dialect: str, once: bool) -> Insert:
    """The statement, made once a table."""
    if not once:
        return table.insert()
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def _criterion() -> int:
    scope = _scope.get()
    if scope is None:
        raise NoFederation("no federation is chosen")
    return scope


_KEPT_CLOCK = KeptStatement(NOW)
_CHOSEN = bindparam("one_federation", callable_=_criterion, type_=RowId)
_ONE_FEDERATION = with_loader_criteria(
    Federated, lambda cls: cls.federation_id == _CHOSEN, include_aliases=True, track_closure_variables=False
)


_KEPT: dict[bool, WeakKeyDictionary[Executable, KeptStatement]] = defaultdict(WeakKeyDictionary)


def _kept_within(statement: Executable) -> KeptStatement:
    """The statement with its criteria; made once for a constant of a module: SQLAlchemy's keys are costly to work out."""
    narrowed = reading.reader() is not None and statement.is_select
    kept = _KEPT[narrowed].get(statement)
    if kept is None:
        criteria = (_ONE_FEDERATION, *(reading.narrowings() if narrowed else ()))
        kept = _KEPT[narrowed][statement] = KeptStatement(statement.options(*criteria))
    return kept


@event.listens_for(Session, "do_orm_execute")
def _keep_within(state: ORMExecuteState) -> Result[Any] | None:
    if not state.is_orm_statement:
        if state.statement is NOW:
            return _KEPT_CLOCK.answer(state, state.session.connection())
        if isinstance(state.statement, Select) and state.statement.compare(NOW):
            return None
        raise RefusedStatement("statements go through mapped classes, so that they stay within a federation")
    if state.is_insert:
        raise RefusedStatement("many rows are inserted with tenancy.insert_many()")
    if isinstance(state.statement, FromStatement):
        raise RefusedStatement("rows of a statement written by hand cannot be kept within a federation")
    if state.is_update and isinstance(state.parameters, list):
        raise RefusedStatement("an update of many rows by their keys cannot be kept within a federation")
    if isinstance(state.statement, Update) and _moves(state.statement):
        raise ForeignRow("rows do not move to another federation")
    scope = _scope.get()
    connection = state.session.connection() if scope is None else _announce(state.session)
    if scope == EVERY or state.is_column_load or state.is_relationship_load:
        return None
    kept = _kept_within(state.statement)
    state.statement = kept.statement
    return kept.answer(state, connection)


def _moves(statement: Update) -> bool:
    return any(getattr(column, "key", column) == "federation_id" for column in statement._values or ())


@event.listens_for(Session, "after_begin")
@event.listens_for(Session, "after_soft_rollback")
def _forget_announcement(session: Session, *_: Any) -> None:
    session.info.pop("announced", None)


def announced(session: Session, scope: int) -> None:
    """Say that the transaction's setting for row-level security was made already, by another statement."""
    session.info["announced"] = scope


def _announce(session: Session) -> Connection:
    """Tell PostgreSQL's row-level security, once a transaction, which federation is chosen; the connection of the session."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return connection
    scope = _scope.get()
    if session.info.get("announced") != scope:
        connection.execute(select(setting_for(signed(connection, scope))))
        session.info["announced"] = scope
    return connection


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, *_: Any) -> None:
    rows = [row for row in (*session.new, *session.dirty, *session.deleted) if isinstance(row, Federated)]
    if not rows:
        return
    scope = current()
    for row in rows:
        if row.federation_id is None and scope != EVERY:
            row.federation_id = scope
        if scope not in (EVERY, row.federation_id):
            raise ForeignRow(f"a row of another federation: {type(row).__name__}")
    _announce(session)


@event.listens_for(Federated, "load", propagate=True)
def _check_loaded(row: Any, _context: Any) -> None:
    _refuse_foreign(row)


@event.listens_for(Federated, "refresh", propagate=True)
def _check_refreshed(row: Any, _context: Any, _attributes: Any) -> None:
    _refuse_foreign(row)


def _refuse_foreign(row: Federated) -> None:
    if _scope.get() not in (EVERY, row.__dict__.get("federation_id", _scope.get())):
        if session := object_session(row):
            session.expunge(row)
        raise ForeignRow(f"a row of another federation: {type(row).__name__}")
