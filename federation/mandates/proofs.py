"""Mandates, budgets, acts, reports and recalls against the record: what a group may do and spend is what the members decided, it
ended as the record says; what it did, paid and reported, and which practices asked for its recall, is what was written down."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordFlaw, acts_about, acts_called, in_parts, subjects_of
from federation.mandates.models import (
    ActPayment,
    GroupBudget,
    GroupMandate,
    GroupReport,
    MandateAct,
    RecallName,
)
from federation.mandates.queries.acts import said_of_act

_STOPS = ("mandate.replaced", "mandate.withdrawn")
_STATES = {"act.called_in": "held", "act.released": "standing", "act.stopped": "refused"}
_SETTLED = {"report.ratified": "ratified", "report.sent_back": "sent_back"}


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
            last = next((_STATES[act.name] for act in reversed(said) if act.name in _STATES), "standing")
            if last != ("standing" if one.state == "settled" else one.state):
                yield RecordFlaw(f"Act {one.id}", "it is not held, stopped or let go on as the record says")
            known = [(act.data["pence"], act.data["text"]) for act in said if act.name == "act.paid"]
            if known != paid[one.id] or one.spent_pence != sum(pence for pence, _ in known):
                yield RecordFlaw(f"Act {one.id}", "its payments are not those that the record knows")
    for number in sorted(set(subjects_of("act")).difference(there)):
        yield RecordFlaw(f"Act {number}", "it is missing")


def reports() -> Iterator[RecordFlaw]:
    """Every report, a few at a time: what it says, by whom, and whether the members accepted it; and those that the record knows
    and the database does not."""
    there = db.session.scalars(select(GroupReport.id).order_by(GroupReport.id)).all()
    for part in in_parts(there):
        told = acts_about([f"report:{number}" for number in part])
        for one in db.session.scalars(select(GroupReport).where(GroupReport.id.in_(part))).all():
            said = told[f"report:{one.id}"]
            sent = [(act.actor, act.data["text"]) for act in said if act.name == "report.sent"]
            if sent != [(one.sent_by, record.digest([one.words, one.learned, one.known]))]:
                yield RecordFlaw(f"Report {one.id}", "it does not say what the record knows")
            settled = [_SETTLED[act.name] for act in said if act.name in _SETTLED]
            if settled != ([one.state] if one.state in _SETTLED.values() else []):
                yield RecordFlaw(f"Report {one.id}", "it was not accepted or sent back as the record says")
    for number in sorted(set(subjects_of("report")).difference(there)):
        yield RecordFlaw(f"Report {number}", "it is missing")


def recalls() -> Iterator[RecordFlaw]:
    """Every mandate of which somebody asked for the recall, a few at a time: for which practice, who signed, why, whether that
    was taken back, and for which vote it served."""
    known = {
        int(subject.partition(":")[2])
        for subject, _ in acts_called("recall.signed", "recall.taken_back", "recall.opened")
    }
    there = sorted(known.union(db.session.scalars(select(RecallName.mandate_id).distinct())))
    for part in in_parts(there):
        told = acts_about([f"mandate:{number}" for number in part])
        names = select(RecallName).where(RecallName.mandate_id.in_(part)).order_by(RecallName.id)
        rows = db.session.scalars(names).all()
        for number in part:
            said = told[f"mandate:{number}"]
            own = [row for row in rows if row.mandate_id == number]
            signed = [
                (act.data["practice"], act.actor, act.data["text"])
                for act in said
                if act.name == "recall.signed"
            ]
            back = sorted(act.data["practice"] for act in said if act.name == "recall.taken_back")
            votes = {act.data["decision"] for act in said if act.name == "recall.opened"}
            kept = [(row.practice_id, row.signed_by, record.digest(row.reason)) for row in own]
            taken = sorted(row.practice_id for row in own if row.taken_back_at is not None)
            served = {row.decision_id for row in own if row.decision_id is not None}
            if (signed, back, votes) != (kept, taken, served):
                yield RecordFlaw(
                    f"Mandate {number}", "its recall was asked for otherwise than the record says"
                )
