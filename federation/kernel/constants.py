"""Statements that stand in a module as constants and read columns: compiled once, and run by the driver.

A request runs about ten of them. For each the ORM works out anew how it would be compiled, what it is called in the cache, and
how its rows are loaded, which costs several times what the database takes. What a statement may read is settled before it comes
here: it has the criteria of :mod:`federation.kernel.tenancy`, whose values are asked for each time it runs, as by the ORM.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import ColumnElement, Connection, Executable, Select
from sqlalchemy.engine import IteratorResult, Result
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.orm import ORMExecuteState, QueryableAttribute
from sqlalchemy.sql.sqltypes import TupleType

from federation.kernel.statement_count import one_more

_OFTEN: Final = 3
"""A statement that comes back so many times is a constant: compiling one that never comes back would be a loss."""
_MOST: Final = 20
"""So many lengths of its lists are kept of one statement; what else is asked goes the usual way."""

_Process = Callable[[Any], Any]


class _Words(NamedTuple):
    """A statement as the driver takes it, for lists of certain lengths."""

    sql: str
    order: Sequence[str] | None
    """The names of its values by their place; None where the driver takes them by name."""
    members: Mapping[str, Sequence[str]]
    """The names of the members of each list."""
    processors: Mapping[str, _Process]


class _Compiled:
    """A statement compiled for one kind of database."""

    def __init__(self, statement: Select[Any], connection: Connection, keys: Sequence[str]) -> None:
        self._compiled = statement.compile(dialect=connection.dialect)
        self._types = [column["type"] for column in statement.column_descriptions]
        self._keys = keys
        self._rows: SimpleResultMetaData | None = None
        self._binds = {name: bind for bind, name in self._compiled.bind_names.items()}
        self._lists = [name for name, bind in self._binds.items() if bind.expanding]
        self._words: dict[tuple[int, ...], _Words] = {}

    @property
    def fits(self) -> bool:
        """Whether nothing in its words depends on its values, except how long its lists are, which hold plain values."""
        return not (
            self._compiled.literal_execute_params
            or self._compiled.escaped_bind_names
            or any(isinstance(bind.type, TupleType) for bind in self._binds.values())
        )

    def run(self, connection: Connection, given: Mapping[str, Any]) -> Result[Any] | None:
        """The rows; None where the ORM has to find them."""
        values = self._compiled.construct_params(dict(given))
        lengths = tuple([len(values[name]) for name in self._lists])
        words = self._words.get(lengths)
        if words is None:
            if len(self._words) >= _MOST:
                return None
            words = self._words[lengths] = self._worded(connection, given)
        for name, members in words.members.items():
            values.update(zip(members, values[name], strict=True))
        for name, process in words.processors.items():
            values[name] = process(values[name])
        known = values if words.order is None else tuple([values[name] for name in words.order])
        found, described = _ask(connection, words.sql, known)
        if self._rows is None:
            if len(described) != len(self._keys):
                return None
            self._rows = self._described(connection, described)
        return IteratorResult(self._rows, iter(found))

    def _worded(self, connection: Connection, given: Mapping[str, Any]) -> _Words:
        expanded = self._compiled.construct_expanded_state(dict(given))
        binds, members = self._binds, expanded.parameter_expansion
        own = [(name, name) for name in binds if name not in members]
        own += [(member, name) for name, listed in members.items() for member in listed]
        made = {
            name: binds[of].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
            for name, of in own
        }
        return _Words(
            expanded.statement,
            expanded.positiontup,
            members,
            {name: process for name, process in made.items() if process is not None},
        )

    def _described(self, connection: Connection, described: Sequence[Any]) -> SimpleResultMetaData:
        """How the rows of this statement are called and read, from the first answer of the driver."""
        dialect, keys = connection.dialect, self._keys
        return SimpleResultMetaData(
            keys,
            _processors=[
                type_.dialect_impl(dialect).result_processor(dialect, column[1])
                for type_, column in zip(self._types, described, strict=True)
            ],
            _ambiguous_keys=frozenset(key for key in keys if keys.count(key) > 1),
        )


def _ask(connection: Connection, sql: str, known: Any) -> tuple[Sequence[Any], Sequence[Any]]:
    """Rows and descriptions of columns. Whoever listens to a connection hears of this statement as of any other."""
    if connection.dispatch.before_cursor_execute:
        heard = cast(Any, connection.exec_driver_sql(sql, known).cursor)
        return heard.fetchall(), heard.description
    cursor = connection.connection.cursor()
    one_more()
    try:
        cursor.execute(sql, known)
        return cursor.fetchall(), cursor.description
    except BaseException as error:
        connection._handle_dbapi_exception(error, sql, known, cursor, None)
    finally:
        cursor.close()


class KeptStatement:
    """A statement with its criteria, and how it is run once it has come back often enough."""

    __slots__ = ("_compiled", "_of_columns", "_uses", "statement")

    def __init__(self, statement: Executable) -> None:
        self.statement = statement
        self._uses = 0
        self._of_columns: bool | None = None
        self._compiled: dict[str, _Compiled | None] = {}

    def answer(self, state: ORMExecuteState, connection: Connection) -> Result[Any] | None:
        """What it finds now; None where the ORM has to run it."""
        self._uses += 1
        if self._uses <= _OFTEN or not _is_plain(state):
            return None
        if self._of_columns is None:
            self._of_columns = _reads_columns(self.statement)
        if not self._of_columns:
            return None
        kind = connection.dialect.name
        if kind not in self._compiled:
            return self._first(state, connection)
        compiled = self._compiled[kind]
        return None if compiled is None else compiled.run(connection, cast(Any, state.parameters) or {})

    def _first(self, state: ORMExecuteState, connection: Connection) -> Result[Any]:
        """Let the ORM run it a last time, and take over from it what it calls the columns."""
        found = state.invoke_statement(self.statement)
        compiled = _Compiled(cast(Any, self.statement), connection, list(found.keys()))
        self._compiled[connection.dialect.name] = compiled if compiled.fits else None
        return found


def _reads_columns(statement: Executable) -> bool:
    """Whether all that it finds are columns, none of them an object of a mapped class."""
    return isinstance(statement, Select) and all(
        isinstance(column["expr"], ColumnElement | QueryableAttribute)
        for column in statement.column_descriptions
    )


def _is_plain(state: ORMExecuteState) -> bool:
    """Whether it is run with nothing but values: no options of how it is to be run, and no list of values."""
    options = (*state.statement.get_execution_options(), *state.local_execution_options)
    return (state.parameters is None or isinstance(state.parameters, Mapping)) and all(
        option.startswith("_") for option in options
    )
