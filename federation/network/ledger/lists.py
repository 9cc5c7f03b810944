"""The lines of the ledger as a list: declared once, as a page and as a spreadsheet."""

from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import or_

from federation.kernel.forms import SelectField, TextField
from federation.kernel.forms.form import QueryForm
from federation.kernel.listing import ListColumn, ListFilter, Listing, ListOrder
from federation.kernel.policy import Actor, may
from federation.kernel.words import day, money, pounds
from federation.network.ledger.queries import lines
from federation.network.ledger.words import KINDS, hours
from federation.network.models import LedgerLine, Practice
from federation.people.models import Person


class LedgerFilter(QueryForm):
    """What the lines are narrowed to."""

    q = TextField("Practice or person", at_most=100)
    kind = SelectField("What", list(KINDS.items()), first="All")


def ledger_lines(reader: Actor) -> Listing:
    """All that was given, gained and paid, as far as somebody may read it."""
    return Listing(
        statement=lines(may(reader, "network.money")),
        key=LedgerLine.id,
        columns=(
            ListColumn("Practice or person", _whose, lambda row: row.practice or row.person),
            ListColumn("What", lambda row: KINDS[row.kind]),
            ListColumn("Time", lambda row: hours(row.minutes) if row.minutes else "", _clock, is_number=True),
            ListColumn("Money", lambda row: money(row.pence) if row.pence else "", _pounds, is_number=True),
            ListColumn("For", lambda row: row.words),
            ListColumn("When", lambda row: day(row.at), lambda row: row.at),
        ),
        orders=(
            ListOrder("newest", "Newest", LedgerLine.at, newest_first=True),
            ListOrder("oldest", "Oldest", LedgerLine.at),
        ),
        filters=(
            ListFilter("q", _named, lambda words: f"‘{words}’"),
            ListFilter("kind", lambda kind: LedgerLine.kind == kind, lambda kind: KINDS[kind]),
        ),
    )


def _named(words: str) -> Any:
    return or_(
        Practice.name.icontains(words, autoescape=True),
        LedgerLine.practice_id.is_(None) & Person.name.icontains(words, autoescape=True),
    )


def _clock(row: Any) -> str:
    return f"{row.minutes // 60}:{row.minutes % 60:02}" if row.minutes else ""


def _pounds(row: Any) -> str:
    return pounds(row.pence) if row.pence else ""


def _whose(row: Any) -> Any:
    if row.practice_id is None:
        return row.person
    url = url_for("network.practice", practice_id=row.practice_id)
    return Markup('<a href="{}">{}</a>').format(url, row.practice)
