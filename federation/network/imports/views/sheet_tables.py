"""The tables of a spreadsheet before it is saved: what cannot be used, what is new, changes and is gone."""

from collections.abc import Iterable, Sequence
from itertools import islice

from federation.network.imports.queries.checks import MOST_BY_NAME
from federation.network.imports.queries.sheets import SheetCheck
from federation.network.imports.rules.sheets import ImportColumn, ImportSheet, SheetRow
from federation.network.imports.views.check_tables import CheckTable
from federation.plugin.imports import ImportKind


def sheet_tables(kind: ImportKind, check: SheetCheck) -> list[CheckTable]:
    """The tables that have rows, bad news first, the first rows of each."""
    sheet, found = check.sheet, check.found
    headings = [column.words for column in sheet.columns]
    flaws = [(f"{one.line:,}", one.column or "The whole line", one.words) for one in found.lines.flaws]
    changed = [
        (named(sheet, change.after), column.words, _shown(column, change.now), _shown(column, change.after))
        for change in found.changes.changed
        for column in sheet.columns
        if column.name in change.after and change.now[column.name] != change.after[column.name]
    ]
    tables = (
        _table("flaws", "Cannot be used", ("Line", "Column", "Why"), flaws),
        _table("gone", "No longer there", headings, _rows(sheet, found.changes.gone)),
        _table("new", "New", headings, _rows(sheet, found.changes.new)),
        _table("changed", "Changed", (kind.one.capitalize(), "What", "Now", "After"), changed)._replace(
            total=len(found.changes.changed)
        ),
    )
    return [one for one in tables if one.rows]


def named(sheet: ImportSheet, row: SheetRow) -> str:
    """One thing by what tells it from others."""
    return ", ".join(_shown(column, row) for column in sheet.columns if column.name in sheet.key)


def _rows(sheet: ImportSheet, rows: Iterable[SheetRow]) -> list[tuple[str, ...]]:
    return [tuple(_shown(column, row) for column in sheet.columns) for row in rows]


def _shown(column: ImportColumn, row: SheetRow) -> str:
    value = row.get(column.name)
    return "" if value is None else column.shown(value)


def _table(id_: str, caption: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> CheckTable:
    shown = list(islice(rows, MOST_BY_NAME))
    return CheckTable(
        id_, caption, [(title, "app-long") for title in columns], shown, len(rows), len(rows) - len(shown)
    )
