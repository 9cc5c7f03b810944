"""The practices of an indicator as a list: declared once, as a page and as a spreadsheet."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from flask import url_for
from markupsafe import Markup

from federation.kernel.charts import percent_of
from federation.kernel.forms import TextField
from federation.kernel.forms.form import QueryForm
from federation.kernel.listing import ListColumn, ListFilter, Listing, ListOrder
from federation.network.indicators.queries import rows_of
from federation.network.models import Practice
from federation.plugin.feature import Indicator


class FigureFilter(QueryForm):
    """What the practices of an indicator are narrowed to."""

    q = TextField("Practice", at_most=100)


def practices_of(indicator: Indicator, since: datetime, until: datetime) -> Listing:
    """The practices that have something to count."""
    statement = rows_of(indicator, since, until)
    permille = statement.selected_columns.permille
    return Listing(
        statement=statement,
        key=Practice.id,
        columns=(
            ListColumn("Practice", _linked, lambda row: row.name),
            ListColumn(indicator.part, lambda row: f"{row.part:,}", lambda row: row.part, is_number=True),
            ListColumn(indicator.whole, lambda row: f"{row.whole:,}", lambda row: row.whole, is_number=True),
            ListColumn("Share", lambda row: share_of(row, indicator.least), is_number=True),
        ),
        orders=(
            ListOrder("name", "Name", Practice.name),
            ListOrder("share", "Lowest share", permille),
        ),
        filters=(
            ListFilter(
                "q", lambda words: Practice.name.icontains(words, autoescape=True), lambda words: f"‘{words}’"
            ),
        ),
    )


def share_of(row: Any, least: int) -> str:
    """The share of a practice in words; of too few things none."""
    return percent_of(Fraction(row.part, row.whole)) if row.whole >= least else "too few"


def _linked(row: Any) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url_for("network.practice", practice_id=row.id), row.name)
