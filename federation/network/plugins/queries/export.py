"""Everything that a plugin keeps in a federation, row by row: for administrators, and before it is removed for good."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy import Table, select, tuple_
from sqlalchemy.orm import Mapper

from federation.kernel.db import MappedBase, db
from federation.network.plugins.queries.state import settings_of
from federation.plugin.door import door

PART: Final = 500
"""Rows that are held at a time."""


def rows_of(plugin: str) -> Iterator[dict[str, Any]]:
    """The rows of a plugin in the federation chosen, as values that JSON can hold, whether it is on or off.

    First the plugin itself with its version and settings, then ``{"table": …, "row": {…}}`` for each row, the tables
    in the order of their names. A table whose ``info`` says why it is ``private`` comes as ``{"table": …,
    "private": why}`` alone. Memory does not grow with the rows.
    """
    installed = door().plugins[plugin]
    yield {
        "plugin": plugin,
        "title": installed.feature.title,
        "version": installed.version,
        "settings": settings_of(plugin),
    }
    for mapper in _mappers(installed.feature.package):
        table = _table(mapper)
        if why := table.info.get("private"):
            yield {"table": table.name, "private": str(why)}
        else:
            yield from ({"table": table.name, "row": row} for row in _rows(mapper, table))


def keeps_tables(plugin: str) -> bool:
    """Whether the plugin has tables of its own."""
    return bool(_mappers(door().features[plugin].package))


def _mappers(package: str) -> list[Mapper[Any]]:
    """The plugin's tables, by name. Told apart by the package: ``care_homes_visit`` is not a table of ``care``."""
    found = [one for one in MappedBase.registry.mappers if one.class_.__module__.startswith(f"{package}.")]
    return sorted(found, key=lambda one: _table(one).name)


def _table(mapper: Mapper[Any]) -> Table:
    found = mapper.local_table
    if not isinstance(found, Table):
        raise TypeError(f"{mapper.class_.__name__} is no table")
    return found


def _rows(mapper: Mapper[Any], table: Table) -> Iterator[dict[str, Any]]:
    names = [one.key for one in mapper.column_attrs if one.key != "federation_id"]
    columns = [getattr(mapper.class_, name) for name in names]
    keys = [mapper.get_property_by_column(column).class_attribute for column in table.primary_key]
    part = select(*columns, *keys).order_by(*keys).limit(PART)
    statement = part
    while True:
        rows = db.session.execute(statement).all()
        for row in rows:
            yield {name: _plain(value) for name, value in zip(names, row, strict=False)}
        if len(rows) < PART:
            return
        statement = part.where(tuple_(*keys) > tuple_(*rows[-1][len(names) :]))


def _plain(value: Any) -> Any:
    """A value as JSON has it: moments and dates in ISO 8601, bytes in base 64, other kinds as their text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)
