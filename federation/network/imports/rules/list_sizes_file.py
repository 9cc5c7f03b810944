"""The file of patients registered at each GP practice (`gp-reg-pat-prac-all.csv`, published monthly).

The names of its columns decide, not their order. Both generations are read: `SUB_ICB_LOCATION_CODE`
(since 2022) and `CCG_CODE`; days as `2026-04-01` and as `01APR2020`. Only whole practices are read:
TYPE GP, SEX ALL, AGE ALL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from federation.network.rules.codes import CODE
from federation.network.rules.reading import (
    HIDDEN,
    FileRefused,
    LineUnreadable,
    UnreadableLine,
    cells_as_far_as_possible,
    cells_of,
    counted,
    date_in_words,
    decode,
    nearly_all,
    numbered_lines,
    read_date,
    refuse_hidden,
    visible,
)

NEEDED = ("EXTRACT_DATE", "TYPE", "CODE", "SEX", "AGE", "NUMBER_OF_PATIENTS")
WHERE_TO_FIND = (
    "Choose gp-reg-pat-prac-all.csv (“Totals, all persons”) from Patients Registered at a GP Practice, "
    "published monthly by NHS England."
)
DOWNLOAD_AGAIN = "Download the file again."

_NUMBER = re.compile(r"[0-9]{1,7}\Z|[0-9]{1,3}(?:,[0-9]{3}){1,2}\Z")


@dataclass(frozen=True, slots=True)
class ListSizesFile:
    """The patients of each practice on one day."""

    extract_date: date
    rows: dict[str, int]
    unreadable: list[UnreadableLine]
    total_lines: int
    skipped: int
    """Lines about areas, or about one sex or age, which are passed over."""
    lines: dict[str, int]
    """On which line of the file each practice stands."""


def read_list_sizes(data: bytes) -> ListSizesFile:
    """Read the file of list sizes. FileRefused when it is another; bad lines are listed as unreadable."""
    text = decode(data)
    may_hide = HIDDEN.search(text) is not None
    numbered = numbered_lines(text)
    _, heading = next(numbered, (1, ""))
    columns = _columns(heading)
    width = columns.width
    reader = _SizesReader(columns)
    unreadable: list[UnreadableLine] = []
    total = wrong_width = 0
    for number, line in numbered:
        total += 1
        row: list[str] | None = None
        try:
            row = cells_of(line)
            if may_hide:
                refuse_hidden(line)
            if len(row) != width:
                raise LineUnreadable(
                    f"This line has {counted(len(row), 'column')}. The heading has {width}.", DOWNLOAD_AGAIN
                )
            reader.read(number, row)
        except LineUnreadable as error:
            if row is None or len(row) != width:
                wrong_width += 1
            unreadable.append(reader.unreadable(number, row or cells_as_far_as_possible(line), error))
    if total == 0:
        raise FileRefused("The file has a heading and no lines.", DOWNLOAD_AGAIN)
    if nearly_all(wrong_width, total):
        raise FileRefused(
            f"Most lines of the file do not have the {width} columns of its heading.", DOWNLOAD_AGAIN
        )
    if reader.split > len(reader.rows):
        raise _split()
    if reader.day is None:
        if not unreadable:
            raise FileRefused("No line of the file is about a GP practice.", WHERE_TO_FIND)
        raise FileRefused(f"No line of the file can be read. The first: {unreadable[0].why}", WHERE_TO_FIND)
    if nearly_all(len(unreadable), total):
        raise FileRefused(
            f"{len(unreadable):,} of the {total:,} lines cannot be read. The first: {unreadable[0].why}",
            WHERE_TO_FIND,
        )
    return ListSizesFile(
        reader.day, reader.rows, unreadable, total, reader.split + reader.others, reader.line_of_code
    )


class _SizeColumns(NamedTuple):
    day: int
    kind: int
    code: int
    sex: int
    age: int
    patients: int
    width: int


def _columns(heading: str) -> _SizeColumns:
    """Where the columns are. FileRefused when the heading is of another file."""
    try:
        names = [name.strip().upper() for name in cells_of(heading)]
    except LineUnreadable:
        raise FileRefused("The heading of the file cannot be read.", WHERE_TO_FIND) from None
    if missing := [name for name in NEEDED if name not in names]:
        raise _another_file(names, missing)
    if twice := [name for name in NEEDED if names.count(name) > 1]:
        raise FileRefused(f"The file has two columns called {twice[0]}.", WHERE_TO_FIND)
    day, kind, code, sex, age, patients = (names.index(name) for name in NEEDED)
    return _SizeColumns(day, kind, code, sex, age, patients, len(names))


def _another_file(names: list[str], missing: list[str]) -> FileRefused:
    if "AGE_GROUP_5" in names or ("ORG_CODE" in names and "SEX" in names):
        return _split()
    if "PRACTICE_CODE" in names and "PCN_CODE" in names:
        return FileRefused(
            "This file says to which network each practice belongs. It has no list sizes.", WHERE_TO_FIND
        )
    if len(names) == 27 and CODE.match(names[0]):
        return FileRefused("This is the file of practices, not the file of list sizes.", WHERE_TO_FIND)
    if len(names) > 27 and "TOTAL_ALL" in names:
        return FileRefused("This is an old file of list sizes that is split by age and sex.", WHERE_TO_FIND)
    if not set(names) & set(NEEDED):
        return FileRefused(
            "This is not the file of list sizes: its first line is not the heading.", WHERE_TO_FIND
        )
    several = "columns" if len(missing) > 1 else "column"
    return FileRefused(f"The heading lacks the {several} {', '.join(missing)}.", WHERE_TO_FIND)


def _split() -> FileRefused:
    return FileRefused("This file is split by age or sex. The one with totals is needed.", WHERE_TO_FIND)


class _SizesReader:
    """Reads rows one after the other and remembers the day and the codes."""

    def __init__(self, columns: _SizeColumns) -> None:
        self.columns = columns
        self.day: date | None = None
        self.rows: dict[str, int] = {}
        self.line_of_code: dict[str, int] = {}
        self.split = 0
        self.others = 0
        self._bad_line_of_code: dict[str, int] = {}
        self._days: dict[str, date | None] = {}

    def read(self, number: int, row: list[str]) -> None:
        columns = self.columns
        if row[columns.kind].strip().upper() != "GP":
            if not row[columns.kind].strip():
                raise LineUnreadable("The line does not say what it is about (TYPE).", DOWNLOAD_AGAIN)
            self.others += 1
            return
        if row[columns.sex].strip().upper() != "ALL" or row[columns.age].strip().upper() != "ALL":
            self.split += 1
            return
        code = row[columns.code].strip().upper()
        if not (CODE.match(code) and row[columns.code].isascii()):
            raise LineUnreadable(
                f"“{visible(row[columns.code])}” is not an ODS code: one has 3 to 12 letters and digits."
                if row[columns.code].strip()
                else "The line has no ODS code.",
                DOWNLOAD_AGAIN,
            )
        if code in self.rows:
            raise _CodeTwice(self.line_of_code[code])
        if code in self._bad_line_of_code:
            first = self._bad_line_of_code[code]
            raise LineUnreadable(
                f"The code is in the file twice. It was first on line {first:,}, which cannot be read.",
                DOWNLOAD_AGAIN,
            )
        patients = _patients(row[columns.patients])
        day = self._day(row[columns.day])
        if self.day is None:
            self.day = day
        elif day != self.day:
            raise FileRefused(
                f"The file has list sizes of more than one day: {date_in_words(self.day)} and, "
                f"on line {number:,}, {date_in_words(day)}.",
                "Import one month at a time. " + WHERE_TO_FIND,
            )
        self.rows[code] = patients
        self.line_of_code[code] = number

    def _day(self, text: str) -> date:
        try:
            day = self._days[text]
        except KeyError:
            try:
                day = self._days[text] = read_date(text)
            except ValueError:
                raise LineUnreadable(f"“{visible(text)}” is not a date.", DOWNLOAD_AGAIN) from None
        if day is None:
            raise LineUnreadable("The line has no date.", DOWNLOAD_AGAIN)
        return day

    def unreadable(self, number: int, row: list[str], error: LineUnreadable) -> UnreadableLine:
        code = visible(row[self.columns.code]).upper() if len(row) > self.columns.code else ""
        if not (CODE.match(code) and any(character.isdigit() for character in code)):
            code = ""
        used_line = None
        if isinstance(error, _CodeTwice):
            used_line = error.used_line
        elif code:
            self._bad_line_of_code.setdefault(code, number)
        return UnreadableLine(number, code, "", error.why, error.what_to_do, used_line)


class _CodeTwice(LineUnreadable):
    def __init__(self, used_line: int) -> None:
        super().__init__(
            f"The code is in the file twice. It was first on line {used_line:,}, which is used.",
            f"Nothing, if line {used_line:,} is right.",
        )
        self.used_line = used_line


def _patients(text: str) -> int:
    text = text.strip()
    if not text:
        raise LineUnreadable("The line has no number of patients.", DOWNLOAD_AGAIN)
    if not _NUMBER.match(text):
        raise LineUnreadable(f"“{visible(text)}” is not a number of patients.", DOWNLOAD_AGAIN)
    return int(text.replace(",", ""))
