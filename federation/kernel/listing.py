"""A list from one declaration: pages by key, filters with chips, sorting, and the same rows as a spreadsheet.

A page goes on from a row, never by counting pages: it costs the same wherever it is, and what is added meanwhile
neither repeats nor hides a row.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Response, request, url_for
from sqlalchemy import literal, tuple_

from federation.kernel.db import db
from federation.kernel.forms.form import QueryForm
from federation.kernel.tables import csv_response

_AT_ONCE = 1_000
_MOST_DIGITS = 18


class ListColumn(NamedTuple):
    """A column: its heading, what a row shows in it, and what it holds in the spreadsheet (as shown, where nothing is
    said). Numbers stand at the right."""

    words: str
    shown: Callable[[Any], Any]
    filed: Callable[[Any], Any] | None = None
    is_number: bool = False


class ListFilter(NamedTuple):
    """A filter: the field of the form that asks for it, the condition for a value of that field, and the words of the
    chip that takes it off."""

    field: str
    where: Callable[[Any], Any]
    chip: Callable[[Any], str]


class ListOrder(NamedTuple):
    """A way to sort: its word in the address, its words on the page, and an expression that is never null."""

    name: str
    words: str
    by: Any
    newest_first: bool = False

    def place_of(self, statement: Any, key: Any, number: int | None) -> tuple[Any, int] | None:
        """Where the row with this key stands among those of a statement; None where it has no such row. One
        statement, none without a number."""
        if number is None:
            return None
        only = statement.with_only_columns(self.by, key, maintain_column_froms=True).where(key == number)
        row = db.session.execute(only.limit(1)).first()
        return (row[0], row[1]) if row else None


class ListSlice(NamedTuple):
    """Some rows in order, and whether there are others before and after them."""

    rows: Sequence[Any]
    earlier: bool
    later: bool


class ListLink(NamedTuple):
    """Words that lead to the same list asked otherwise; without an address they say how it is asked now."""

    words: str
    url: str


class ListedPage(NamedTuple):
    """All that ``listed`` of ``macros/listing.html`` shows. ``asked`` is the query that gives the same rows as a file."""

    rows: Sequence[Any]
    heads: tuple[str, ...]
    cells: list[tuple[Any, ...]]
    numbers: tuple[int, ...]
    form: QueryForm | None
    chips: list[ListLink]
    clear: str
    sort: str
    sorts: list[ListLink]
    previous_url: str | None
    next_url: str | None
    asked: dict[str, Any]


def read_slice(
    statement: Any,
    order: ListOrder,
    key: Any,
    most: int,
    start: tuple[Any, int] | None = None,
    backwards: bool = False,
) -> ListSlice:
    """Rows of a statement in an order, ``most`` of them: the first, or those after the place ``start``, before it where
    ``backwards``. Rows that are alike in the order stand by their key. One statement."""
    by = tuple_(order.by, key)
    backwards = backwards and start is not None
    downwards = order.newest_first != backwards
    if start is not None:
        here = tuple_(literal(start[0], order.by.type), literal(start[1], key.type))
        statement = statement.where(by < here if downwards else by > here)
    ends = [one.desc() if downwards else one.asc() for one in (order.by, key)]
    rows = db.session.execute(statement.order_by(*ends).limit(most + 1)).all()
    more, rows = len(rows) > most, rows[:most]
    if backwards:
        return ListSlice(rows[::-1], more, True)
    return ListSlice(rows, start is not None, more)


@dataclass(frozen=True)
class Listing:
    """The declaration of a list.

    ``statement`` selects the columns of a row, ``key`` (a number that no two rows share) among them under its own
    name, and neither sorts nor limits. The first of ``orders`` is used where the address names none.
    """

    statement: Any
    key: Any
    columns: tuple[ListColumn, ...]
    orders: tuple[ListOrder, ...]
    filters: tuple[ListFilter, ...] = ()
    most: int = 50

    def page(self, form: QueryForm | None = None) -> ListedPage:
        """The page that the address of the request asks for; what cannot be read in it narrows nothing. One statement,
        and one more where the page goes on from another."""
        on, order = self._on(form), self._order()
        backwards = "before" in request.args
        place = _number(request.args.get("before" if backwards else "after", ""))
        start = order.place_of(self.statement, self.key, place)
        found = read_slice(self._narrowed(on), order, self.key, self.most, start, backwards)
        first, last = (self._key(found.rows[end]) if found.rows else None for end in (0, -1))
        fields = [one.field for one in self.filters]
        return ListedPage(
            found.rows,
            tuple(column.words for column in self.columns),
            [tuple(column.shown(row) for column in self.columns) for row in found.rows],
            tuple(at for at, column in enumerate(self.columns) if column.is_number),
            form,
            [ListLink(one.chip(value), self._address(without=(one.field,))) for one, value in on],
            self._address(without=fields),
            "" if order is self.orders[0] else order.name,
            [
                ListLink(one.words, "" if one is order else self._address(sort=one.name))
                for one in self.orders
            ],
            self._address(before=first) if found.earlier and first is not None else None,
            self._address(after=last) if found.later and last is not None else None,
            self._asked(),
        )

    def file(self, filename: str, form: QueryForm | None = None) -> Response:
        """Every row that the filters leave, in the same order, as a spreadsheet; read a thousand at a time."""
        return csv_response(filename, [column.words for column in self.columns], self._lines(form))

    def _lines(self, form: QueryForm | None) -> Iterator[list[Any]]:
        order = self._order()
        statement = self._narrowed(self._on(form)).add_columns(order.by.label("place_in_list"))
        start: tuple[Any, int] | None = None
        while True:
            found = read_slice(statement, order, self.key, _AT_ONCE, start)
            for row in found.rows:
                yield [(column.filed or column.shown)(row) for column in self.columns]
            if not found.later:
                return
            start = (found.rows[-1].place_in_list, self._key(found.rows[-1]))

    def _on(self, form: QueryForm | None) -> list[tuple[ListFilter, Any]]:
        if form is None or not form.validate():
            return []
        return [(one, form[one.field].data) for one in self.filters if form[one.field].data]

    def _narrowed(self, on: Sequence[tuple[ListFilter, Any]]) -> Any:
        return self.statement.where(*(one.where(value) for one, value in on))

    def _order(self) -> ListOrder:
        asked = request.args.get("sort", "")
        return next((one for one in self.orders if one.name == asked), self.orders[0])

    def _key(self, row: Any) -> int:
        return int(getattr(row, self.key.key))

    def _asked(self, without: Collection[str] = ()) -> dict[str, Any]:
        """What the address asks of this list, but for its place and these fields; what else it says is left out."""
        fields = [one.field for one in self.filters if one.field not in without]
        return {
            name: values
            for name, values in request.args.lists()
            if any(values)
            and (name == "sort" or any(name == one or name.startswith(f"{one}-") for one in fields))
        }

    def _address(self, without: Collection[str] = (), **changed: Any) -> str:
        """The address of this list, with other filters, order or place."""
        asked = {**self._asked(without), **changed}
        return url_for(request.endpoint or "", **{**asked, **(request.view_args or {})})


def _number(typed: str) -> int | None:
    is_one = typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS
    return int(typed) if is_one else None
