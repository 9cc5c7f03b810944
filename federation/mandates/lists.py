"""What a group has done, reported and asked the members for, as lists: declared once, as a page and as a spreadsheet."""

from typing import Any

from flask import url_for
from markupsafe import Markup

from federation.decisions.models import Decision
from federation.kernel.listing import ListColumn, Listing, ListOrder
from federation.kernel.words import day, money, pounds, tag
from federation.mandates.models import GroupReport, MandateAct
from federation.mandates.queries.acts import NEWEST_ACTS, acts_to_show, read_act
from federation.mandates.queries.escalations import escalations_asked, read_escalation
from federation.mandates.queries.reports import NEWEST_REPORTS, read_report, reports_to_show
from federation.mandates.words import REASON_WORDS

_SHORT = 160


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


def acts_listed(group_id: int) -> Listing:
    """What a group has done in the members' name, the newest first."""
    return Listing(
        statement=acts_to_show(group_id),
        key=MandateAct.id,
        columns=(
            ListColumn("What", _linked_act, lambda row: row.words),
            ListColumn("Kind", lambda row: read_act(row).title),
            ListColumn("Who wrote it down", lambda row: row.person),
            ListColumn("When", lambda row: day(row.acted_at), lambda row: row.acted_at),
            ListColumn(
                "Money",
                lambda row: money(row.pence) if row.pence else "",
                lambda row: pounds(row.pence),
                is_number=True,
            ),
            ListColumn("State", lambda row: tag(*read_act(row).status), lambda row: read_act(row).status[0]),
        ),
        orders=(NEWEST_ACTS, ListOrder("oldest", "Oldest", MandateAct.id)),
    )


def reports_listed(group_id: int) -> Listing:
    """The reports of a group, the newest first."""
    return Listing(
        statement=reports_to_show(group_id),
        key=GroupReport.id,
        columns=(
            ListColumn("Report", _linked_report, lambda row: row.sent_at),
            ListColumn("How the work stands", lambda row: _short(row.words), lambda row: row.words),
            ListColumn("Who sent it", lambda row: row.person),
            ListColumn(
                "State", lambda row: tag(*read_report(row).status), lambda row: read_report(row).status[0]
            ),
        ),
        orders=(NEWEST_REPORTS, ListOrder("oldest", "Oldest", GroupReport.id)),
    )


def _short(words: str) -> str:
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()} …"


def _linked_act(row: Any) -> Markup:
    url = url_for("mandates.act", act_id=row.id)
    return Markup('<a href="{}">{}</a>').format(url, _short(row.words))


def _linked_report(row: Any) -> Markup:
    url = url_for("mandates.report", report_id=row.id)
    return Markup('<a href="{}">Report of {}</a>').format(url, day(row.sent_at))


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
