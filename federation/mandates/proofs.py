"""Mandates, budgets and acts against the record: what a group may do and spend is what the members decided, it ended as the
record says, and what it did and paid is what was written down."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_about, in_parts, subjects_of
from federation.mandates.models import ActPayment, GroupBudget, GroupMandate, MandateAct
from federation.mandates.queries.acts import said_of_act

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


def acts() -> Iterator[RecordFlaw]:
    """Every act with its payments, a few at a time, and those that the record knows and the database does not."""
    there = db.session.scalars(select(MandateAct.id).order_by(MandateAct.id)).all()
    for part in in_parts(there):
        told = acts_about([f"act:{number}" for number in part])
        paid: dict[int, list[tuple[int, str]]] = {number: [] for number in part}
        payments = select(ActPayment).where(ActPayment.act_id.in_(part)).order_by(ActPayment.id)
        for payment in db.session.scalars(payments).all():
            paid[payment.act_id].append((payment.pence, record.digest(payment.words)))
        for one in db.session.scalars(select(MandateAct).where(MandateAct.id.in_(part))).all():
            said = told[f"act:{one.id}"]
            done = [act.data for act in said if act.name in ("act.done", "act.let")]
            kept = {"group": one.group_id, **said_of_act(one)}
            by = {"mandate": one.mandate_id} if one.mandate_id else {"decision": one.decision_id}
            if done != [kept | by]:
                yield RecordFlaw(f"Act {one.id}", "it is not what the record says that the group did")
            known = [(act.data["pence"], act.data["text"]) for act in said if act.name == "act.paid"]
            if known != paid[one.id] or one.spent_pence != sum(pence for pence, _ in known):
                yield RecordFlaw(f"Act {one.id}", "its payments are not those that the record knows")
    for number in sorted(set(subjects_of("act")).difference(there)):
        yield RecordFlaw(f"Act {number}", "it is missing")
