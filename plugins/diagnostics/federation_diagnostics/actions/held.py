"""The survey an act is about: read once, locked, with the database's clock beside it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from federation.toolkit import Actor, Invalid, NotFound, Refusal, database_now, objection_to, session

from ..models import Invitation, Survey

OVER = "This survey has closed, so nothing more can be sent."
SENT = "You have sent your answers already. They carry no name, so they cannot be found again or changed."
NOT_INVITED = "You are not invited to this survey, so there is nothing for you to answer."


class Held(NamedTuple):
    """A survey held until the unit of work ends, and the time of the database when it was."""

    survey: Survey
    now: datetime

    @property
    def open(self) -> bool:
        """Whether answers are taken: the time decides, whether or not anything has noticed it pass."""
        return self.survey.closed_at is None and self.now < self.survey.closes_at

    @property
    def due(self) -> bool:
        """Whether its time has passed and its results are not worked out yet."""
        return self.survey.closed_at is None and self.now >= self.survey.closes_at


def hold(survey_id: int) -> Held:
    """Hold a survey for this unit of work; whatever changes it or its answers passes here first.

    The clock is read after the lock is granted: PostgreSQL works out a statement's values before it waits.
    """
    survey = session.scalars(
        select(Survey)
        .where(Survey.id == survey_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if survey is None:
        raise NotFound()
    return Held(survey, session.execute(select(database_now())).scalar_one())


def hold_open(survey_id: int) -> Held:
    """The same, for a survey that takes answers."""
    held = hold(survey_id)
    if not held.open:
        raise Refusal(OVER)
    return held


def unanswered(actor: Actor, survey_id: int) -> Invitation:
    """A person's invitation to a survey that they have not answered."""
    found = session.scalars(
        select(Invitation).where(Invitation.survey_id == survey_id, Invitation.person_id == actor.person_id)
    ).first()
    if found is None:
        raise Refusal(NOT_INVITED)
    if found.answered:
        raise Refusal(SENT)
    return found


def typed(text: str, field: str, missing: str = "") -> str:
    """What somebody typed, without blanks around it. Refused: nothing, where ``missing`` says what to give, and
    anything about a patient."""
    text = text.strip()
    if missing and not text:
        raise Invalid(missing, field)
    if words := objection_to(text):
        raise Invalid(words, field)
    return text
