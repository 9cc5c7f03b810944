"""Reading a file that somebody uploaded: is it text, which lines has it, what do its dates say.

Nothing here knows about practices. There are two ways to fail: the whole file is not the right one
(`FileRefused`), or one of its lines cannot be read (`Unreadable`) and the rest can. Both say why and
what to do, in the reader's words.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

LONGEST_QUOTE = 40
"""Words of the file are repeated on the page up to this length."""
LONGEST_LINE = 50_000
"""No line of these files is nearly as long; a cell has less than what Python's csv module can take."""


class FileRefused(ValueError):
    """The whole file is not the right one, or not a file that can be read at all."""

    def __init__(self, message: str, what_to_do: str) -> None:
        super().__init__(message)
        self.message = message
        self.what_to_do = what_to_do


class LineUnreadable(ValueError):
    """One line cannot be read; raised while reading it and turned into an `Unreadable`."""

    def __init__(self, why: str, what_to_do: str) -> None:
        super().__init__(why)
        self.why = why
        self.what_to_do = what_to_do


class PracticeHint(NamedTuple):
    """The hint at a practice whose line cannot be read."""

    icb: str
    sub_icb: str
    postcode: str
    may_be_open_practice: bool


@dataclass(frozen=True, slots=True)
class UnreadableLine:
    """A line of the file that cannot be read: it never closes and never changes anything."""

    line: int
    code: str
    name: str
    why: str
    what_to_do: str
    used_line: int | None = None
    """The line that is used instead, where the code is in the file twice."""
    where: PracticeHint | None = None
    """Where the practice lies, as far as the line tells; None: cannot tell."""


@dataclass(frozen=True, slots=True)
class FileNotice:
    """Something the administrator should know; it stops nothing. `line` is None when about no line."""

    code: str
    name: str
    line: int | None
    text: str


# --- from bytes to lines ---

_KINDS_BY_FIRST_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a zip or Excel file"),
    (b"PK\x05\x06", "an empty zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed (gzip) file"),
    (b"7z\xbc\xaf", "a compressed (7z) file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "a Word (RTF) file"),
)
_UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_NOT_TEXT = bytes(set(range(32)) - {9, 10, 12, 13})
_SAVE_AS_CSV = (
    "Choose the CSV file itself. Unpack it if it is in a zip; save it as CSV if it is in a workbook."
)
_SAVE_AS_UTF8 = "Download the file again, or save it as “CSV UTF-8” in your spreadsheet program."


def decode(data: bytes) -> str:
    """The text of a file in UTF-8 (with or without its mark) or Windows-1252: composed, lines ended by LF.

    A byte that neither can be leaves U+FFFD in its line, so that this line alone cannot be read.
    """
    if not data.strip():
        raise FileRefused("The file is empty.", "Download the file again.")
    for first_bytes, kind in _KINDS_BY_FIRST_BYTES:
        if data.startswith(first_bytes):
            raise FileRefused(f"This is {kind}, not a CSV file.", _SAVE_AS_CSV)
    if data.startswith(_UTF16_OR_32):
        raise FileRefused("The file is saved as UTF-16 text, which cannot be read here.", _SAVE_AS_UTF8)
    not_text = len(data) - len(data.translate(None, _NOT_TEXT))
    if not_text * 50 > len(data):
        if data.count(0) * 4 > len(data):
            raise FileRefused("The file is saved as UTF-16 text, which cannot be read here.", _SAVE_AS_UTF8)
        raise FileRefused("This is not a text file.", _SAVE_AS_CSV)
    text = _text(data)
    start = text[:200].lstrip().lower()
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise FileRefused(
            "This is a web page, not a CSV file.",
            "The download did not work, or the page itself was saved. Download the file again.",
        )
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise FileRefused("The file is empty.", "Download the file again.")
    return text


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode(_likelier_encoding(data), errors="replace")
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.lstrip("\ufeff"))


