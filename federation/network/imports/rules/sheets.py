"""A spreadsheet of things that a feature declares: its columns, what its lines say, and how that differs from what is kept."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from federation.kernel.patient_data import objection_to
from federation.kernel.refusals import Invalid
from federation.network.rules.reading import HIDDEN, FileRefused, counted, visible

MOST_LINES: Final = 2_000
_AS_CSV: Final = "Save the spreadsheet as CSV, or paste its lines with their headings."
_FORMULA: Final = re.compile(r"'(?=[=+\-@\t\r])")
"""What a spreadsheet of ours puts before text that would be taken for a formula."""

SheetRow = Mapping[str, Any]
"""What a line says, or what is kept of one thing: the name of each column with its value."""


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column: its ``name`` in rows, its heading in ``words``, and an ``example`` of what stands in it. ``read`` takes the
    text of a cell, without blanks around it and maybe empty, and returns its value, or raises ``Invalid`` with the words for
    whoever wrote it; ``shown`` puts a value into words. ``also`` are other headings that the column may have; with ``optional``
    a file may do without it: its lines then say nothing of it, and what is kept stays. ``codes`` is the form of numbers of a
    public register (a regular expression of the whole cell), which may look like a patient's number and are none."""

    name: str
    words: str
    example: str
    read: Callable[[str], Any]
    shown: Callable[[Any], str] = str
    also: tuple[str, ...] = ()
    optional: bool = False
    codes: str = ""


class SheetChange(NamedTuple):
    """One thing as it is kept ``now``, with what else was said of it, and as it would be ``after``."""

    now: SheetRow
    after: SheetRow


class SheetChanges(NamedTuple):
    """The changes that a spreadsheet makes: rows that are new, things that change, and kept things that it does not name."""

    new: tuple[SheetRow, ...]
    changed: tuple[SheetChange, ...]
    gone: tuple[SheetRow, ...]

    @property
    def total(self) -> int:
        """How many things change."""
        return sum(map(len, self))


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """What a spreadsheet of one kind is. No two things share what they hold in the columns of ``key``.

    ``kept`` returns what there is now as rows: a value for each column, and beside them what ``save`` needs, such as a number.
    ``save`` takes the :class:`SheetChanges` and writes all of them, with the record, in the open unit of work. ``whole``: a
    spreadsheet says everything there is, so that what it does not name is gone; otherwise that stays as it is. ``picks`` is
    asked of each line, by its headings in small letters, whether it is meant: a directory has more than what is wanted. A file
    has ``most`` lines at most."""

    columns: tuple[ImportColumn, ...]
    key: tuple[str, ...]
    kept: Callable[[], Iterable[SheetRow]]
    save: Callable[[SheetChanges], None]
    whole: bool = False
    picks: Callable[[Mapping[str, str]], bool] | None = None
    most: int = MOST_LINES


class SheetFlaw(NamedTuple):
    """What cannot be used: on which line of the file, in which column (empty: the whole line), and why."""

    line: int
    column: str
    words: str


class SheetLines(NamedTuple):
    """The lines of a file: what each says, by its number, and what cannot be used. ``passed_over`` are headings that mean
    nothing here."""

    rows: dict[int, SheetRow]
    flaws: list[SheetFlaw]
    passed_over: tuple[str, ...]


class SheetFound(NamedTuple):
    """A file beside what is kept."""

    changes: SheetChanges
    unchanged: int
    staying: int
    """Kept things that the file does not name, and that stay as they are."""
    lines: SheetLines

    @property
    def counts(self) -> dict[str, int]:
        """How many things of each sort."""
        new, changed, gone = map(len, self.changes)
        return {
            "new": new,
            "changed": changed,
            "gone": gone,
            "unchanged": self.unchanged,
            "staying": self.staying,
        }


def read_sheet(sheet: ImportSheet, text: str) -> SheetLines:
    """Read the text of a spreadsheet. Raises ``FileRefused`` where it has not these columns, or no lines, or too many."""
    lines = _lines_of(text)
    headings, lines = _headed(sheet, lines)
    places, passed_over = _places(sheet, headings)
    folded = [_folded(heading) for heading in headings]
    rows: dict[int, SheetRow] = {}
    flaws: list[SheetFlaw] = []
    seen: dict[Any, int] = {}
    total = 0
    for number, cells in lines:
        if sheet.picks and not sheet.picks(dict(zip(folded, cells, strict=False))):
            continue
        total += 1
        if total > sheet.most:
            raise FileRefused(
                f"The file has more than {sheet.most:,} lines.", "Bring them in in several parts."
            )
        row, wrong = _read_line(sheet, places, number, len(headings), cells)
        if not wrong:
            first = seen.setdefault(key_of(sheet, row), number)
            if first != number:
                names = " and ".join(column.words for column in sheet.columns if column.name in sheet.key)
                wrong = [
                    SheetFlaw(number, names, f"This is in the file twice. It was first on line {first:,}")
                ]
        flaws += wrong
        if not wrong:
            rows[number] = row
    if not total:
        if sheet.picks:
            raise FileRefused(
                "The file has no line that is meant here.", "Look whether it is the right file."
            )
        raise FileRefused("The file has a heading and no lines.", "Write a line for each below the headings.")
    return SheetLines(rows, flaws, passed_over)


