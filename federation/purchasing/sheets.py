"""The spreadsheet of what practices need: on the web for the practices that somebody represents, at the terminal for all."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid
from federation.kernel.words import day, money
from federation.network.imports.queries.sheets import number_column, practice_column, text_column
from federation.network.imports.rules.sheets import ImportColumn, ImportSheet, SheetChanges, SheetRow
from federation.network.rules.reading import read_date, visible
from federation.purchasing.actions.needs import LONGEST_SUPPLIER, MOST_LINES, MOST_QUANTITY, keep_needs
from federation.purchasing.actions.rounds import LONGEST_ITEM, LONGEST_UNIT
from federation.purchasing.queries.needs import StatedLine, lines_of_rounds
from federation.purchasing.queries.rounds import newest_rounds

_PRICE: Final = re.compile(r"£?(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,8})(?:\.(?P<pence>[0-9]{2}))?")
MOST_IN_FILE: Final = 10_000
_LINE: Final = ("item", "unit", "quantity", "pence", "supplier", "ends_on")


def need_sheet(actor: Actor | None, round_id: int | None = None) -> ImportSheet:
    """What a spreadsheet of needs is: for the practices that a person represents, or for all (None). With ``round_id`` every line
    is of that round, else a column says of which. What a file does not name stays."""
    may = None if actor is None else {seat.practice_id for seat in actor.representing}
    open_ones = [one for one in newest_rounds() if one.state == "open" and round_id in (None, one.id)]
    numbers = {one.id: one.title for one in open_ones}
    of_round = () if round_id is not None else (_round_column(numbers),)

    def kept() -> Iterator[SheetRow]:
        for row in lines_of_rounds(list(numbers)):
            if may is None or row["practice"] in may:
                yield row

    def save(changes: SheetChanges) -> None:
        if round_id is not None and not numbers:
            raise Invalid("There is no such round that is open")
        new = [dict(row) for row in (*changes.new, *(one.after for one in changes.changed))]
        _keep(
            actor.person_id if actor else None, [row | {"round": row.get("round", round_id)} for row in new]
        )

    return ImportSheet(
        columns=(
            *of_round,
            practice_column("practice", only=may),
            text_column("item", "Item", "Examination gloves", LONGEST_ITEM, "Enter the item"),
            text_column("unit", "Unit", "box of 100", LONGEST_UNIT, "Enter the unit"),
            number_column("quantity", "Quantity", "620", 1, MOST_QUANTITY),
            ImportColumn("pence", "Price", "4.35", _read_price, _shown_price),
            text_column("supplier", "Supplier", "Cressing Medical", LONGEST_SUPPLIER),
            ImportColumn("ends_on", "Contract ends", "30/4/2027", _read_day, _shown_day),
        ),
        key=(*(column.name for column in of_round), "practice", "item", "unit"),
        kept=kept,
        save=save,
        most=MOST_IN_FILE,
    )


def _keep(by: int | None, rows: list[dict[str, Any]]) -> None:
    """Put lines in the place of those that say the same item and unit, and leave the others as they are."""
    answers: dict[tuple[int, int], dict[tuple[str, str], StatedLine]] = {}
    for row in lines_of_rounds(sorted({row["round"] for row in rows})):
        answers.setdefault((row["round"], row["practice"]), {})[_key(row)] = _line(row)
    touched = dict.fromkeys((row["round"], row["practice"]) for row in rows)
    for row in rows:
        answers.setdefault((row["round"], row["practice"]), {})[_key(row)] = _line(row)
    for number, practice in touched:
        lines = list(answers[number, practice].values())
        if len(lines) > MOST_LINES:
            raise Invalid(
                f"A practice says {MOST_LINES:,} lines at most in a round, and one says {len(lines):,}",
                "lines",
            )
        keep_needs(by, number, practice, lines)


def _key(row: SheetRow) -> tuple[str, str]:
    return row["item"].casefold(), row["unit"].casefold()


def _line(row: SheetRow) -> StatedLine:
    return StatedLine(**{name: row[name] for name in _LINE})


def _round_column(numbers: dict[int, str]) -> ImportColumn:
    def read(cell: str) -> int:
        if not (cell.isascii() and cell.isdigit() and len(cell) < 16 and int(cell) in numbers):
            raise Invalid(f"“{visible(cell)}” is not the number of a round that is open")
        return int(cell)

    example = str(next(iter(numbers), 1))
    return ImportColumn("round", "Round", example, read, lambda number: numbers.get(number, str(number)))


def _read_price(cell: str) -> int | None:
    if not cell:
        return None
    found = _PRICE.fullmatch(cell)
    if not found:
        raise Invalid(f"“{visible(cell)}” is not a price, like 4.35")
    return int(found["pounds"].replace(",", "")) * 100 + int(found["pence"] or 0)


def _shown_price(pence: int | None) -> str:
    return "Not said" if pence is None else money(pence)


def _read_day(cell: str) -> date | None:
    try:
        return read_date(cell)
    except ValueError:
        raise Invalid(f"“{visible(cell)}” is not a day, like 31/8/2026") from None


def _shown_day(ends_on: date | None) -> str:
    return day(ends_on) if ends_on else "Not said"
