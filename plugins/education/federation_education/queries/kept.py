"""What is kept about a person."""

from sqlalchemy import select

from federation.toolkit import PersonalRecord, session

from ..models import LearningNeed, LearningProgramme, NeedReply


def kept_about(person_id: int) -> list[PersonalRecord]:
    """What somebody asked, answered for their practice, and proposed."""
    asked = session.scalars(select(LearningNeed).where(LearningNeed.asked_by == person_id))
    replies = session.scalars(select(NeedReply).where(NeedReply.person_id == person_id))
    proposed = session.scalars(select(LearningProgramme).where(LearningProgramme.proposed_by == person_id))
    return [
        *(PersonalRecord("Asked what practices need to learn", {"title": one.title}) for one in asked),
        *(
            PersonalRecord(
                "Answered for a practice what it needs to learn",
                {
                    "need": one.need_id,
                    "practice": one.practice_id,
                    "answers": one.answers,
                    "at": one.answered_at.isoformat(),
                },
            )
            for one in replies
        ),
        *(PersonalRecord("Proposed a programme", {"year": one.year}) for one in proposed),
    ]
