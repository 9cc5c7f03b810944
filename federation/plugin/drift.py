"""Where the tables of a database differ from what the code says: each difference in words, for whoever runs the installation."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, Final

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from federation.kernel.db import MappedBase

_WORDS: Final[dict[str, Callable[..., str]]] = {
    "add_table": lambda table: f"The table {table.name} is missing",
    "remove_table": lambda table: f"The table {table.name} is there, and nothing here knows it",
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


def tables_known(plugins: Collection[str]) -> frozenset[str]:
    """The names of the tables of the product and of these plugins. Other models may be loaded, and their tables not be made."""
    begins = tuple(f"{name}_" for name in plugins)
    return frozenset(
        name
        for mapper in MappedBase.registry.mappers
        if (name := str(mapper.persist_selectable))
        and (mapper.class_.__module__.startswith("federation.") or name.startswith(begins))
    )


def differences(
    connection: Connection, is_ours: Callable[[str], bool], *, defaults: bool = False
) -> Iterator[str]:
    """Each difference between tables and models, in words, of the tables whose names are ours. ``defaults``: what a column holds
    by itself is compared too, which the product never relies on. What a table names as ``beside`` is made by a migration alone.
    """

    def is_compared(thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        if kind == "table":
            return is_ours(name or "")
        table = MappedBase.metadata.tables.get(thing.table.name)
        return table is None or name not in table.info.get("beside", ())

    how = {"include_object": is_compared, "compare_type": True, "compare_server_default": defaults}
    context = MigrationContext.configure(connection, opts=how)
    for found in compare_metadata(context, MappedBase.metadata):
        if isinstance(found, list):
            yield from (f"The column {one[3]} of the table {one[2]} is not as it should be" for one in found)
        else:
            yield _WORDS[found[0]](*found[1:])
