"""Whether a file is the practice file at all: its columns, its heading, and which other file it may be."""

from __future__ import annotations

from federation.network.rules.codes import PRACTICE_CODE
from federation.network.rules.reading import FileRefused, LineUnreadable, cells_of, counted

COLUMNS = 27
WHERE_TO_FIND = (
    "Choose epraccur.csv, the file of GP practices of the NHS Organisation Data Service, as it was "
    "downloaded, not saved again by a spreadsheet program."
)


def is_heading(line: str) -> bool:
    """A first line that names the columns. Some people put one on top."""
    try:
        row = cells_of(line)
    except LineUnreadable:
        return False
    if len(row) < COLUMNS or PRACTICE_CODE.match(row[0].strip().upper()):
        return False
    return "code" in row[0].lower() or "postcode" in row[9].lower().replace(" ", "")


def wrong_columns(text: str) -> FileRefused:
    """Which other file this may be."""
    first = text[: text.find("\n") if "\n" in text else None][:2000]
    upper = first.upper()
    if "NUMBER_OF_PATIENTS" in upper or "EXTRACT_DATE" in upper:
        return FileRefused(
            "This is a file of patients registered at practices, not the file of practices.",
            "Import it under list sizes. " + WHERE_TO_FIND,
        )
    if "CQC" in upper or "LOCATION ID" in upper:
        return FileRefused(
            "This is a file of the Care Quality Commission, not the file of practices.", WHERE_TO_FIND
        )
    for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "upright strokes")):
        if first.count(separator) >= COLUMNS - 1:
            return FileRefused(
                f"The columns of this file are separated by {name}. They should be separated by commas.",
                WHERE_TO_FIND,
            )
    try:
        width = len(cells_of(first))
    except LineUnreadable:
        width = 0
    if width and width != COLUMNS:
        message = f"The file has {counted(width, 'column')}. The file of practices has {COLUMNS}."
    else:
        message = f"Most lines of the file do not have the {COLUMNS} columns of the file of practices."
    return FileRefused(message, WHERE_TO_FIND)


DOWNLOAD_AGAIN = "Download the file again."
