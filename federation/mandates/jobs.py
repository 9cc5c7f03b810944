"""What recurs: leads are asked for reports before they are due, and everybody in the group is told when one is late."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.mandates.letters import tell_late
from federation.mandates.models import GroupMandate
from federation.mandates.queries.reports import report_key
from federation.mandates.queries.standing import StandingMandate, newest_mandates
from federation.network.dues.actions import DuePage, add_due
from federation.network.models import GroupSeat, ThingDue

AHEAD: Final = timedelta(days=14)
"""How long before a report is due its leads are asked for it."""


def ask_for_reports() -> int:
    """Ask for the reports that are due soon, and tell of those that are late. Returns how many letters and questions are new. One
    statement where no report is due."""
    due = [
        (one, one.report_due_at)
        for one in newest_mandates()
        if one.report_due_at and one.report_due_at <= one.now + AHEAD
    ]
    keys = {report_key(one.id, at): one for one, at in due}
    asked = db.session.scalars(
        select(ThingDue.key).where(
            ThingDue.feature == "mandates", ThingDue.key.in_([key.partition(".")[2] for key in keys])
        )
    )
    missing = set(keys) - {f"mandates.{key}" for key in asked}
    done = sum(_ask(key, keys[key]) for key in sorted(missing))
    return done + sum(_tell(one) for one, _ in due)


def _ask(key: str, mandate: StandingMandate) -> int:
    leads = select(GroupSeat.person_id, GroupSeat.practice_id).where(
        GroupSeat.group_id == mandate.group_id, GroupSeat.counts(), GroupSeat.is_lead.is_(True)
    )
    with unit_of_work() as session:
        rows = session.execute(leads).all()
        return add_due(
            key,
            f"Report of the {mandate.group} to the members",
            mandate.report_due_at or mandate.ends_at,
            DuePage("mandates.new_report", {"group_id": mandate.group_id}),
            people=[row.person_id for row in rows if row.person_id],
            practices=[row.practice_id for row in rows if row.practice_id],
            about=f"Mandate {mandate.number}",
            shared=True,
        )


def _tell(mandate: StandingMandate) -> int:
    """Tell once that a report is late, and once that the mandate is suspended until it is in."""
    due = mandate.report_due_at
    if due is None or due > mandate.now:
        return 0
    told = f"{mandate.state}:{due:%Y-%m-%d}"
    if mandate.told == told:
        return 0
    with unit_of_work() as session:
        row = held(GroupMandate, mandate.id).row
        if row.told == told:
            return 0
        row.told = told
        session.flush()
        if mandate.state == "suspended":
            record.append(None, "mandate.suspended", f"mandate:{mandate.id}", group=mandate.group_id)
        tell_late(mandate)
        return 1
