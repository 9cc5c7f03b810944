"""Where the tables of a database differ from what the code says: each difference in words, for whoever runs the installation."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from federation.kernel.db import MappedBase

_WORDS: Final[dict[str, Callable[..., str]]] = {
    "add_table": lambda table: f"The table {table.name} is missing",
    "add_column": lambda _schema, table, column: f"The table {table} lacks the column {column.name}",
    "remove_column": lambda _schema, table, column: (
        f"The table {table} has a column {column.name}, which nothing here knows"
    ),
    "add_index": lambda index: f"The table {index.table.name} lacks the index {index.name}",
    "remove_index": lambda index: (
        f"The table {index.table.name} has an index {index.name}, which nothing here knows"
    ),
    "add_constraint": lambda one: f"The table {one.table.name} lacks the rule {one.name}",
    "remove_constraint": lambda one: (
        f"The table {one.table.name} has a rule {one.name}, which nothing here knows"
    ),
    "add_fk": lambda key: f"The table {key.parent.name} lacks the link {key.name}",
    "remove_fk": lambda key: f"The table {key.parent.name} has a link {key.name}, which nothing here knows",
}
"""What a difference is called that a migration would have to mend; others are those of a column."""


def differences(connection: Connection, begins: str = "", *, defaults: bool = False) -> Iterator[str]:
    """Each difference between the tables (those whose names begin so) and the models that are loaded, in words. Tables that no
    model knows are left out: they are those of plugins that are not installed any more. ``defaults``: what a column holds by
    itself is compared too, which the product never relies on. What a table names as ``beside`` is made by a migration alone."""

    def is_known(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
        if kind == "table":
            return (name or "").startswith(begins) and not (reflected and other is None)
        return name not in MappedBase.metadata.tables[thing.table.name].info.get("beside", ())

    how = {"include_object": is_known, "compare_type": True, "compare_server_default": defaults}
    context = MigrationContext.configure(connection, opts=how)
    for found in compare_metadata(context, MappedBase.metadata):
        if isinstance(found, list):
            yield from (f"The column {one[3]} of the table {one[2]} is not as it should be" for one in found)
        else:
            yield _WORDS[found[0]](*found[1:])
