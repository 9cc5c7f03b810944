"""What is kept about a person who judged bids."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from federation.kernel.db import db
from federation.plugin.feature import PersonalRecord
from federation.tendering.models import AgreedScore, BidScore, ComplianceCheck, ScorerAside


def personal_scores(person_id: int) -> list[PersonalRecord]:
    """What a person scored, checked and wrote down as agreed, with their reasons, and where it went on without them. Four
    statements."""
    return [*_scored(person_id), *_checked(person_id), *_agreed(person_id), *_left_out(person_id)]


def _scored(person_id: int) -> Iterator[PersonalRecord]:
    for row in db.session.scalars(
        select(BidScore).where(BidScore.scorer_id == person_id).order_by(BidScore.id)
    ):
        yield PersonalRecord(
            "Score of a bid",
            {
                "tender": row.tender_id,
                "bid": row.bid_id,
                "criterion": row.criterion,
                "points": row.points,
                "reason": row.reason,
                "at": row.written_at.isoformat(),
            },
        )


def _checked(person_id: int) -> Iterator[PersonalRecord]:
    for row in db.session.scalars(
        select(ComplianceCheck).where(ComplianceCheck.checked_by == person_id).order_by(ComplianceCheck.id)
    ):
        yield PersonalRecord(
            "Check of a bid",
            {
                "tender": row.tender_id,
                "bid": row.bid_id,
                "passes": row.passes,
                "words": row.words,
                "at": row.checked_at.isoformat(),
            },
        )


def _agreed(person_id: int) -> Iterator[PersonalRecord]:
    for row in db.session.scalars(
        select(AgreedScore).where(AgreedScore.agreed_by == person_id).order_by(AgreedScore.id)
    ):
        yield PersonalRecord(
            "Agreed score of a bid",
            {
                "tender": row.tender_id,
                "bid": row.bid_id,
                "criterion": row.criterion,
                "halves": row.halves,
                "reason": row.reason,
                "at": row.agreed_at.isoformat(),
            },
        )


def _left_out(person_id: int) -> Iterator[PersonalRecord]:
    mine = or_(
        ScorerAside.person_id == person_id,
        ScorerAside.asked_by == person_id,
        ScorerAside.confirmed_by == person_id,
    )
    for row in db.session.scalars(select(ScorerAside).where(mine).order_by(ScorerAside.id)):
        yield PersonalRecord(
            "Bids judged without a scorer",
            {
                "tender": row.tender_id,
                "is_scorer": row.person_id == person_id,
                "reason": row.reason,
                "at": row.asked_at.isoformat(),
            },
        )
