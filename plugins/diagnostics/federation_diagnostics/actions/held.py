"""The survey an act is about: read once, locked, with the time beside it."""

from datetime import datetime

from sqlalchemy import select

from federation.toolkit import Actor, Held, Refusal, held, session

from ..models import Survey, SurveyInvitation

OVER = "This survey has closed, so nothing more can be sent."
SENT = "You have sent your answers already. They carry no name, so they cannot be found again or changed."
NOT_INVITED = "You are not invited to this survey, so there is nothing for you to answer."


def takes_answers(survey: Survey, now: datetime) -> bool:
    """Whether answers are taken: the time decides, whether or not anything has noticed it pass."""
    return survey.closed_at is None and now < survey.closes_at


def is_due(survey: Survey, now: datetime) -> bool:
    """Whether its time has passed and its results are not worked out yet."""
    return survey.closed_at is None and now >= survey.closes_at


def hold_open(survey_id: int) -> Held[Survey]:
    """Hold a survey that takes answers for this unit of work. Raises ``NotFound``, and ``Refusal`` for one that closed."""
    found = held(Survey, survey_id)
    if not takes_answers(*found):
        raise Refusal(OVER)
    return found


def unanswered(actor: Actor, survey_id: int) -> SurveyInvitation:
    """A person's invitation to a survey that they have not answered."""
    found = session.scalars(
        select(SurveyInvitation).where(
            SurveyInvitation.survey_id == survey_id, SurveyInvitation.person_id == actor.person_id
        )
    ).first()
    if found is None:
        raise Refusal(NOT_INVITED)
    if found.answered:
        raise Refusal(SENT)
    return found
