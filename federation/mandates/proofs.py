"""Mandates and budgets against the record: what a group may do and spend is what the members decided, and it ended as the record
says."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_about, in_parts, subjects_of
from federation.mandates.models import GroupBudget, GroupMandate

_STOPS = ("mandate.replaced", "mandate.withdrawn")


def mandates() -> Iterator[RecordFlaw]:
    """Every mandate, a few at a time, and those that the record knows and the database does not."""
    there = db.session.scalars(select(GroupMandate.id).order_by(GroupMandate.id)).all()
    for part in in_parts(there):
        acts = acts_about([f"mandate:{number}" for number in part])
        for one in db.session.scalars(select(GroupMandate).where(GroupMandate.id.in_(part))).all():
            said = {act.name: act.data for act in acts[f"mandate:{one.id}"]}
            granted = said.pop("mandate.granted", {})
            if (granted.get("decision"), granted.get("terms")) != (one.decision_id, record.digest(one.terms)):
                yield RecordFlaw(
                    f"Mandate {one.id}", "it is not what the record says that the members decided"
                )
            stopped = {name: data.get("decision") for name, data in said.items() if name in _STOPS}
            if stopped != ({f"mandate.{one.stopped_how}": one.stopped_by_id} if one.stopped_at else {}):
                yield RecordFlaw(f"Mandate {one.id}", "it did not end as the record says")
    for number in sorted(set(subjects_of("mandate")).difference(there)):
        yield RecordFlaw(f"Mandate {number}", "it is missing")


def budgets() -> Iterator[RecordFlaw]:
    """Every budget, and those that the record knows and the database does not."""
    there = db.session.scalars(select(GroupBudget.id).order_by(GroupBudget.id)).all()
    for part in in_parts(there):
        acts = acts_about([f"budget:{number}" for number in part])
        for one in db.session.scalars(select(GroupBudget).where(GroupBudget.id.in_(part))).all():
            said = [act.data for act in acts[f"budget:{one.id}"] if act.name == "budget.decided"]
            kept = [(one.decision_id, record.digest(one.terms))]
            if [(data.get("decision"), data.get("terms")) for data in said] != kept:
                yield RecordFlaw(
                    f"Budget {one.id}", "it is not what the record says that the members decided"
                )
    for number in sorted({number for number in subjects_of("budget") if number}.difference(there)):
        yield RecordFlaw(f"Budget {number}", "it is missing")
