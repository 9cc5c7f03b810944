"""Mail about surveys: to everybody who is invited when one opens, later only to those who have not answered."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, or_, select, update

from federation.toolkit import (
    address_of,
    database_now,
    mail,
    moment,
    people,
    session,
    settings_of,
    time_now,
    unit_of_work,
)

from .models import Survey, SurveyInvitation
from .rules.waves import BEFORE_A_REMINDER, late, midway

DAYS: Final = 2
"""How many days before the close people are reminded again, where the federation has not set it."""
_OPENED = (
    "You are invited to answer “{title}”. It takes about 5 minutes, also on a phone.\n\n{purpose}\n\n"
    "It closes {closes}. Answers carry no name: nobody can see what one person answered.\n\n{link}"
)
_REMINDER = (
    "“{title}” closes {closes}, and you have not answered yet. It takes about 5 minutes, also on a phone.\n\n"
    "What you have saved is deleted when the survey closes, unless you send it. Nobody is told who has answered.\n\n"
    "{link}"
)


def tell_opened(survey_id: int) -> None:
    """To everybody who is invited, within the open unit of work."""
    survey = session.scalars(select(Survey).where(Survey.id == survey_id)).first()
    if survey is not None:
        mail(
            f"diagnostics.invited:{survey_id}",
            _still_here(select(SurveyInvitation.person_id).where(SurveyInvitation.survey_id == survey_id)),
            f"Please answer: {survey.title}",
            _text(_OPENED, survey),
        )


def reminders_until(closes_at: datetime) -> tuple[datetime, ...]:
    """When people would be reminded of a survey that opened now. Two statements."""
    now = time_now()
    return tuple(sorted(at for at in _times(now, closes_at) if at is not None))


def _times(opened_at: datetime, closes_at: datetime) -> tuple[datetime | None, datetime | None]:
    days = settings_of("diagnostics").get("reminder_days") or DAYS
    return midway(opened_at, closes_at), late(opened_at, closes_at, days)


def remind() -> int:
    """Remind those who have not answered, at half time and some days before the close, each once. Returns how many
    letters are on their way; any number of workers may run this at once."""
    row = session.execute(
        select(Survey, database_now()).where(Survey.closed_at.is_(None), Survey.closes_at > database_now())
    ).first()
    if row is None:
        return 0
    survey, now = row
    first, second = _times(survey.opened_at, survey.closes_at)
    wanted: dict[str, Any] = {
        name: True
        for name, at in (("reminded_midway", first), ("reminded_late", second))
        if at is not None and at <= now and not getattr(survey, name)
    }
    return _remind(survey.id, wanted, now) if wanted else 0


def where_to_remind() -> Select[int]:
    """The federations with an open survey of which a reminder may come: it was opened long enough ago, and not both were sent."""
    now = time_now()
    waiting = or_(Survey.reminded_midway.is_(False), Survey.reminded_late.is_(False))
    since = (Survey.closes_at > now, Survey.opened_at <= now - BEFORE_A_REMINDER)
    return select(Survey.federation_id).where(Survey.closed_at.is_(None), *since, waiting).distinct()


def _remind(survey_id: int, wanted: dict[str, Any], now: datetime) -> int:
    """One letter to each, where one reminder is due or both are; none where another worker was first."""
    with unit_of_work():
        first = session.scalar(
            update(Survey)
            .where(
                Survey.id == survey_id,
                Survey.closed_at.is_(None),
                Survey.closes_at > now,
                *(getattr(Survey, name).is_(False) for name in wanted),
            )
            .values(wanted)
            .returning(Survey.id)
            .execution_options(synchronize_session=False)
        )
        if first is None:
            return 0
        survey = session.scalars(select(Survey).where(Survey.id == survey_id)).one()
        waiting = _still_here(
            select(SurveyInvitation.person_id).where(
                SurveyInvitation.survey_id == survey_id, SurveyInvitation.answered.is_(False)
            )
        )
        return mail(
            f"diagnostics.reminder:{survey_id}:{'late' if 'reminded_late' in wanted else 'midway'}",
            waiting,
            f"Still open: {survey.title}",
            _text(_REMINDER, survey),
        )


def _still_here(invited: Select[Any]) -> set[int]:
    """Those of the people invited who still have a place here."""
    return set(session.scalars(invited)) & {person.id for person in people()}


def _text(words: str, survey: Survey) -> str:
    return words.format(
        title=survey.title,
        purpose=survey.purpose,
        closes=moment(survey.closes_at),
        link=address_of("diagnostics.answer", survey_id=survey.id),
    )
