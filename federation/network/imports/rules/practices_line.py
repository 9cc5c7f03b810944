"""One line of the practice file: what it says, or why it cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from federation.network.imports.rules.practices_heading import COLUMNS, DOWNLOAD_AGAIN
from federation.network.imports.rules.readable import (
    readable_address,
    readable_name,
    readable_phone,
    readable_postcode,
)
from federation.network.rules.codes import CODE
from federation.network.rules.reading import (
    LineUnreadable,
    PracticeHint,
    UnreadableLine,
    counted,
    one_space,
    read_date,
    visible,
)

LONGEST_NAME = 200
LONGEST_ADDRESS_LINE = 100
LONGEST_PHONE = 40
CORRECT_IN_FILE = "Tell the Organisation Data Service, or correct the line in the file."


class OdsStatus(StrEnum):
    """The status of a practice with the Organisation Data Service."""

    OPEN = "open"
    CLOSED = "closed"
    DORMANT = "dormant"
    PROPOSED = "proposed"


_STATUS = {
    "A": OdsStatus.OPEN,
    "ACTIVE": OdsStatus.OPEN,
    "C": OdsStatus.CLOSED,
    "CLOSED": OdsStatus.CLOSED,
    "INACTIVE": OdsStatus.CLOSED,
    "D": OdsStatus.DORMANT,
    "DORMANT": OdsStatus.DORMANT,
    "P": OdsStatus.PROPOSED,
    "PROPOSED": OdsStatus.PROPOSED,
}
_ROLES = re.compile(r"(?:[0-9]{1,3}|RO[0-9]{1,5}(?:\|RO[0-9]{1,5})*)?\Z")


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One line of the practice file, readable: names as people write them, dates as dates."""

    line: int
    code: str
    name: str
    icb: str
    sub_icb: str
    address: tuple[str, ...]
    postcode: str
    phone: str
    opened: date | None
    closed: date | None
    status: OdsStatus
    is_gp_practice: bool
    national_grouping: str
    town: str

    @property
    def is_open(self) -> bool:
        """The file says that it works now."""
        return self.status is OdsStatus.OPEN

    @property
    def is_open_practice(self) -> bool:
        """An open GP practice: what a federation is made of."""
        return self.is_gp_practice and self.status is OdsStatus.OPEN


