"""What practices need in a round as a list: declared once, as a page and as a spreadsheet."""

from typing import Any

from federation.kernel.forms import TextField
from federation.kernel.forms.form import QueryForm
from federation.kernel.listing import ListColumn, ListFilter, Listing, ListOrder
from federation.kernel.words import day, money, number, pounds
from federation.network.models import Practice
from federation.purchasing.models import NeedLine
from federation.purchasing.queries.needs import stated_lines


class NeedFilter(QueryForm):
    """What the lines are narrowed to."""

    q = TextField("Item or practice", at_most=120)


def need_lines(round_id: int) -> Listing:
    """The lines of all practices in a round."""
    return Listing(
        statement=stated_lines(round_id),
        key=NeedLine.id,
        columns=(
            ListColumn("Item", lambda row: row.item),
            ListColumn("ODS code", lambda row: row.code),
            ListColumn("Practice", lambda row: row.name),
            ListColumn("Amount", lambda row: number(row.quantity), lambda row: row.quantity, is_number=True),
            ListColumn("Unit", lambda row: row.unit),
            ListColumn("Pays now for one", _price, _pounds, is_number=True),
            ListColumn("Supplier", lambda row: row.supplier),
            ListColumn("Contract ends", _ends, lambda row: row.ends_on or ""),
        ),
        orders=(
            ListOrder("item", "Item", NeedLine.item),
            ListOrder("practice", "Practice", Practice.name),
            ListOrder("most", "Largest amount", NeedLine.quantity, newest_first=True),
        ),
        filters=(ListFilter("q", _named, lambda words: f"‘{words}’"),),
    )


def _named(words: str) -> Any:
    return NeedLine.item.icontains(words, autoescape=True) | Practice.name.icontains(words, autoescape=True)


def _price(row: Any) -> str:
    return "Not said" if row.pence is None else money(row.pence)


def _pounds(row: Any) -> str:
    return "" if row.pence is None else pounds(row.pence)


def _ends(row: Any) -> str:
    return day(row.ends_on) if row.ends_on else ""
