"""Opening a survey of the members, moving its close, and closing it early."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from federation.toolkit import (
    Actor,
    Invalid,
    Refusal,
    announce,
    authorize,
    database_now,
    insert_many,
    people,
    practices,
    session,
    unit_of_work,
    write_record,
)

from ..events import SurveyOpened
from ..models import Invitation, Survey
from ..rules.floor import FLOOR
from ..rules.waves import LONGEST, SHORTEST
from .closing import close, close_due
from .held import hold_open, typed

LONGEST_TITLE, LONGEST_PURPOSE, LONGEST_REASON = 120, 300, 1_000
ONE_AT_A_TIME = (
    "A survey is open already, and there is one at a time. Close it first, or wait until it closes."
)
TOO_FEW = f"Fewer than {FLOOR} people have a place in a full member practice, so no results could be shown."
_CAN_ANSWER = ("representative", "member")


class Practice(NamedTuple):
    """A full member practice, and how many of the people invited are counted with it."""

    id: int
    code: str
    name: str
    people: int


class Invited(NamedTuple):
    """Who is invited: practices by name, and for each person the practices that they may answer for. They are counted
    with the first of those, until they choose another."""

    practices: tuple[Practice, ...]
    people: dict[int, tuple[int, ...]]

    @property
    def without_people(self) -> tuple[str, ...]:
        """The practices from which nobody is invited."""
        return tuple(one.name for one in self.practices if not one.people)


def to_invite() -> Invited:
    """Everybody with a place in a practice that is a full member, as it is now; somebody who represents one practice
    and belongs to another is counted with the first. Two statements."""
    full = [one for one in practices() if one.membership == "full"]
    known = {one.id for one in full}
    found: dict[int, tuple[int, ...]] = {}
    counted: dict[int, int] = defaultdict(int)
    for person in sorted(people(*_CAN_ANSWER), key=lambda person: _CAN_ANSWER.index(person.role)):
        if person.practice_id in known and person.practice_id not in found.get(person.id, ()):
            counted[person.practice_id] += person.id not in found
            found[person.id] = (*found.get(person.id, ()), person.practice_id)
    return Invited(tuple(Practice(one.id, one.code, one.name, counted[one.id]) for one in full), found)


def open_survey(actor: Actor, title: str, purpose: str, closes_at: datetime) -> int:
    """Open a survey for everybody with a place in a full member practice; returns its number.

    Who is invited is fixed now. Raises :class:`Invalid` for a text or a time that cannot be taken, ``Refusal`` where
    a survey is open or too few people could answer.
    """
    authorize(actor, "diagnostics.run")
    title = typed(title, "title", "Enter a title, for example Network health, autumn 2026")
    purpose = typed(purpose, "purpose", "Say in a sentence what the survey is for")
    close_due()
    with unit_of_work():
        now = session.execute(select(database_now())).scalar_one()
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
    now = session.execute(select(database_now())).scalar_one()
    check_close(now, now, closes_at)


def check_close(now: datetime, opened_at: datetime, closes_at: datetime) -> None:
    """Refuse a close that leaves too little or too much time."""
    if closes_at <= now:
        raise Invalid("The survey must close in the future", "closes_at")
    if closes_at - now < SHORTEST:
        raise Invalid("The survey must be open for at least an hour", "closes_at")
    if closes_at - opened_at > LONGEST:
        raise Invalid(f"The survey must close within {LONGEST.days} days of its opening", "closes_at")


def invite(actor: Actor, title: str, purpose: str, now: datetime, closes_at: datetime) -> Survey:
    """Write down a survey and who is invited, in the open unit of work, without recording or telling it."""
    invited = to_invite()
    if len(invited.people) < FLOOR:
        raise Refusal(TOO_FEW)
    survey = Survey(
        title=title,
        purpose=purpose,
        opened_at=now,
        opened_by=actor.person_id,
        closes_at=closes_at,
        practices=[[one.id, one.code, one.name] for one in invited.practices],
        invited=len(invited.people),
    )
    session.add(survey)
    try:
        session.flush()
    except IntegrityError:
        raise Refusal(ONE_AT_A_TIME) from None
    insert_many(
        Invitation,
        [
            {
                "survey_id": survey.id,
                "person_id": person,
                "practice_id": chosen[0],
                "choices": list(chosen),
                "answered": False,
            }
            for person, chosen in sorted(invited.people.items())
        ],
    )
    return survey


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
    reason = typed(reason, "reason", "Say why the survey closes early: every member can read it")
    close_due()
    with unit_of_work():
        survey, now = hold_open(survey_id)
        close(survey, now, actor.person_id, reason)
