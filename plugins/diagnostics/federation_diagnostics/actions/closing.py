"""Closing a survey: its results are worked out once, from the answers there are, and kept.

A survey is over because its time has passed; what is here only notices. It is done by a job, or by the first act that
meets a survey whose time has passed; whatever was saved and not sent is deleted with it.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, select

from federation.toolkit import database_now, drop_due, held, index, session, unit_of_work, write_record

from ..models import Survey, SurveyAnswer, SurveyDraft, SurveyInvitation
from ..rules.answers import PersonAnswers
from ..rules.report import report
from ..rules.results import SurveyReport
from .held import is_due
from .inviting import to_answer

KIND = "diagnostics_survey"


def close_due() -> int:
    """Close the surveys whose time has passed; safe to run anywhere at any time. Returns how many."""
    return sum(map(_close_when_due, session.scalars(select(Survey.id).where(*_is_over())).all()))


def where_to_close() -> Select[int]:
    """The federations with a survey whose time has passed, and which has not been worked out yet."""
    return select(Survey.federation_id).where(*_is_over()).distinct()


def _is_over() -> tuple[ColumnElement[bool], ...]:
    return Survey.closed_at.is_(None), Survey.closes_at <= database_now()


def _close_when_due(survey_id: int) -> bool:
    with unit_of_work():
        survey, now = held(Survey, survey_id)
        due = is_due(survey, now)
        if due:
            close(survey, survey.closes_at, None, "")
        return due


def close(survey: Survey, at: datetime, person_id: int | None, reason: str) -> None:
    """Close a survey that is held, for good, with its results."""
    found = _worked_out(survey)
    survey.results, survey.digest = found.to_dict() | {"comments": []}, found.digest
    survey.comments = [[one.prompt, one.words] for one in found.comments]
    survey.closed_at, survey.closed_by, survey.close_reason = at, person_id, reason
    invitations = select(SurveyInvitation.id).where(SurveyInvitation.survey_id == survey.id)
    session.execute(
        delete(SurveyDraft)
        .where(SurveyDraft.invitation_id.in_(invitations))
        .execution_options(synchronize_session=False)
    )
    drop_due(to_answer(survey.id))
    index(KIND, survey.id, survey.title, _said(survey, found))
    write_record(
        person_id,
        "diagnostics.survey_closed",
        f"{KIND}:{survey.id}",
        invited=survey.invited,
        answered=survey.answered,
        results=survey.digest,
        **({"early": True} if person_id is not None else {}),
    )


def _worked_out(survey: Survey) -> SurveyReport:
    """The report, beside that of the survey before."""
    codes = {practice_id: code for practice_id, code, _ in survey.practices}
    answers = [
        PersonAnswers(codes[row.practice_id], **row.answers)
        for row in session.execute(
            select(SurveyAnswer.practice_id, SurveyAnswer.answers).where(SurveyAnswer.survey_id == survey.id)
        )
    ]
    chosen = Counter(
        session.scalars(select(SurveyInvitation.practice_id).where(SurveyInvitation.survey_id == survey.id))
    )
    invited = {code: chosen[practice_id] for practice_id, code in codes.items() if chosen[practice_id]}
    before = session.scalar(
        select(Survey.results).where(Survey.id < survey.id).order_by(Survey.id.desc()).limit(1)
    )
    return report(answers, invited, SurveyReport.from_dict(before) if before else None)


def _said(survey: Survey, found: SurveyReport) -> str:
    """What the search finds of a survey."""
    lines = [f"{line.label}: {line.words}" for line in found.in_short]
    return "\n".join([survey.purpose, found.response_words, *lines])