def _likelier_encoding(data: bytes) -> str:
    """UTF-8 with some damage, or Windows-1252: whichever more of the lines with accents can be."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    good = bad = 0
    for line in data.split(b"\n"):
        if not line.isascii():
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
    return "utf-8" if good and good >= bad else "cp1252"


def cells_of(line: str, delimiter: str = ",") -> list[str]:
    """The cells of one line; LineUnreadable when its quotation marks do not pair up."""
    if len(line) > LONGEST_LINE:
        raise LineUnreadable(f"This line has {len(line):,} characters.", "Download the file again.")
    try:
        return next(csv.reader((line,), delimiter=delimiter, strict=True))
    except csv.Error:
        raise LineUnreadable(
            "The quotation marks on this line do not pair up, so its columns cannot be told apart.",
            "Download the file again.",
        ) from None


def cells_as_far_as_possible(line: str, delimiter: str = ",") -> list[str]:
    """The cells of a line that cannot be read, to say which practice it may be about."""
    return [cell.strip().strip('"') for cell in line[:500].split(delimiter)]


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that says something, with its number in the file. Lines of separators alone are blank."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip(' ,;"\t'):
            yield number, line


# --- what a cell says ---

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
"""Characters that cannot be seen, that change how text around them is shown, or that stand for lost ones."""

_KNOWN_HIDDEN = {
    "\x00": "a NUL",
    "\ufffd": "a letter that was lost when the file was saved",
    "\u200b": "a space of no width",
    "\ufeff": "a space of no width",
    "\xad": "a soft hyphen",
}


def refuse_hidden(text: str) -> None:
    """LineUnreadable when the text holds a character that cannot be seen or was lost."""
    found = HIDDEN.search(text)
    if found is None:
        return
    character = found.group()
    what = _KNOWN_HIDDEN.get(character)
    if 0x202A <= ord(character) <= 0x202E or 0x2066 <= ord(character) <= 0x2069:
        what = "a mark that turns the direction of writing"
    if what is None:
        what = unicodedata.name(character, "a control character").lower()
    raise LineUnreadable(
        f"The line holds a character that cannot be seen or read (U+{ord(character):04X}, {what}).",
        "Download the file again, or remove the character in the file.",
    )


def visible(text: str) -> str:
    """Words of the file as they may be shown: without hidden characters, one space, cut when long."""
    shown = " ".join(HIDDEN.sub("", text).split())
    return shown if len(shown) <= LONGEST_QUOTE else shown[: LONGEST_QUOTE - 1] + "…"


def one_space(text: str) -> str:
    """Without outer spaces, and with one where there were several (also tabs and non-breaking ones)."""
    return " ".join(text.split())


_ISO = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ]00:00(?::00)?)?\Z")
_BRITISH = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})\Z")
_NAMED = re.compile(r"([0-9]{1,2})[ -]?([A-Za-z]{3})[a-z]*[ -]?([0-9]{4})\Z")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH_OF = {month[:3].lower(): number for number, month in enumerate(_MONTHS, start=1)}


def read_date(text: str) -> date | None:
    """The day that `20260401`, `2026-04-01`, `01/04/2026` or `01APR2026` says; None when there is none.

    ValueError when it is no date. Only 1900 to 2100 are believed.
    """
    text = text.strip()
    if not text:
        return None
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _BRITISH.match(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _NAMED.match(text):
        day, month, year = int(found[1]), _MONTH_OF.get(found[2].lower(), 0), int(found[3])
    else:
        raise ValueError(text)
    if not 1900 <= year <= 2100:
        raise ValueError(text)
    return date(year, month, day)


def date_in_words(day: date) -> str:
    """31 August 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def nearly_all(some: int, total: int) -> bool:
    """So many lines that it is not the lines that are wrong but the file."""
    return some > 0 and some * 10 >= total * 9


def counted(number: int, one: str, several: str | None = None) -> str:
    """`1 line`, `2 lines`, `15,352 lines`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"
