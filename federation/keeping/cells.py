"""A row as a line of text that is the same for the same row, whichever kind of database it comes from."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

from sqlalchemy import JSON, BigInteger, Boolean, Date, DateTime, Float, LargeBinary, String
from sqlalchemy.types import TypeEngine

from federation.kernel.clock import Moment

_SUMS: Final = 1 << 256


class CellKind(NamedTuple):
    """A kind of value: what it is to a database, and how it is written and read as JSON."""

    stored: TypeEngine[Any]
    written: Callable[[Any], Any] = lambda value: value
    read: Callable[[Any], Any] = lambda value: value


KINDS: Final[dict[str, CellKind]] = {
    "whole": CellKind(BigInteger(), int, int),
    "truth": CellKind(Boolean(), bool, bool),
    "words": CellKind(String()),
    "number": CellKind(Float(), float, float),
    "bytes": CellKind(LargeBinary(), lambda value: b64encode(value).decode(), b64decode),
    "data": CellKind(JSON(none_as_null=True)),
    "moment": CellKind(Moment(), lambda value: value.isoformat(), datetime.fromisoformat),
    "day": CellKind(Date(), lambda value: value.isoformat(), date.fromisoformat),
}
"""The kinds of cells that a copy holds, by the names that it says."""


def kind_of(stored: TypeEngine[Any]) -> str:
    """The kind of a column by its type. Raises ``ValueError`` for one that no copy can hold."""
    if isinstance(stored, Moment | DateTime):
        return "moment"
    if isinstance(stored, JSON):
        return "data"
    try:
        python = stored.python_type
    except NotImplementedError:
        python = object
    found = _BY_PYTHON.get(python)
    if found is None:
        raise ValueError(f"no copy can hold a column of the type {stored!r}")
    return found


_BY_PYTHON: Final[dict[type, str]] = {
    int: "whole",
    bool: "truth",
    str: "words",
    float: "number",
    bytes: "bytes",
    dict: "data",
    list: "data",
    date: "day",
}


def line_of(kinds: Sequence[str], row: Sequence[Any]) -> bytes:
    """A row as one line of JSON."""
    cells = [
        None if value is None else KINDS[kind].written(value) for kind, value in zip(kinds, row, strict=True)
    ]
    return json.dumps(cells, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def row_of(kinds: Sequence[str], line: bytes) -> list[Any]:
    """The row that a line holds. Raises ``ValueError`` for another number of cells, or one that is not of its kind."""
    cells = json.loads(line)
    return [
        None if value is None else KINDS[kind].read(value) for kind, value in zip(kinds, cells, strict=True)
    ]


class RowSum:
    """How many rows there are, and a sum over them that does not depend on their order: databases sort words differently."""

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    def add(self, line: bytes) -> None:
        """Take one row in."""
        self.count += 1
        self._sum = (self._sum + int.from_bytes(sha256(line).digest())) % _SUMS

    @property
    def words(self) -> str:
        """The sum, as a copy says it."""
        return f"{self._sum:064x}"
