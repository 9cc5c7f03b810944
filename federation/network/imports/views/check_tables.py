"""The tables of a check before an import: what would become of which practice, as ready values, the first rows each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from federation.kernel.words import day, number
from federation.network.imports.queries.checks import MOST_BY_NAME
from federation.network.imports.rules import (
    FieldChange,
    FileComparison,
    NeighbourhoodComparison,
    SizesComparison,
    UnreadableLine,
)

_CODE, _LINE = ("ODS code", ""), ("Line", "")
_NOBODY = "No practice of ours"
_CLOSED = (
    "Stays in the record with all its votes. It votes in no future decision. "
    "Votes that are open now keep their list of practices."
)
_CALLED_CLOSED = (
    "All members are told, and any practice can object. If none does it leaves after the notice that members agreed, 14 days at "
    "least."
)

_BACK_AS_ASSOCIATE = "It is an associate member from now on. The members decide whether it votes again."


class CheckTable(NamedTuple):
    """A table: its columns (title, and a class of the style sheet), its rows, how many things it is about, and how
    many rows there are beyond those shown."""

    id: str
    caption: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, ...]]
    total: int
    more: int


Tables = dict[str, CheckTable]


def practice_tables(found: FileComparison, board: Callable[[str], str]) -> Tables:
    """The tables of a check of practices; ``board`` puts the code of a board into words."""
    return _by_id(
        _unreadable(found.unreadable, lambda line: line.name or "No name"),
        _notices(found),
        _closed(found),
        _reopened(found),
        _table(
            "new-first",
            "New",
            (_CODE, _LINE, ("Town", ""), ("Postcode", "")),
            ((one.name, one.code, number(one.line), one.town, one.postcode) for one in found.added),
            len(found.added),
        ),
        _changed(found, board),
    )


def _notices(found: FileComparison) -> CheckTable:
    return _table(
        "notices",
        "Worth knowing",
        (_CODE, _LINE, ("What", "app-long")),
        ((one.name, one.code, number(one.line) if one.line else "", one.text) for one in found.notices),
        len(found.notices),
    )


def _closed(found: FileComparison) -> CheckTable:
    return _table(
        "closed",
        "Closed",
        (_CODE, _LINE, ("Closed", ""), ("What happens", "app-long")),
        (
            (
                one.name,
                one.code,
                number(one.line),
                day(one.closed_on) if one.closed_on else "No day is given: today",
                _CALLED_CLOSED if one.told else _CLOSED,
            )
            for one in found.closed
        ),
        len(found.closed),
    )


def _reopened(found: FileComparison) -> CheckTable:
    return _table(
        "reopened",
        "Open again",
        (_CODE, _LINE, ("Was closed on", ""), ("What happens", "app-long")),
        (
            (
                one.name,
                one.code,
                number(one.line),
                day(one.closed_on),
                _BACK_AS_ASSOCIATE if one.as_associate else "It is a member again, as before.",
            )
            for one in found.reopened
        ),
        len(found.reopened),
    )


def _changed(found: FileComparison, board: Callable[[str], str]) -> CheckTable:
    """A row for each field that changes; what is counted are the practices."""
    return _table(
        "changed",
        "Changed",
        (_CODE, _LINE, ("What", ""), ("Now", "app-long"), ("After", "app-long")),
        (
            (one.name, one.code, number(one.line), field.label, *_now_and_after(field, board))
            for one in found.changed
            for field in one.fields
        ),
        sum(len(change.fields) for change in found.changed),
    )._replace(total=len(found.changed))


def _now_and_after(field: FieldChange, board: Callable[[str], str]) -> tuple[str, str]:
    if field.key == "icb":
        return board(field.now) or "None", board(field.after)
    return field.now or "Nothing", field.after


def size_tables(found: SizesComparison, names: Mapping[str, str]) -> Tables:
    """The tables of a check of list sizes."""
    return _by_id(
        _unreadable(found.unreadable, lambda line: names.get(line.code) or _NOBODY),
        _table(
            "missing",
            "Not in the file",
            (_CODE, ("What happens", "app-long")),
            ((names[code], code, "Its list size stays as it is.") for code in found.missing),
            len(found.missing),
        ),
        _table(
            "changed",
            "Changed",
            (_CODE, ("Now", ""), ("After", "")),
            (
                (
                    names[one.code],
                    one.code,
                    "Not known" if one.now is None else number(one.now),
                    number(one.after),
                )
                for one in found.changed
            ),
            len(found.changed),
        ),
    )


def place_tables(found: NeighbourhoodComparison, names: Mapping[str, str]) -> Tables:
    """The tables of a check of neighbourhoods."""
    return _by_id(
        _unreadable(found.unreadable, lambda line: names.get(line.code) or _NOBODY),
        _table(
            "changed",
            "Moves",
            (_CODE, ("Now", ""), ("After", "")),
            ((names[one.code], one.code, one.now or "None", one.after) for one in found.changed),
            len(found.changed),
        ),
    )


def _unreadable(lines: Sequence[UnreadableLine], name_of: Callable[[UnreadableLine], str]) -> CheckTable:
    return _table(
        "rejected",
        "Cannot be read",
        (_CODE, _LINE, ("Why", "app-long"), ("What to do", "app-long")),
        ((name_of(one), one.code, number(one.line), one.why, one.what_to_do) for one in lines),
        len(lines),
    )


def _table(
    id_: str,
    caption: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[tuple[str, ...]],
    whole: int,
) -> CheckTable:
    shown = list(islice(rows, MOST_BY_NAME))
    return CheckTable(id_, caption, (("Practice", ""), *columns), shown, whole, whole - len(shown))


def _by_id(*tables: CheckTable) -> Tables:
    return {one.id: one for one in tables if one.rows}
