"""Acts, what was paid for them, and reports of groups as the search finds them: whoever reads mandates reads them."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select

from federation.kernel import search
from federation.kernel.db import db
from federation.kernel.search import SearchHit
from federation.kernel.words import tag
from federation.mandates.models import ActPayment, GroupReport, MandateAct
from federation.mandates.words import ACT_TAGS, POWER_TITLES, REPORT_TAGS
from federation.network.models import NetworkGroup
from federation.plugin.feature import FoundLine

LONGEST_TITLE = 160


def note_act(act: MandateAct) -> None:
    """An act was done, or something was paid for it: let its words be found."""
    paid = db.session.scalars(
        select(ActPayment.words).where(ActPayment.act_id == act.id).order_by(ActPayment.id)
    )
    search.index("act", act.id, act.words[:LONGEST_TITLE], "\n".join([act.words, *paid]))


def note_report(report: GroupReport, title: str) -> None:
    """A report was sent: let its words be found."""
    search.index("report", report.id, title, f"{report.words}\n{report.learned}")


def read_acts(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each with its group and state. One statement."""
    titles = {hit.ref_id: hit.title for hit in hits}
    rows = db.session.execute(
        select(MandateAct.id, NetworkGroup.name, MandateAct.power, MandateAct.state, MandateAct.acted_at)
        .join(NetworkGroup, NetworkGroup.id == MandateAct.group_id)
        .where(MandateAct.id.in_(titles))
    )
    return {
        number: FoundLine(
            titles[number],
            url_for("mandates.act", act_id=number),
            f"{POWER_TITLES[power][0]}: {group}",
            tag(*ACT_TAGS[state]),
            at,
        )
        for number, group, power, state, at in rows
    }


def read_reports(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each with its state. One statement."""
    titles = {hit.ref_id: hit.title for hit in hits}
    rows = db.session.execute(
        select(GroupReport.id, GroupReport.state, GroupReport.sent_at).where(GroupReport.id.in_(titles))
    )
    return {
        number: FoundLine(
            titles[number],
            url_for("mandates.report", report_id=number),
            "Report of a group",
            tag(*REPORT_TAGS[state]),
            at,
        )
        for number, state, at in rows
    }
