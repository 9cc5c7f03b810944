"""Opening a survey of the members, moving its close, and closing it early."""

from datetime import datetime

from federation.toolkit import (
    Actor,
    Invalid,
    announce,
    authorize,
    move_due,
    plain_text,
    time_now,
    unit_of_work,
    write_record,
)

from ..events import SurveyOpened
from ..rules.waves import LONGEST, SHORTEST
from .closing import close, close_due
from .held import hold_open
from .inviting import invite, to_answer

LONGEST_TITLE, LONGEST_PURPOSE, LONGEST_REASON = 120, 300, 1_000
ONE_AT_A_TIME = (
    "A survey is open already, and there is one at a time. Close it first, or wait until it closes."
)


def open_survey(actor: Actor, title: str, purpose: str, closes_at: datetime) -> int:
    """Open a survey for everybody with a place in a full member practice; returns its number.

    Who is invited is fixed now. Raises :class:`Invalid` for a text or a time that cannot be taken, ``Refusal`` where
    a survey is open or too few people could answer.
    """
    authorize(actor, "diagnostics.run")
    title = plain_text(title, "title", "Enter a title, for example Network health, autumn 2026")
    purpose = plain_text(purpose, "purpose", "Say in a sentence what the survey is for")
    close_due()
    with unit_of_work():
        now = time_now()
        check_close(now, now, closes_at)
        survey = invite(actor, title, purpose, now, closes_at)
        announce(SurveyOpened(actor.federation_id, survey.id), f"diagnostics.survey_opened:{survey.id}")
        write_record(
            actor.person_id,
            "diagnostics.survey_opened",
            f"diagnostics_survey:{survey.id}",
            invited=survey.invited,
            closes_at=closes_at.isoformat(),
        )
        return survey.id


def check_plan(closes_at: datetime) -> None:
    """Refuse a close at which a survey that opened now could not be closed."""
    now = time_now()
    check_close(now, now, closes_at)


def check_close(now: datetime, opened_at: datetime, closes_at: datetime) -> None:
    """Refuse a close that leaves too little or too much time."""
    if closes_at <= now:
        raise Invalid("The survey must close in the future", "closes_at")
    if closes_at - now < SHORTEST:
        raise Invalid("The survey must be open for at least an hour", "closes_at")
    if closes_at - opened_at > LONGEST:
        raise Invalid(f"The survey must close within {LONGEST.days} days of its opening", "closes_at")


def extend(actor: Actor, survey_id: int, closes_at: datetime) -> None:
    """Give people more time, before the survey closes."""
    authorize(actor, "diagnostics.run")
    close_due()
    with unit_of_work():
        survey, now = hold_open(survey_id)
        if closes_at <= survey.closes_at:
            raise Invalid("The new close must be later than the one that was announced", "closes_at")
        check_close(now, survey.opened_at, closes_at)
        before, survey.closes_at = survey.closes_at, closes_at
        move_due(to_answer(survey_id), closes_at)
        write_record(
            actor.person_id,
            "diagnostics.survey_extended",
            f"diagnostics_survey:{survey_id}",
            before=before.isoformat(),
            closes_at=closes_at.isoformat(),
        )


def close_early(actor: Actor, survey_id: int, reason: str) -> None:
    """Close before the time, with a reason that every member reads; the results are worked out at once."""
    authorize(actor, "diagnostics.run")
    reason = plain_text(reason, "reason", "Say why the survey closes early: every member can read it")
    close_due()
    with unit_of_work():
        survey, now = hold_open(survey_id)
        close(survey, now, actor.person_id, reason)
