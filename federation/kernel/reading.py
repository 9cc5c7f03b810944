"""For whom a request reads: what its person may read of tables with readers of their own, in every statement."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, bindparam
from sqlalchemy.orm import with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption

from federation.kernel.db import RowId

NARROWED: Final = "narrowed"
"""The setting of a federation in which not everybody reads everything; without it a request reads as the product itself."""

_reader: ContextVar[int | None] = ContextVar("reading_person", default=None)
_READ_BY: list[LoaderCriteriaOption] = []
_PLACES = count()


def reader() -> int | None:
    """The person of the request; None where the product itself reads: jobs, letters, the terminal."""
    return _reader.get()


def read_until_told(person_id: int | None) -> None:
    """Read for this person for the rest of the request; None: for the product itself."""
    _reader.set(person_id)


@contextmanager
def read_for(person_id: int | None) -> Iterator[None]:
    """Read for this person; None: for the product itself, as where something is counted that others share."""
    token = _reader.set(person_id)
    try:
        yield
    finally:
        _reader.reset(token)


def reader_here() -> BindParameter[int]:
    """The person of the request, within a condition of :func:`read_by`; one for each place, as it is cheapest."""
    return bindparam(f"reading_person_{next(_PLACES)}", callable_=_reader.get, type_=RowId)


def read_by(model: type[Any], condition: Callable[[Any], ColumnElement[bool]]) -> None:
    """Let everything that the session reads for a person hold only those rows of a table for which the condition holds. An act
    changes nothing that it has not read before. Jobs, letters and the terminal read all.

    The condition is made from the model, or an alias of it, and from constants of its module alone: it is asked where a statement
    is compiled, so that a statement that is compiled already costs nothing more."""
    _READ_BY.append(
        with_loader_criteria(model, condition, include_aliases=True, track_closure_variables=False)
    )


def narrowings() -> Sequence[LoaderCriteriaOption]:
    """What a statement of a request that reads for a person is given."""
    return _READ_BY
