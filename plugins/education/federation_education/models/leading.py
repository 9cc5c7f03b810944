"""Leadership development: challenges of fellows, what is done about them, learning sets, and what practices offer each other."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from federation.toolkit import Federated, Moment, RowId, Table, federated_key, reviews, within

from .needs import a_person


class LearningReview(reviews.RatedItem, Federated, Table):
    """What one person said of one item of a checklist, about a programme, or about the host of a challenge."""

    __tablename__ = "education_review"
    __table_args__ = (
        federated_key(),
        within("programme_id", "education_programme"),
        within("challenge_id", "education_challenge"),
        CheckConstraint("(programme_id is null) <> (challenge_id is null)", name="one_thing"),
        CheckConstraint("rating >= 0", name="rating"),
        Index("ix_education_review_programme", "federation_id", "programme_id", "template"),
        Index("ix_education_review_challenge", "federation_id", "challenge_id", "template"),
        {"info": {"append_only": ("UPDATE", "DELETE")}},
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(RowId)
    challenge_id: Mapped[int | None] = mapped_column(RowId)


class FellowChallenge(Federated, Table):
    """A hard problem that a fellow works on for a year at a practice that hosts it. What was tried before is said first."""

    __tablename__ = "education_challenge"
    __table_args__ = (
        federated_key(),
        within("practice_id", "network_practice"),
        Index("ix_education_challenge_begins", "federation_id", "begins_on", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    practice_id: Mapped[int] = mapped_column(RowId)
    title: Mapped[str] = mapped_column(String(120))
    problem: Mapped[str] = mapped_column(Text)
    attempts: Mapped[str] = mapped_column(Text)
    fellow_id: Mapped[int | None] = mapped_column(RowId, a_person())
    mentor_id: Mapped[int | None] = mapped_column(RowId, a_person())
    coach_id: Mapped[int | None] = mapped_column(RowId, a_person())
    begins_on: Mapped[date]
    registered_by: Mapped[int] = mapped_column(RowId, a_person())
    registered_at: Mapped[datetime] = mapped_column(Moment)


class ChallengeNote(Federated, Table):
    """What was done about a challenge, in one of the six strands of work."""

    __tablename__ = "education_challenge_note"
    __table_args__ = (
        federated_key(),
        within("challenge_id", "education_challenge"),
        Index("ix_education_challenge_note_challenge", "federation_id", "challenge_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    challenge_id: Mapped[int] = mapped_column(RowId)
    strand: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(RowId, a_person())
    noted_at: Mapped[datetime] = mapped_column(Moment)


class ChallengeOutcome(Federated, Table):
    """What somebody says after twelve months: was it worthwhile, do they feel more able, and does what changed still hold?"""

    __tablename__ = "education_outcome"
    __table_args__ = (
        federated_key(),
        within("challenge_id", "education_challenge"),
        UniqueConstraint("federation_id", "challenge_id", "person_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    challenge_id: Mapped[int] = mapped_column(RowId)
    person_id: Mapped[int] = mapped_column(RowId, a_person())
    worthwhile: Mapped[bool]
    empowered: Mapped[bool]
    sustained: Mapped[bool]
    words: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(Moment)
