"""The practice file of the Organisation Data Service (`epraccur.csv`).

It lists prescribing cost centres: GP practices, and also prisons, walk-in centres, clinics and so on.

It has no heading and 27 columns. Two forms are in use and are told apart line by line:

=======  ======================  ====================  =====================================
column   what it holds           older form (TRUD)     current form (Data Search and Export)
=======  ======================  ====================  =====================================
1, 2     ODS code, name          alike                 alike
3        national grouping       Y63, W00 (Wales)            alike
4        high-level geography    **integrated care board**, such as QHM; Q99 for Wales
5 to 9   address                 alike                 alike
10       postcode                alike                 alike
11, 12   opened, closed          yyyymmdd              yyyymmdd or yyyy-mm-dd
13       status                  A C D P               ACTIVE INACTIVE
15       commissioner            **sub-ICB location**, such as 16C or D2P2L; a health board (7A6) for Wales
18       telephone               alike                 alike
26       what it is              4 = GP practice       roles joined by |; RO76 = GP practice
=======  ======================  ====================  =====================================

(In the file of March 2025 each of the 113 sub-ICB locations with an open practice lies in one board.)
"""

from __future__ import annotations

from dataclasses import dataclass

from federation.network.imports.rules.practices_heading import (
    COLUMNS,
    DOWNLOAD_AGAIN,
    WHERE_TO_FIND,
    is_heading,
    wrong_columns,
)
from federation.network.imports.rules.practices_line import PracticeLine, PracticesReader
from federation.network.rules.reading import (
    HIDDEN,
    FileRefused,
    LineUnreadable,
    UnreadableLine,
    cells_as_far_as_possible,
    cells_of,
    decode,
    nearly_all,
    numbered_lines,
    refuse_hidden,
)


@dataclass(frozen=True, slots=True)
class PracticesFile:
    """A practice file that was read: one line for each code, and the lines that cannot be read."""

    lines: list[PracticeLine]
    unreadable: list[UnreadableLine]
    total_lines: int


def read_practices(data: bytes) -> PracticesFile:
    """Read the practice file. FileRefused when it is another; bad lines are listed as unreadable."""
    text = decode(data)
    may_hide = HIDDEN.search(text) is not None
    lines: list[PracticeLine] = []
    unreadable: list[UnreadableLine] = []
    reader = PracticesReader()
    total = wrong_width = 0
    for number, line in numbered_lines(text):
        if number == 1 and is_heading(line):
            continue
        total += 1
        row: list[str] | None = None
        try:
            row = cells_of(line)
            if may_hide:
                refuse_hidden(line)
            lines.append(reader.read(number, row))
        except LineUnreadable as error:
            if row is None or len(row) != COLUMNS:
                wrong_width += 1
            unreadable.append(reader.unreadable(number, row or cells_as_far_as_possible(line), error))
    if nearly_all(wrong_width, total):
        raise wrong_columns(text)
    if not lines:
        if not unreadable:
            raise FileRefused("The file has no lines.", DOWNLOAD_AGAIN)
        raise FileRefused(f"No line of the file can be read. The first: {unreadable[0].why}", WHERE_TO_FIND)
    if nearly_all(len(unreadable), total):
        raise FileRefused(
            f"{len(unreadable):,} of the {total:,} lines cannot be read. The first: {unreadable[0].why}",
            WHERE_TO_FIND,
        )
    if not any(line.is_gp_practice for line in lines):
        raise FileRefused(
            "None of the lines is a GP practice, so this is another file of the Organisation Data Service.",
            WHERE_TO_FIND,
        )
    return PracticesFile(lines, unreadable, total)
