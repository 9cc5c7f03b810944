"""The tables of a plugin as a database has them."""

from typing import Any

from sqlalchemy import MetaData, inspect, select

from federation.plugin import drift
from federation.plugin.migrate import owner_engine


def names_of(url: str, name: str) -> set[str]:
    """The tables that begin with a plugin's name."""
    engine = owner_engine(url)
    try:
        return {table for table in inspect(engine).get_table_names() if table.startswith(f"{name}_")}
    finally:
        engine.dispose()


def differences(url: str, name: str) -> list[str]:
    """The differences between the tables and the models, as a migration would have to mend them."""
    engine = owner_engine(url)
    try:
        with engine.connect() as connection:
            return list(
                drift.differences(connection, lambda table: table.startswith(f"{name}_"), defaults=True)
            )
    finally:
        engine.dispose()


def contents(url: str, name: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of a plugin's tables, in the order of their keys."""
    engine = owner_engine(url)
    found = MetaData()
    try:
        with engine.connect() as connection:
            found.reflect(connection, only=lambda table, _: table.startswith(f"{name}_"))
            return {
                table.name: [
                    tuple(row)
                    for row in connection.execute(
                        select(table).order_by(*(list(table.primary_key.columns) or list(table.columns)))
                    )
                ]
                for table in found.sorted_tables
                if table.name.startswith(f"{name}_")
            }
    finally:
        engine.dispose()