class PracticesReader:
    """Reads lines one after the other and remembers which codes there were."""

    def __init__(self) -> None:
        self._line_of_code: dict[str, int] = {}
        self._unreadable_codes: set[str] = set()
        self._dates: dict[str, date | None] = {}
        self._same: dict[str, str] = {}

    def read(self, number: int, row: list[str]) -> PracticeLine:
        if len(row) < COLUMNS or any(cell.strip() for cell in row[COLUMNS:]):
            raise LineUnreadable(
                f"This line has {counted(len(row), 'column')}. The file should have {COLUMNS}.",
                DOWNLOAD_AGAIN,
            )
        code = row[0].strip().upper()
        if not (CODE.match(code) and row[0].isascii()):
            raise LineUnreadable(
                f"“{visible(row[0])}” is not an ODS code: one has 3 to 12 letters and digits."
                if row[0].strip()
                else "The line has no ODS code.",
                DOWNLOAD_AGAIN,
            )
        if code in self._line_of_code:
            raise self._twice(code)
        raw_name = one_space(row[1])
        _check_name(raw_name)
        status = _status(row[12])
        roles = row[25].strip().upper()
        if not _ROLES.match(roles):
            raise LineUnreadable(
                f"“{visible(row[25])}” in column 26 is not a kind of practice.", DOWNLOAD_AGAIN
            )
        try:
            postcode = readable_postcode(row[9])
        except ValueError:
            raise LineUnreadable(f"“{visible(row[9])}” is not a postcode.", CORRECT_IN_FILE) from None
        address = readable_address(tuple(row[4:9]))
        phone = readable_phone(row[17])
        _check_lengths(address, phone)
        line = PracticeLine(
            line=number,
            code=code,
            name=readable_name(raw_name),
            icb=self._place(row[3], "integrated care board"),
            sub_icb=self._place(row[14], "sub-ICB location"),
            address=address,
            postcode=postcode,
            phone=phone,
            opened=self._date(row[10], "opening"),
            closed=self._date(row[11], "closing"),
            status=status,
            is_gp_practice=roles == "4" or "RO76" in roles.split("|"),
            national_grouping=self._place(row[2], "national grouping"),
            town=readable_name(one_space(row[6])),
        )
        self._line_of_code[code] = number
        return line

    def unreadable(self, number: int, row: list[str], error: LineUnreadable) -> UnreadableLine:
        """The line as it is listed, with the code and name that it seems to have."""
        code = visible(row[0]).upper() if row else ""
        if not (CODE.match(code) and any(character.isdigit() for character in code)):
            code = ""
        used_line: int | None = None
        if isinstance(error, CodeTwice):
            used_line = error.used_line
        elif code not in self._line_of_code and code:
            self._line_of_code[code] = number
            self._unreadable_codes.add(code)
        return UnreadableLine(
            line=number,
            code=code,
            name=readable_name(visible(row[1])) if len(row) > 1 else "",
            why=error.why,
            what_to_do=error.what_to_do,
            used_line=used_line,
            where=_where(row),
        )

    def _twice(self, code: str) -> LineUnreadable:
        first = self._line_of_code[code]
        if code in self._unreadable_codes:
            return LineUnreadable(
                f"The code is in the file twice. It was first on line {first:,}, which cannot be read.",
                DOWNLOAD_AGAIN,
            )
        return CodeTwice(first)

    def _place(self, text: str, what: str) -> str:
        known = self._same.get(text)
        if known is None:
            known = text.strip().upper()
            if known and not (known.isascii() and known.isalnum() and len(known) <= 12):
                raise LineUnreadable(f"“{visible(text)}” is not the code of a {what}.", DOWNLOAD_AGAIN)
            self._same[text] = known
        return known

    def _date(self, text: str, what: str) -> date | None:
        try:
            return self._dates[text]
        except KeyError:
            pass
        try:
            day = self._dates[text] = read_date(text)
        except ValueError:
            raise LineUnreadable(
                f"The {what} date “{visible(text)}” is not a date.", CORRECT_IN_FILE
            ) from None
        return day


class CodeTwice(LineUnreadable):
    """The code stood on an earlier line, which is used."""

    def __init__(self, used_line: int) -> None:
        super().__init__(
            f"The code is in the file twice. It was first on line {used_line:,}, which is used.",
            f"Nothing, if line {used_line:,} is right.",
        )
        self.used_line = used_line


def _status(cell: str) -> OdsStatus:
    status = _STATUS.get(cell.strip().upper())
    if status is None:
        raise LineUnreadable(
            f"The status “{visible(cell)}” is not a known one."
            if cell.strip()
            else "The line has no status.",
            DOWNLOAD_AGAIN,
        )
    return status


def _check_name(name: str) -> None:
    if not name:
        raise LineUnreadable("The line has no name.", CORRECT_IN_FILE)
    if name[0] in "=@":
        raise LineUnreadable(
            f"The name starts with {name[0]}, as a formula of a spreadsheet does.", CORRECT_IN_FILE
        )
    if len(name) > LONGEST_NAME:
        raise LineUnreadable(
            f"The name has {len(name):,} letters. No name of a practice is longer than {LONGEST_NAME}.",
            DOWNLOAD_AGAIN,
        )


def _check_lengths(address: tuple[str, ...], phone: str) -> None:
    if len(phone) > LONGEST_PHONE:
        raise LineUnreadable(f"The telephone number has {len(phone):,} characters.", CORRECT_IN_FILE)
    for part in address:
        if len(part) > LONGEST_ADDRESS_LINE:
            raise LineUnreadable(f"A line of the address has {len(part):,} letters.", CORRECT_IN_FILE)


def _where(row: list[str]) -> PracticeHint | None:
    """Where an unreadable practice lies, if the columns are where they should be."""
    if len(row) != COLUMNS:
        return None
    try:
        postcode = readable_postcode(row[9])
    except ValueError:
        return None
    status = _STATUS.get(row[12].strip().upper(), OdsStatus.OPEN)
    roles = row[25].strip().upper()
    is_practice = not _ROLES.match(roles) or roles == "4" or "RO76" in roles.split("|")
    return PracticeHint(
        row[3].strip().upper(), row[14].strip().upper(), postcode, is_practice and status is OdsStatus.OPEN
    )
