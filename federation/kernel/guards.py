"""The guards that the database itself keeps, by name and content, so that one that is gone or was bent is noticed.

``guards.json`` says what they are after all migrations; a test compares it with a fresh database, and prints what it should be.
A plugin keeps its own beside its migrations.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text

from federation.kernel.proof import RecordFlaw

_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_POSTGRESQL = (
    "SELECT t.tgname, t.tgenabled || t.tgtype || ' ' || c.relname || ' ' || coalesce(pg_get_expr(t.tgqual, t.tgrelid), '')"
    " || ' ' || p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
    "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace "
    "UNION ALL SELECT proname, prosrc FROM pg_proc WHERE proname = 'federation_now' "
    "AND pronamespace = current_schema()::regnamespace"
)


GUARDS: Final[dict[str, dict[str, str]]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


def guards_of(connection: Connection) -> dict[str, str]:
    """The guards that a database has: name, and a fingerprint of what each does."""
    statement = _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE
    return {
        name: hashlib.sha256(" ".join(str(what).split()).encode()).hexdigest()[:16]
        for name, what in connection.execute(text(statement))
    }


def missing_guards(
    connection: Connection, more: Iterable[Mapping[str, Mapping[str, str]]] = ()
) -> Iterator[RecordFlaw]:
    """Guards that are gone, switched off, or do something else than they should: the product's, and ``more`` of plugins."""
    there, kind = guards_of(connection), connection.dialect.name
    for name, wanted in chain(*(one.get(kind, {}).items() for one in (GUARDS, *more))):
        if name not in there:
            yield RecordFlaw(f"The guard {name}", "it is gone from the database")
        elif there[name] != wanted:
            yield RecordFlaw(f"The guard {name}", "it was changed or switched off")
