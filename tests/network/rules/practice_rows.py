"""Lines of the practice file, made up."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

COLUMN = {
    "code": 0,
    "name": 1,
    "grouping": 2,
    "icb": 3,
    "address1": 4,
    "address2": 5,
    "town": 6,
    "county": 7,
    "address5": 8,
    "postcode": 9,
    "opened": 10,
    "closed": 11,
    "status": 12,
    "subtype": 13,
    "sub_icb": 14,
    "joined": 15,
    "phone": 17,
    "amended": 21,
    "provider": 23,
    "kind": 25,
}
USUAL = {
    "code": "Z99001",
    "name": "DRIFTWOOD SURGERY",
    "grouping": "Y99",
    "icb": "QZZ",
    "address1": "1 SHORE ROAD",
    "town": "SALTMARSH",
    "county": "EASTSHIRE",
    "postcode": "ZZ99 1AA",
    "opened": "19740401",
    "status": "A",
    "subtype": "B",
    "sub_icb": "99Z",
    "joined": "20200401",
    "phone": "01632 960101",
    "amended": "0",
    "provider": "99Z",
    "kind": "4",
}


def make_row(**cells: str) -> list[str]:
    row = [""] * 27
    for key, value in {**USUAL, **cells}.items():
        row[COLUMN[key]] = value
    return row


def make_csv(rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
