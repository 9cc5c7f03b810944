"""What recurs: leads are asked for reports before they are due, and everybody in the group is told when one is late."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Select, select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.mandates.actions.asking import ask_for_report
from federation.mandates.letters import tell_late
from federation.mandates.models import GroupMandate
from federation.mandates.queries.standing import StandingMandate, newest_mandates
from federation.network.models import ThingDue

AHEAD: Final = timedelta(days=14)
"""How long before a report is due its leads are asked for it."""


def ask_for_reports() -> int:
    """Ask for the reports that are due soon, and tell of those that are late. Returns how many letters and questions are new. One
    statement where no report is due."""
    due = [one for one in newest_mandates() if one.report_due_at and one.report_due_at <= one.now + AHEAD]
    keys = {one.report_key: one for one in due}
    asked = db.session.scalars(
        select(ThingDue.key).where(
            ThingDue.feature == "mandates", ThingDue.key.in_([key.partition(".")[2] for key in keys])
        )
    )
    missing = set(keys) - {f"mandates.{key}" for key in asked}
    done = sum(ask_for_report(keys[key]) for key in sorted(missing))
    return done + sum(_tell(one) for one in due)


def where_to_ask() -> Select[int]:
    """The federations with a mandate that nothing has stopped."""
    return select(GroupMandate.federation_id).where(GroupMandate.stopped_at.is_(None)).distinct()


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
