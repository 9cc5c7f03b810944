"""When a person is erased: their name goes from what they signed and entered, and what they had saved goes whole."""

from typing import Final

from sqlalchemy import delete, select, update

from federation.toolkit import session

from ..models import LeaderProfile, SurveyDraft, SurveyInvitation, WorkshopEntry, WorkshopVotes

FORMER: Final = "Former member"


def forget_person(person_id: int) -> None:
    """Take a name out, in the open unit of work. What groups agreed and what a leader signed stays, without it."""
    theirs = select(SurveyInvitation.id).where(SurveyInvitation.person_id == person_id)
    for statement in (
        delete(SurveyDraft).where(SurveyDraft.invitation_id.in_(theirs)),
        delete(LeaderProfile).where(
            LeaderProfile.person_id == person_id, LeaderProfile.finished_at.is_(None)
        ),
        update(LeaderProfile).where(LeaderProfile.person_id == person_id).values(leader=FORMER),
        update(WorkshopEntry).where(WorkshopEntry.entered_by == person_id).values(entered_as=FORMER),
        update(WorkshopVotes).where(WorkshopVotes.entered_by == person_id).values(entered_as=FORMER),
    ):
        session.execute(statement.execution_options(synchronize_session=False))
