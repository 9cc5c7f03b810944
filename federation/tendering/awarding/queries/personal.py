"""What is kept about a person after an award."""

from sqlalchemy import select

from federation.kernel.api_fields import iso
from federation.kernel.db import db
from federation.plugin.feature import PersonalRecord
from federation.tendering.models import AllocationChange, AwardChallenge, TenderAward


def personal_awards(person_id: int) -> list[PersonalRecord]:
    """What a person asked to be shared out anew, wrote down of a bidder and answered. Three statements."""
    asked = (
        select(
            TenderAward.tender_id, AllocationChange.number, AllocationChange.reason, AllocationChange.asked_at
        )
        .join(TenderAward, TenderAward.id == AllocationChange.award_id)
        .where(AllocationChange.asked_by == person_id)
        .order_by(AllocationChange.id)
    )
    of_bidders = (
        select(TenderAward.tender_id, AwardChallenge)
        .join(TenderAward, TenderAward.id == AwardChallenge.award_id)
        .order_by(AwardChallenge.id)
    )
    noted = db.session.execute(of_bidders.where(AwardChallenge.noted_by == person_id)).all()
    answered = db.session.execute(of_bidders.where(AwardChallenge.answered_by == person_id)).all()
    return [
        *(
            PersonalRecord(
                "Change of an award",
                {"tender": tender, "change": number, "reason": reason, "at": at.isoformat()},
            )
            for tender, number, reason, at in db.session.execute(asked)
        ),
        *(
            PersonalRecord(
                "What a bidder asked",
                {"tender": tender, "words": row.words, "at": row.raised_at.isoformat()},
            )
            for tender, row in noted
        ),
        *(
            PersonalRecord(
                "Answer to a bidder",
                {"tender": tender, "answer": row.answer, "at": iso(row.answered_at)},
            )
            for tender, row in answered
        ),
    ]
