"""Asking the leads of a group for a report: when it is due soon, and when something has happened after which one is due."""

from datetime import datetime

from sqlalchemy import select, update

from federation.kernel.db import db, unit_of_work
from federation.mandates.models import GroupMandate, MandateAct, ReportCause
from federation.mandates.queries.standing import StandingMandate, mandate_here
from federation.mandates.words import term_of
from federation.network.dues.actions import DuePage, add_due, drop_due
from federation.network.models import GroupSeat


def ask_for_report(mandate: StandingMandate) -> int:
    """Ask the leads of a group for its next report. Returns how many are asked anew."""
    due_at = mandate.report_due_at
    if due_at is None:
        return 0
    leads = select(GroupSeat.person_id, GroupSeat.practice_id).where(
        GroupSeat.group_id == mandate.group_id, GroupSeat.counts(), GroupSeat.is_lead.is_(True)
    )
    with unit_of_work() as session:
        rows = session.execute(leads).all()
        return add_due(
            mandate.report_key,
            f"Report of the {mandate.group} to the members",
            due_at,
            DuePage("mandates.new_report", {"group_id": mandate.group_id}),
            people=[row.person_id for row in rows if row.person_id],
            practices=[row.practice_id for row in rows if row.practice_id],
            about=f"Mandate {mandate.number}",
            shared=True,
        )


def look_again(mandate_id: int, now: datetime) -> None:
    """In the open unit of work: something has changed by which the next report of a mandate may be due at another time."""
    changed = update(GroupMandate).where(GroupMandate.id == mandate_id).values(look_at=now)
    db.session.execute(changed.execution_options(synchronize_session=False))


def note_cause(mandate: StandingMandate, act: MandateAct, kind: str) -> None:
    """In the open unit of work: an act, or its call-in, after which the mandate may ask for a report. Where it does, the
    report is owed now."""
    terms = mandate.terms
    if kind not in term_of(terms, "report_events"):
        return
    if kind == "act" and act.pence <= term_of(terms, "report_above_pence"):
        return
    db.session.add(ReportCause(mandate_id=mandate.id, act_id=act.id, kind=kind, at=mandate.now))
    db.session.flush()
    look_again(mandate.id, mandate.now)
    before, after = mandate.report_key, mandate_here(mandate.id)
    if after.report_key != before:
        if before:
            drop_due(before)
        ask_for_report(after)
