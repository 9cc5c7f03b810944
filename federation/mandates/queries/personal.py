"""What is kept about a person who acted for groups."""

from sqlalchemy import select

from federation.kernel.db import db
from federation.mandates.models import ActPayment, GroupReport, MandateAct, RecallName
from federation.plugin.feature import PersonalRecord


def personal_acts(person_id: int) -> list[PersonalRecord]:
    """The acts, payments and reports that a person wrote down for groups, and the recalls they asked for. Four statements."""
    acts = select(MandateAct.id, MandateAct.words, MandateAct.pence, MandateAct.acted_at)
    paid = select(ActPayment.act_id, ActPayment.words, ActPayment.pence, ActPayment.paid_at)
    reports = select(GroupReport.id, GroupReport.words, GroupReport.learned, GroupReport.sent_at)
    found = [
        PersonalRecord(
            "Act for a group", {"act": number, "words": words, "pence": pence, "at": at.isoformat()}
        )
        for number, words, pence, at in db.session.execute(
            acts.where(MandateAct.acted_by == person_id).order_by(MandateAct.id)
        )
    ]
    found += [
        PersonalRecord(
            "Payment of a group", {"act": number, "words": words, "pence": pence, "at": at.isoformat()}
        )
        for number, words, pence, at in db.session.execute(
            paid.where(ActPayment.paid_by == person_id).order_by(ActPayment.id)
        )
    ]
    recalls = select(RecallName.practice_id, RecallName.reason, RecallName.signed_at)
    found += [
        PersonalRecord(
            "Asked for the recall of a mandate", {"practice": number, "words": words, "at": at.isoformat()}
        )
        for number, words, at in db.session.execute(
            recalls.where(RecallName.signed_by == person_id).order_by(RecallName.id)
        )
    ]
    return found + [
        PersonalRecord(
            "Report of a group", {"report": number, "words": words, "learned": learned, "at": at.isoformat()}
        )
        for number, words, learned, at in db.session.execute(
            reports.where(GroupReport.sent_by == person_id).order_by(GroupReport.id)
        )
    ]