def _lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """The number and the cells of each line that says something; a cell in quotation marks may go over several lines."""
    heading = text.lstrip("\n").partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max("\t,;", key=heading.count), strict=True)
    begins = 1
    try:
        for cells in reader:
            stripped = [_FORMULA.sub("", cell.strip(), count=1) for cell in cells]
            if any(stripped):
                yield begins, stripped
            begins = reader.line_num + 1
    except csv.Error:
        raise FileRefused(
            f"The quotation marks from line {begins:,} on do not pair up, so its columns cannot be told apart.",
            "Put that right in the file.",
        ) from None


_TITLES: Final = 10
"""Up to so many lines of title may stand above the headings."""


def _headed(
    sheet: ImportSheet, lines: Iterator[tuple[int, list[str]]]
) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The headings, and the lines below them. They are the first line that has every column, else the first of all."""
    first = list(islice(lines, _TITLES))
    for place, (_number, cells) in enumerate(first):
        found = {_folded(cell) for cell in cells}
        if all(found & set(_headings(column)) for column in sheet.columns if not column.optional):
            return cells, chain(first[place + 1 :], lines)
    return (first[0][1] if first else []), chain(first[1:], lines)


def _headings(column: ImportColumn) -> list[str]:
    return [_folded(words) for words in (column.words, *column.also)]


def _places(sheet: ImportSheet, headings: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each column stands, and the headings that are none of ours."""
    found: dict[str, int] = {}
    passed_over = []
    ours = {heading: column for column in sheet.columns for heading in _headings(column)}
    for place, heading in enumerate(headings):
        column = ours.get(_folded(heading))
        if column is None:
            passed_over += [visible(heading)] if heading else []
        elif column.name in found:
            raise FileRefused(f"The file has two columns called {column.words}.", "Take one of them out.")
        else:
            found[column.name] = place
    needed = [column for column in sheet.columns if not column.optional]
    if missing := [column.words for column in needed if column.name not in found]:
        raise FileRefused(f"The file has no column {' and no column '.join(missing)}.", _AS_CSV)
    return found, tuple(passed_over)


def _folded(heading: str) -> str:
    return " ".join(heading.replace("_", " ").split()).casefold()


def _read_line(
    sheet: ImportSheet, places: Mapping[str, int], number: int, width: int, cells: list[str]
) -> tuple[dict[str, Any], list[SheetFlaw]]:
    """What a line says, and what in it cannot be used."""
    row: dict[str, Any] = {}
    if any(cells[width:]):
        words = f"This line has {counted(len(cells), 'column')}, and the headings are {width:,}"
        return row, [SheetFlaw(number, "", words)]
    flaws = []
    for column in sheet.columns:
        place = places.get(column.name)
        if place is None:
            continue
        cell = cells[place] if place < len(cells) else ""
        try:
            is_code = column.codes and re.fullmatch(column.codes, cell)
            row[column.name] = column.read(cell if is_code else _plain(cell))
        except Invalid as refusal:
            flaws.append(SheetFlaw(number, column.words, refusal.words))
    return row, flaws


def _plain(cell: str) -> str:
    """A cell as it may be kept. Raises ``Invalid`` for what cannot be seen and for what tells of a patient."""
    if HIDDEN.search(cell.replace("\n", " ")):
        raise Invalid("This holds a character that cannot be seen. Type it again")
    if words := objection_to(cell):
        raise Invalid(words)
    return cell


def key_of(sheet: ImportSheet, row: SheetRow) -> tuple[Any, ...]:
    """What tells a thing from others of its kind; capitals do not."""
    return tuple(
        value.casefold() if isinstance(value, str) else value for value in (row[name] for name in sheet.key)
    )


def compare_sheet(sheet: ImportSheet, lines: SheetLines) -> SheetFound:
    """Set the lines of a file beside what is kept, whose spelling of a key stays. Where a line cannot be used nothing is
    taken for gone."""
    kept = {key_of(sheet, row): row for row in sheet.kept()}
    names = [column.name for column in sheet.columns if column.name not in sheet.key]
    new: list[SheetRow] = []
    changed: list[SheetChange] = []
    named = set()
    for row in lines.rows.values():
        key = key_of(sheet, row)
        named.add(key)
        now = kept.get(key)
        if now is None:
            new.append(row)
        elif any(now[name] != row[name] for name in names if name in row):
            changed.append(SheetChange(now, row))
    left = [row for key, row in kept.items() if key not in named]
    gone = left if sheet.whole and not lines.flaws else []
    unchanged = len(lines.rows) - len(new) - len(changed)
    changes = SheetChanges(tuple(new), tuple(changed), tuple(gone))
    return SheetFound(changes, unchanged, len(left) - len(gone), lines)
