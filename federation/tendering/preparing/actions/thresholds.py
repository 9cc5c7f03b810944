"""Entering the sums from which the law asks for more, as it changes them."""

from datetime import date

from sqlalchemy import select

from federation.kernel import record, tenancy
from federation.kernel.db import unit_of_work
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid
from federation.tendering.models import TenderThreshold
from federation.tendering.preparing.rules.thresholds import THRESHOLD_KINDS


def enter_threshold(actor: Actor, kind: str, since: date, pence: int | None) -> None:
    """Enter a sum that holds from a day on. Nothing that was entered changes: of the same day the newest holds."""
    authorize(actor, "tendering.thresholds")
    if kind not in THRESHOLD_KINDS:
        raise Invalid("Select what the sum is for", "kind")
    if not pence or pence < 0:
        raise Invalid("Enter a sum of more than nothing", "pence")
    with unit_of_work() as session:
        now = session.execute(select(record.now_here())).scalar_one()
        row = TenderThreshold(kind=kind, since=since, pence=pence)
        row.entered_by, row.entered_at = actor.person_id, now
        session.add(row)
        record.append(
            actor.person_id,
            "tender.threshold",
            f"federation:{tenancy.current()}",
            kind=kind,
            since=since.isoformat(),
            pence=pence,
        )
