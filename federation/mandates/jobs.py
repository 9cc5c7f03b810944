"""What recurs: leads are asked for reports before they are due, and everybody in the group is told when one is late."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from sqlalchemy import Select, select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.record import latest_now, now_here
from federation.mandates.actions.asking import ask_for_report
from federation.mandates.letters import tell_late
from federation.mandates.models import GroupMandate
from federation.mandates.queries.standing import StandingMandate, mandate_here, newest_mandates
from federation.mandates.rules import next_look_at
from federation.network.models import ThingDue

AHEAD: Final = timedelta(days=14)
"""How long before a report is due its leads are asked for it."""
_NOBODY_LEADS: Final = timedelta(hours=1)
"""After how long it is tried again to ask the leads of a group that has none."""


def ask_for_reports() -> int:
    """Ask for the reports that are due soon, and tell of those that are late. Returns how many letters and questions are new. One
    statement where no report is due."""
    due = [one for one in newest_mandates() if one.report_due_at and one.report_due_at <= one.now + AHEAD]
    keys = {one.report_key: one for one in due}
    missing = set(keys) - _asked_under(keys)
    done = sum(ask_for_report(keys[key]) for key in sorted(missing))
    done += sum(_tell(one) for one in due)
    seen = db.session.scalars(select(GroupMandate.id).where(GroupMandate.look_at <= now_here())).all()
    for number in seen:
        _look_later(number)
    return done


def where_to_ask() -> Select[int]:
    """The federations with a mandate of which a report is to be asked for, or told that it is late."""
    return select(GroupMandate.federation_id).where(GroupMandate.look_at <= latest_now()).distinct()


def _asked_under(keys: Iterable[str]) -> set[str]:
    """Those of these keys under which somebody was asked. One statement."""
    names = [key.partition(".")[2] for key in keys]
    asked = select(ThingDue.key).where(ThingDue.feature == "mandates", ThingDue.key.in_(names))
    return {f"mandates.{name}" for name in db.session.scalars(asked)}


def _look_later(number: int) -> None:
    """Note when there is something to do next about the reports of a mandate, as it stands once nobody changes it."""
    with unit_of_work() as session:
        row = held(GroupMandate, number).row
        mandate = mandate_here(number)
        later = next_look_at(mandate.times, mandate.now, AHEAD)
        due = mandate.report_due_at
        if due and due <= mandate.now + AHEAD and not _asked_under([mandate.report_key]):
            again = mandate.now + _NOBODY_LEADS
            later = min(later or again, again)
        row.look_at = later
        session.flush()


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
