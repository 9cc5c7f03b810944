"""A table of what a proposal means for each practice, as pasted from a spreadsheet or a CSV file."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from federation.decisions.proposals.texts.draft import Effects
from federation.kernel.patient_data import objection_to

MOST_COLUMNS: Final = 8
LONGEST_COLUMN: Final = 60
LONGEST_CELL: Final = 200
MOST_FLAWS: Final = 20


class TableFlaw(NamedTuple):
    """Why a line cannot be read. Line 0 is the table as a whole."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"Line {self.line:,}: {self.words}" if self.line else self.words


class TableReading(NamedTuple):
    """The table, or what is wrong with it; never half a table."""

    effects: Effects | None
    flaws: tuple[TableFlaw, ...]


def read_table(text: str, practices: Iterable[tuple[str, str]]) -> TableReading:
    """Read a pasted table against the federation's practices (code, name).

    Columns are separated by tabs, commas or semicolons. The first line has the titles; the first cell of each
    other line is a practice's code or name.
    """
    try:
        lines = [(number, cells) for number, cells in _cells(text) if any(cells)]
    except csv.Error:
        return TableReading(
            None, (TableFlaw(0, "This cannot be read as a table. Copy it from the spreadsheet again"),)
        )
    if not lines:
        return TableReading(None, (TableFlaw(0, "Paste a table, with titles in its first line"),))
    number, titles = lines[0]
    columns = tuple(_without_empty_end(titles[1:]))
    flaws = [TableFlaw(number, words) for words in _wrong_titles(columns)]
    if flaws:
        return TableReading(None, tuple(flaws))
    if len(lines) == 1:
        return TableReading(None, (TableFlaw(0, "The table has titles, but no practice"),))
    rows, flaws = _rows(lines[1:], len(columns), _PracticeNames(practices))
    if flaws:
        return TableReading(None, _first_few(flaws))
    return TableReading(Effects(columns, rows), ())


def table_flaws(effects: Effects) -> tuple[TableFlaw, ...]:
    """The flaws of a table that was typed or given by a program; its titles are line 1."""
    found = [TableFlaw(1, words) for words in _wrong_titles(effects.columns)]
    for line, (code, cells) in enumerate(effects.rows.items(), 2):
        if len(cells) != len(effects.columns):
            found.append(TableFlaw(line, f"{code} needs {len(effects.columns)} cells. It has {len(cells)}"))
        found.extend(TableFlaw(line, words) for words in _wrong_cells(cells))
    return _first_few(found)


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = next((mark for mark in "\t;" if mark in first and (mark == "\t" or "," not in first)), ",")
    reader = csv.reader(io.StringIO(text.strip("\n")), delimiter=delimiter)
    for cells in reader:
        yield reader.line_num, [" ".join(cell.split()) for cell in cells]


def _without_empty_end(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _wrong_titles(columns: Sequence[str]) -> Iterator[str]:
    if not columns:
        yield "there must be at least 2 columns: the practice, and what it means for it"
    if len(columns) > MOST_COLUMNS:
        yield f"there must be {MOST_COLUMNS} columns or fewer beside the practice. There are {len(columns)}"
    for place, title in enumerate(columns, 2):
        if not title:
            yield f"column {place} has no title"
        elif len(title) > LONGEST_COLUMN:
            yield f"the title of column {place} must be {LONGEST_COLUMN} characters or less"
        elif objection := objection_to(title):
            yield objection
    if len({title.casefold() for title in columns if title}) < sum(map(bool, columns)):
        yield "two columns have the same title"


def _wrong_cells(cells: Iterable[str]) -> Iterator[str]:
    for cell in cells:
        if len(cell) > LONGEST_CELL:
            yield f"‘{cell[:30]}…’ must be {LONGEST_CELL} characters or less"
        elif objection := objection_to(cell):
            yield objection


def _rows(
    lines: Sequence[tuple[int, list[str]]], width: int, names: "_PracticeNames"
) -> tuple[dict[str, tuple[str, ...]], list[TableFlaw]]:
    rows: dict[str, tuple[str, ...]] = {}
    seen: dict[str, int] = {}
    flaws: list[TableFlaw] = []
    for number, (first, *rest) in lines:
        cells = _without_empty_end(rest)
        code, wrong = names.find(first)
        if code and code in seen:
            wrong = f"{first} is already in line {seen[code]}"
        elif not wrong and len(cells) > width:
            wrong = f"{first} has {len(cells)} cells, more than there are titles ({width})"
        found = [wrong] if wrong else list(_wrong_cells(cells))
        flaws.extend(TableFlaw(number, words) for words in found)
        if code and not found:
            rows[code] = tuple(cells + [""] * (width - len(cells)))
            seen[code] = number
    return rows, flaws


class _PracticeNames:
    """The federation's practices by what somebody may write for them."""

    def __init__(self, practices: Iterable[tuple[str, str]]) -> None:
        self.codes: set[str] = set()
        self.by_name: dict[str, list[str]] = {}
        for code, name in practices:
            self.codes.add(code)
            self.by_name.setdefault(_plain(name), []).append(code)

    def find(self, written: str) -> tuple[str, str]:
        """The code, or why there is none."""
        if not written:
            return "", "the practice is missing: write its code or its name in the first cell"
        if written.upper() in self.codes:
            return written.upper(), ""
        found = self.by_name.get(_plain(written), [])
        if len(found) == 1:
            return found[0], ""
        if found:
            return (
                "",
                f"{len(found)} practices are called ‘{written}’: write the code ({', '.join(found[:4])})",
            )
        shown = written if len(written) <= 60 else written[:60] + "…"
        return (
            "",
            f"‘{shown}’ is not a practice of this federation: write its code, or its name as we know it",
        )


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())


def _first_few(flaws: Sequence[TableFlaw]) -> tuple[TableFlaw, ...]:
    if len(flaws) <= MOST_FLAWS:
        return tuple(flaws)
    return (*flaws[:MOST_FLAWS], TableFlaw(0, f"{len(flaws) - MOST_FLAWS:,} more lines cannot be read"))
