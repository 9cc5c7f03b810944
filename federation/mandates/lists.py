"""The list of what a group asked the members for: declared once, as a page and as a spreadsheet."""

from typing import Any

from flask import url_for
from markupsafe import Markup

from federation.decisions.models import Decision
from federation.kernel.listing import ListColumn, Listing, ListOrder
from federation.kernel.words import day, money, pounds
from federation.mandates.queries.escalations import escalations_asked, read_escalation
from federation.mandates.words import REASON_WORDS


def asked_of_members(group_id: int) -> Listing:
    """What a group asked for because it lay outside its mandate, and what became of it."""
    return Listing(
        statement=escalations_asked(group_id),
        key=Decision.id,
        columns=(
            ListColumn("What", _linked, lambda row: read_escalation(row).words),
            ListColumn("Why it asked", _reasons),
            ListColumn("Money", _money, lambda row: pounds(read_escalation(row).pence), is_number=True),
            ListColumn("What became of it", lambda row: read_escalation(row).tag, _fate),
            ListColumn("When", lambda row: day(row.created_at), lambda row: row.created_at),
        ),
        orders=(
            ListOrder("newest", "Newest", Decision.created_at, newest_first=True),
            ListOrder("oldest", "Oldest", Decision.created_at),
        ),
    )


def _linked(row: Any) -> Markup:
    url = url_for("decisions.show", decision_id=row.id)
    return Markup('<a href="{}">{}</a>').format(url, read_escalation(row).words)


def _reasons(row: Any) -> str:
    return " ".join(REASON_WORDS[reason] for reason in read_escalation(row).reasons)


def _money(row: Any) -> str:
    pence = read_escalation(row).pence
    return money(pence) if pence else ""


def _fate(row: Any) -> str:
    asked = read_escalation(row)
    return asked.verdict or asked.state
