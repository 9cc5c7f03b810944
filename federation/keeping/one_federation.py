"""What belongs to one federation in the database of an installation, as it moves to another.

Everything keeps its number: the record, fingerprints and sealed content name rows by them. What opens something to whoever has
a secret (links, tokens, keys of calendars) stays where it was made; people move with name and address, and with nothing to sign
in with, so that nobody gets into an account by a file that somebody else made.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, column, inspect, select

from federation.keeping.table_rows import KeptTable, read_rows, tables_here
from federation.kernel.db import MappedBase
from federation.people.models import FormerName, Person

FEDERATIONS: Final = "network_federation"
PEOPLE: Final = Person.__tablename__
FORMER_NAMES: Final = FormerName.__tablename__
RECORD: Final = "kernel_record"
OUTBOX: Final = "kernel_outbox"
_AT_ONCE: Final = 500

Cells = dict[str, Any]
"""A row by the names of its columns."""


class FederationRows(NamedTuple):
    """The rows of one federation: its number, the numbers of the people whom they name, and the tables."""

    number: int
    people: list[int]
    tables: list[KeptTable]

    def of(self, connection: Connection, kept: KeptTable) -> Iterator[Cells]:
        """Its rows of one table."""
        names = [name for name, _kind in kept.columns]
        for where in self._wheres(kept):
            for row in read_rows(connection, kept, where):
                yield dict(zip(names, row, strict=True))

    def _wheres(self, kept: KeptTable) -> Iterator[ColumnElement[bool]]:
        if kept.name == FEDERATIONS:
            yield column("id") == self.number
        elif kept.name in (PEOPLE, FORMER_NAMES):
            of: ColumnElement[int] = column("id" if kept.name == PEOPLE else "person_id", BigInteger())
            yield from (of.in_(part) for part in parts(self.people))
        else:
            yield column("federation_id") == self.number


def rows_of(connection: Connection, number: int) -> FederationRows:
    """The rows of a federation that is in a database."""
    tables = tables_that_move(connection)
    return FederationRows(number, sorted(_people(connection, number, tables)), tables)


def tables_that_move(connection: Connection) -> list[KeptTable]:
    """The tables that have rows of a federation which go where it goes."""
    return [one for one in tables_here(connection) if _moves(one)]


def parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Numbers in parts that a statement takes."""
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def bound_of(table: str) -> Callable[[Any], bytes] | None:
    """What the key of a row is bound to, where a table holds keys that are wrapped under the server's (``wrapped``)."""
    known = MappedBase.metadata.tables.get(table)
    return None if known is None else known.info.get("wrapped")


def _moves(kept: KeptTable) -> bool:
    if kept.name in (FEDERATIONS, PEOPLE, FORMER_NAMES):
        return True
    known = MappedBase.metadata.tables.get(kept.name)
    stays = known is not None and known.info.get("stays")
    return not stays and any(name == "federation_id" for name, _kind in kept.columns)


def _people(connection: Connection, number: int, tables: Sequence[KeptTable]) -> set[int]:
    """Everybody whom a row of the federation links to, or an entry of its record names."""
    found: set[int] = set()
    for kept in tables:
        if kept.name in (FEDERATIONS, PEOPLE, FORMER_NAMES):
            continue
        cells = kept.clause.c
        named = [cells[name] for name in _links_to_people(connection, kept.name)]
        for one in [*named, *([cells.actor] if kept.name == RECORD else [])]:
            there = select(one).where(cells.federation_id == number, one.is_not(None)).distinct()
            found.update(connection.scalars(there))
        if kept.name == RECORD:
            about = cells.subject.startswith("person:")
            subjects = select(cells.subject).where(cells.federation_id == number, about).distinct()
            found.update(int(one.partition(":")[2]) for one in connection.scalars(subjects))
    return found


def _links_to_people(connection: Connection, table: str) -> list[str]:
    known = MappedBase.metadata.tables.get(table)
    if known is not None:
        return [
            key.parent.name for key in known.foreign_keys if key.target_fullname.partition(".")[0] == PEOPLE
        ]
    links = inspect(connection).get_foreign_keys(table)
    return [one["constrained_columns"][0] for one in links if one["referred_table"] == PEOPLE]
