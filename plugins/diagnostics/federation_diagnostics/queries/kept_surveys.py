"""What is kept about a person in surveys of the members, for their export."""

from typing import Any

from sqlalchemy import BindParameter, bindparam, or_, select

from federation.toolkit import PersonalRecord, session

from ..models import Survey, SurveyDraft, SurveyInvitation

_PERSON: BindParameter[int] = bindparam("person")
_INVITED = (
    select(Survey.title, SurveyInvitation.answered, SurveyDraft.answers)
    .join(Survey, Survey.id == SurveyInvitation.survey_id)
    .outerjoin(SurveyDraft, SurveyDraft.invitation_id == SurveyInvitation.id)
    .where(SurveyInvitation.person_id == _PERSON)
    .order_by(SurveyInvitation.id)
)
_RUN = (
    select(Survey.title, Survey.opened_at, Survey.closed_at, Survey.closed_by, Survey.close_reason)
    .where(or_(Survey.opened_by == _PERSON, Survey.closed_by == _PERSON))
    .order_by(Survey.id)
)


def kept_about(person_id: int) -> list[PersonalRecord]:
    """Everything that names the person. Answers that were sent are not among it: they carry no name. Two statements."""
    who = {"person": person_id}
    return [
        *(_invitation(row) for row in session.execute(_INVITED, who)),
        *(_run(row, person_id) for row in session.execute(_RUN, who)),
    ]


def _invitation(row: Any) -> PersonalRecord:
    saved = {"saved_and_not_sent": row.answers} if row.answers else {}
    return PersonalRecord(
        "Invitation to a survey of the members", {"survey": row.title, "answered": row.answered, **saved}
    )


def _run(row: Any, person_id: int) -> PersonalRecord:
    content = {"survey": row.title, "opened_at": row.opened_at.isoformat()}
    if row.closed_by == person_id and row.closed_at is not None:
        content |= {"closed_early_at": row.closed_at.isoformat(), "reason": row.close_reason}
    return PersonalRecord("Survey of the members that you opened or closed", content)
