"""Answering a survey: choosing the practice, saving as one goes, and sending.

Sending is the moment at which answers lose their author. In one transaction they move to a table that has no person
and no time, what was saved is deleted, and the invitation is marked. All answers of the survey are written anew with
it, in the order of their random numbers: else the database's own marks would tell which answers and which invitation
were written together (PostgreSQL keeps a transaction's number beside each row), and in which order answers came.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from federation.toolkit import (
    Actor,
    Invalid,
    authorize,
    drop_due,
    insert_many,
    plain_text,
    session,
    unit_of_work,
)

from ..models import Survey, SurveyAnswer, SurveyDraft, SurveyInvitation
from ..rules.answers import PersonAnswers
from ..rules.errors import DiagnosticsError
from ..rules.questionnaire import DIMENSIONS, PROMPT_KEYS
from .closing import close_due
from .held import hold_open, unanswered
from .inviting import to_answer

COMMENTS = "comments"
PARTS = (*(dimension.key for dimension in DIMENSIONS), COMMENTS)
"""The pages of the survey, in their order."""
NOTHING = "You have not answered anything yet. Answer at least one statement, then send."
_HIGHEST = 2**53 - 1


def choose_practice(actor: Actor, survey_id: int, practice_id: int) -> None:
    """Say which practice one answers for, where one belongs to several."""
    authorize(actor, "diagnostics.answer")
    close_due()
    with unit_of_work():
        hold_open(survey_id)
        invitation = unanswered(actor, survey_id)
        if practice_id not in invitation.choices:
            raise Invalid("Select the practice that you answer for", "practice")
        invitation.practice_id = practice_id
        session.flush()


def save_part(
    actor: Actor,
    survey_id: int,
    part: str,
    items: Mapping[str, int | None] | None = None,
    year_ago: str | None = None,
    comments: Mapping[str, str] | None = None,
) -> None:
    """Save one page of the survey, in place of what was saved of it before.

    ``part`` is the key of a dimension, with ``items`` (1 to 5, None for "I don't know"; left out: passed over) and
    ``year_ago``, or ``comments``. Nobody but its author ever reads it.
    """
    authorize(actor, "diagnostics.answer")
    close_due()
    with unit_of_work():
        hold_open(survey_id)
        invitation = unanswered(actor, survey_id)
        draft = _draft(invitation)
        saved = draft.answers if draft else {"items": {}, "year_ago": {}, "comments": {}, "seen": []}
        changed = _with_part(saved, part, items or {}, year_ago, comments or {})
        _checked(invitation, changed)
        if draft is None:
            session.add(SurveyDraft(invitation_id=invitation.id, answers=changed))
        else:
            draft.answers = changed
        session.flush()


def send(actor: Actor, survey_id: int) -> None:
    """Send what was saved: from now on nobody, its author included, can find or change it."""
    authorize(actor, "diagnostics.answer")
    close_due()
    with unit_of_work():
        survey = hold_open(survey_id).row
        invitation = unanswered(actor, survey_id)
        draft = _draft(invitation)
        if draft is None or not draft.answers["items"]:
            raise Invalid(NOTHING)
        answers = {name: draft.answers[name] for name in ("items", "year_ago", "comments")}
        _checked(invitation, answers)
        _mix_in(survey, invitation.practice_id, answers)
        session.delete(draft)
        invitation.answered = True
        survey.answered += 1
        drop_due(to_answer(survey_id), person_id=actor.person_id)
        session.flush()


def _draft(invitation: SurveyInvitation) -> SurveyDraft | None:
    return session.scalars(select(SurveyDraft).where(SurveyDraft.invitation_id == invitation.id)).first()


def _with_part(
    saved: Mapping[str, Any],
    part: str,
    items: Mapping[str, int | None],
    year_ago: str | None,
    comments: Mapping[str, str],
) -> dict[str, Any]:
    seen = [one for one in PARTS if one == part or one in saved["seen"]]
    if part == COMMENTS:
        kept = {key: plain_text(comments.get(key, ""), key) for key in PROMPT_KEYS}
        return {**saved, "comments": {key: words for key, words in kept.items() if words}, "seen": seen}
    dimension = next(one for one in DIMENSIONS if one.key == part)
    own = {item.key for item in dimension.items}
    others = {key: answer for key, answer in saved["items"].items() if key not in own}
    years = {key: answer for key, answer in saved["year_ago"].items() if key != part}
    return {
        **saved,
        "items": others | {key: answer for key, answer in items.items() if key in own},
        "year_ago": years | ({part: year_ago} if year_ago else {}),
        "seen": seen,
    }


def _checked(invitation: SurveyInvitation, answers: Mapping[str, Any]) -> None:
    try:
        PersonAnswers(str(invitation.practice_id), answers["items"], answers["year_ago"], answers["comments"])
    except DiagnosticsError as error:
        raise Invalid(error.message, error.field) from None


def _mix_in(survey: Survey, practice_id: int, answers: dict[str, Any]) -> None:
    """Write all answers of the survey anew, these among them."""
    rows = [
        row._asdict()
        for row in session.execute(
            select(
                SurveyAnswer.id, SurveyAnswer.survey_id, SurveyAnswer.practice_id, SurveyAnswer.answers
            ).where(SurveyAnswer.survey_id == survey.id)
        )
    ]
    session.execute(
        delete(SurveyAnswer)
        .where(SurveyAnswer.survey_id == survey.id)
        .execution_options(synchronize_session=False)
    )
    own = {"survey_id": survey.id, "practice_id": practice_id, "answers": answers}
    rows.append({"id": secrets.randbelow(_HIGHEST) + 1, **own})
    insert_many(SurveyAnswer, sorted(rows, key=lambda row: row["id"]))
