"""The register as a list: declared once, as a page and as a spreadsheet."""

from datetime import date
from typing import Any

from flask import url_for
from markupsafe import Markup

from federation.belonging.queries.register import STATE, RegisterLine, line_of, register
from federation.belonging.words import STATES
from federation.kernel.forms import SelectField
from federation.kernel.forms.form import QueryForm
from federation.kernel.listing import ListColumn, ListFilter, Listing, ListOrder
from federation.kernel.words import day, tag
from federation.network.models import Practice


class MembersFilter(QueryForm):
    """What the register is narrowed to."""

    state = SelectField(
        "How they belong", [(name, words) for name, (words, _) in STATES.items()], first="All"
    )


def register_list() -> Listing:
    """All practices that are or were on the list."""
    return Listing(
        statement=register(),
        key=Practice.id,
        columns=(
            ListColumn("Practice", _linked, lambda row: row.name),
            ListColumn("Code", lambda row: row.code),
            ListColumn("How it belongs", lambda row: tag(*STATES[row.state]), lambda row: row.state),
            ListColumn("On the list since", _since, lambda row: row.since and row.since.date()),
            ListColumn("Admitted by", _admitted, lambda row: _line(row).number),
            ListColumn("Suspended until, leaves or left on", _ahead, _day_of),
        ),
        orders=(ListOrder("name", "Name", Practice.name), ListOrder("code", "Code", Practice.code)),
        filters=(ListFilter("state", lambda state: state == STATE, lambda state: STATES[state][0]),),
    )


def _line(row: Any) -> RegisterLine:
    """A row of the list, without what the list adds to it."""
    return line_of(row)


def _linked(row: Any) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url_for("belonging.practice", practice_id=row.id), row.name)


def _since(row: Any) -> str:
    return day(row.since) if row.since else ""


def _admitted(row: Any) -> Any:
    if row.admitted_by is None:
        return ""
    url = url_for("decisions.show", decision_id=row.admitted_by)
    return Markup('<a href="{}">Decision {}</a>').format(url, _line(row).number)


def _day_of(row: Any) -> date | None:
    line = _line(row)
    return line.left_on or line.suspended_until or line.leaves_on


def _ahead(row: Any) -> str:
    found = _day_of(row)
    return day(found) if found else ""
