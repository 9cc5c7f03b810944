"""Neighbourhoods from a column of any CSV file that has the practices' codes: localities, PCNs, quadrants."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from federation.network.imports.rules.readable import readable_name
from federation.network.rules.codes import PRACTICE_CODE, readable_code
from federation.network.rules.reading import (
    FileRefused,
    LineUnreadable,
    UnreadableLine,
    cells_as_far_as_possible,
    cells_of,
    counted,
    decode,
    nearly_all,
    numbered_lines,
    one_space,
    refuse_hidden,
    visible,
)

LONGEST_NEIGHBOURHOOD = 100
MOST_COLUMNS = 500
_LINES_OF_A_ROW = 12
_NAMES = (
    "neighbourhood",
    "neighborhood",
    "locality",
    "quadrant",
    "pcn name",
    "pcn",
    "primary care network",
    "network",
    "cluster",
    "area",
)
_CHOOSE = "Choose a CSV file with a heading, one column of ODS codes and one of neighbourhoods."
_CORRECT = "Correct the line in the file."


@dataclass(frozen=True, slots=True)
class NeighbourhoodColumn:
    """What a file says about neighbourhoods. While one of the two columns is None, nothing is read yet."""

    headers: tuple[str, ...]
    code_header: str | None
    name_header: str | None
    rows: dict[str, str]
    unreadable: list[UnreadableLine]
    total_lines: int


class _PlaceRow(NamedTuple):
    line: int
    cells: list[str]


def read_neighbourhood_column(
    data: bytes, code_header: str | None = None, name_header: str | None = None
) -> NeighbourhoodColumn:
    """Code -> neighbourhood from two columns, by their headings; those that are not given are guessed.

    Where a guess is impossible the headings are there to choose from. FileRefused when it is no such file.
    """
    numbered = list(numbered_lines(decode(data)))
    heading = numbered[0][1] if numbered else ""
    delimiter = max(",;\t", key=heading.count)
    headers = _headers(heading, delimiter)
    if len(numbered) < 2:
        raise FileRefused("The file has a heading and no lines.", _CHOOSE)
    rows, unreadable = _rows(numbered[1:], len(headers), delimiter)
    total = len(rows) + len(unreadable)
    if nearly_all(len(unreadable), total):
        raise FileRefused("Most lines of the file do not have the columns of its heading.", _CHOOSE)
    code_header = _guess_code(headers, rows) if code_header is None else _asked(code_header, headers)
    name_header = _guess_name(headers, code_header) if name_header is None else _asked(name_header, headers)
    found: dict[str, str] = {}
    if code_header is not None and name_header is not None:
        if code_header == name_header:
            raise FileRefused(
                "The codes and the neighbourhoods cannot be in the same column.", "Choose two columns."
            )
        found, more = _mapping(rows, headers.index(code_header), headers.index(name_header))
        unreadable = sorted([*unreadable, *more], key=_line_number)
    return NeighbourhoodColumn(headers, code_header, name_header, found, unreadable, total)


def _line_number(line: UnreadableLine) -> int:
    return line.line


def _headers(heading: str, delimiter: str) -> tuple[str, ...]:
    """The headings, each one different: a second `name` is called `name (column 4)`."""
    try:
        names = [visible(name) for name in cells_of(heading, delimiter)]
    except LineUnreadable:
        raise FileRefused("The heading of the file cannot be read.", _CHOOSE) from None
    if len(names) < 2:
        raise FileRefused("The file has only one column.", _CHOOSE)
    if len(names) > MOST_COLUMNS:
        raise FileRefused(f"The file has {counted(len(names), 'column')}.", _CHOOSE)
    headers: list[str] = []
    for position, name in enumerate(names, start=1):
        header = name or f"Column {position}"
        headers.append(f"{header} (column {position})" if header in headers else header)
    if any(PRACTICE_CODE.match(name.upper()) for name in names):
        raise FileRefused("The first line of the file is not a heading: it has an ODS code.", _CHOOSE)
    return tuple(headers)


def _rows(
    lines: list[tuple[int, str]], width: int, delimiter: str
) -> tuple[list[_PlaceRow], list[UnreadableLine]]:
    """The rows of the file; a quoted cell may go over several lines, as spreadsheet programs write them."""
    rows: list[_PlaceRow] = []
    unreadable: list[UnreadableLine] = []
    position = 0
    while position < len(lines):
        number, line = lines[position]
        taken = 1
        try:
            try:
                cells = cells_of(line, delimiter)
            except LineUnreadable:
                cells, taken = _joined(lines, position, width, delimiter)
            if len(cells) != width:
                raise LineUnreadable(
                    f"This line has {counted(len(cells), 'column')}. The heading has {width}.", _CORRECT
                )
            rows.append(_PlaceRow(number, cells))
        except LineUnreadable as error:
            code = next(
                (cell for cell in cells_as_far_as_possible(line, delimiter) if PRACTICE_CODE.match(cell)), ""
            )
            unreadable.append(UnreadableLine(number, code, "", error.why, error.what_to_do))
        position += taken
    return rows, unreadable


def _joined(lines: list[tuple[int, str]], position: int, width: int, delimiter: str) -> tuple[list[str], int]:
    """A row over several lines, if the next few make one of the right width. LineUnreadable if not."""
    row = lines[position][1]
    for taken, (_, line) in enumerate(lines[position + 1 : position + _LINES_OF_A_ROW], start=2):
        row = f"{row} {line}"
        if line.count('"') % 2:
            try:
                cells = cells_of(row, delimiter)
            except LineUnreadable:
                continue
            if len(cells) == width:
                return cells, taken
    return cells_of(lines[position][1], delimiter), 1


def _asked(header: str, headers: tuple[str, ...]) -> str:
    """The heading that was asked for, whatever its capitals."""
    for candidate in headers:
        if candidate.casefold() == header.strip().casefold():
            return candidate
    raise FileRefused(f"The file has no column called “{visible(header)}”.", "Choose one of its columns.")


def _guess_code(headers: tuple[str, ...], rows: list[_PlaceRow]) -> str | None:
    """The column that has a usual practice code in at least half of its lines; of several, the fullest."""
    codes: Counter[int] = Counter()
    for row in rows:
        codes.update(
            position for position, cell in enumerate(row.cells) if PRACTICE_CODE.match(cell.strip().upper())
        )
    if not codes:
        return None
    position, found = max(codes.items(), key=lambda item: (item[1], -item[0]))
    return headers[position] if found * 2 >= len(rows) else None


def _guess_name(headers: tuple[str, ...], code_header: str | None) -> str | None:
    """The column whose heading speaks of neighbourhoods, and not of their codes."""
    candidates = [header for header in headers if header != code_header and "code" not in header.casefold()]
    for name in _NAMES:
        for header in candidates:
            if name in " ".join(header.casefold().replace("_", " ").split()):
                return header
    return None


def _mapping(
    rows: list[_PlaceRow], code_at: int, name_at: int
) -> tuple[dict[str, str], list[UnreadableLine]]:
    found: dict[str, str] = {}
    line_of_code: dict[str, int] = {}
    spelling: dict[str, str] = {}
    unreadable: list[UnreadableLine] = []
    for row in rows:
        code = ""
        used_line: int | None = None
        try:
            code = _code(row.cells[code_at])
            name = _name(row.cells[name_at])
            name = spelling.setdefault(name.casefold(), name)
            if code not in line_of_code:
                found[code] = name
                line_of_code[code] = row.line
            elif code not in found:
                raise LineUnreadable(
                    f"The code is in the file twice. It was first on line {line_of_code[code]:,}, "
                    "which cannot be read.",
                    _CORRECT,
                )
            elif found[code] != name:
                used_line = line_of_code[code]
                raise LineUnreadable(
                    f"The code is in the file twice. On line {used_line:,}, which is used, "
                    f"it is in {visible(found[code])}.",
                    f"Nothing, if line {used_line:,} is right.",
                )
        except LineUnreadable as error:
            if code and used_line is None:
                line_of_code.setdefault(code, row.line)
            unreadable.append(UnreadableLine(row.line, code, "", error.why, error.what_to_do, used_line))
    return found, unreadable


def _code(cell: str) -> str:
    try:
        return readable_code(cell)
    except ValueError:
        why = (
            f"“{visible(cell)}” is not an ODS code: one has 3 to 12 letters and digits."
            if cell.strip()
            else "The line has no ODS code."
        )
        raise LineUnreadable(why, _CORRECT) from None


def _name(cell: str) -> str:
    refuse_hidden(cell)
    name = one_space(cell)
    if not name:
        raise LineUnreadable("The line names no neighbourhood.", _CORRECT)
    if name[0] in "=@":
        raise LineUnreadable(
            f"The neighbourhood starts with {name[0]}, as a formula of a spreadsheet does.", _CORRECT
        )
    if len(name) > LONGEST_NEIGHBOURHOOD:
        raise LineUnreadable(
            f"The neighbourhood has {len(name):,} letters. It may have {LONGEST_NEIGHBOURHOOD}.",
            _CORRECT,
        )
    return readable_name(name)
