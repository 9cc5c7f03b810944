"""Which imports features declare, the usual columns, and a spreadsheet beside what is kept."""

import hashlib
import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid, NotFound
from federation.kernel.words import day
from federation.network.for_plugins import practices
from federation.network.imports.rules.sheets import (
    ImportColumn,
    ImportSheet,
    SheetFound,
    compare_sheet,
    read_sheet,
)
from federation.network.rules.reading import read_date, visible
from federation.plugin.door import door, load
from federation.plugin.imports import ImportKind

_WHOLE = re.compile(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})")


class SheetCheck(NamedTuple):
    """A spreadsheet beside what is kept, and the fingerprint of what would change: saving can tell whether that is still
    what was shown."""

    sheet: ImportSheet
    found: SheetFound
    digest: str


def import_kinds(plugins: Collection[str]) -> Iterator[ImportKind]:
    """The imports of all features where these plugins are on."""
    for feature in door().features.values():
        if feature.always_on or feature.name in plugins:
            yield from feature.imports


def sheet_of(kind: ImportKind, actor: Actor | None) -> ImportSheet:
    """What a spreadsheet of this kind is, for a person."""
    found: ImportSheet = load(kind.sheet)(actor)
    return found


def import_named(name: str, plugins: Collection[str]) -> ImportKind:
    """The import of that name. Raises ``NotFound`` where there is none, or its feature is off."""
    kinds = {kind.name: kind for kind in import_kinds(plugins)}
    if name not in kinds:
        there = f" There are: {', '.join(sorted(kinds))}." if kinds else ""
        raise NotFound(f"There is no import named {name} in this federation.{there}")
    return kinds[name]


def check_sheet(sheet: ImportSheet, text: str) -> SheetCheck:
    """Set a spreadsheet beside what is kept. Raises ``FileRefused`` where it is none of this kind."""
    found = compare_sheet(sheet, read_sheet(sheet, text))
    effect = (
        [tuple(sorted(row.items())) for row in found.changes.new],
        [[tuple(sorted(row.items())) for row in change] for change in found.changes.changed],
        [tuple(sorted(row.items())) for row in found.changes.gone],
        found.lines.flaws,
    )
    return SheetCheck(sheet, found, hashlib.sha256(repr(effect).encode()).hexdigest())


def text_column(
    name: str, words: str, example: str, at_most: int = 200, missing: str = "", many_lines: bool = False
) -> ImportColumn:
    """A column of text, one line a cell or ``many_lines``. ``missing`` says what to enter where a cell may not be empty."""

    def read(cell: str) -> str:
        text = cell if many_lines else " ".join(cell.split())
        if missing and not text:
            raise Invalid(missing)
        if len(text) > at_most:
            raise Invalid(f"{words} must be {at_most:,} characters or less. It has {len(text):,}")
        return text

    return ImportColumn(name, words, example, read)


def number_column(name: str, words: str, example: str, least: int = 0, most: int = 10**9) -> ImportColumn:
    """A column of whole numbers, from ``least`` to ``most``, both included."""

    def read(cell: str) -> int:
        if not _WHOLE.fullmatch(cell):
            raise Invalid(f"“{visible(cell)}” is not a whole number" if cell else f"Enter {words.lower()}")
        value = int(cell.replace(",", ""))
        if not least <= value <= most:
            raise Invalid(f"{words} must be between {least:,} and {most:,}")
        return value

    return ImportColumn(name, words, example, read, "{:,}".format)


def day_column(name: str, words: str, example: str) -> ImportColumn:
    """A column of days, such as 31/8/2026 or 2026-08-31."""

    def read(cell: str) -> date:
        try:
            found = read_date(cell)
        except ValueError:
            raise Invalid(f"“{visible(cell)}” is not a day, like 31/8/2026") from None
        if found is None:
            raise Invalid(f"Enter {words.lower()}")
        return found

    return ImportColumn(name, words, example, read, day)


def practice_column(name: str, words: str = "ODS code", only: Collection[int] | None = None) -> ImportColumn:
    """A column of practices by their ODS codes, whose values are their numbers. ``only`` are those that may stand in it;
    otherwise all practices of the federation. One statement."""
    all_here = practices()
    may = {one.code: one.id for one in all_here if only is None or one.id in only}
    names = {one.id: one.name for one in all_here}
    ours = {one.code for one in all_here}

    def read(cell: str) -> int:
        code = cell.upper()
        if code not in may:
            if code in ours:
                raise Invalid(f"{code} is not one of your practices")
            raise Invalid(
                f"“{visible(cell)}” is not the code of one of our practices" if cell else "Enter the ODS code"
            )
        return may[code]

    example = next(iter(may), "")
    return ImportColumn(name, words, example, read, lambda number: names.get(number, "A former practice"))
