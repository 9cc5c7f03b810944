"""Who is invited to a survey of the members: fixed when it opens."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError

from federation.toolkit import Actor, DuePage, Refusal, add_due, insert_many, people, practices, session

from ..models import Survey, SurveyInvitation
from ..rules.floor import FLOOR

ONE_AT_A_TIME = (
    "A survey is open already, and there is one at a time. Close it first, or wait until it closes."
)
TOO_FEW = f"Fewer than {FLOOR} people have a place in a full member practice, so no results could be shown."
_CAN_ANSWER = ("representative", "member")


class SurveyedPractice(NamedTuple):
    """A full member practice, and how many of the people invited are counted with it."""

    id: int
    code: str
    name: str
    people: int


class SurveyInvitees(NamedTuple):
    """Who is invited: practices by name, and for each person the practices that they may answer for. They are counted
    with the first of those, until they choose another."""

    practices: tuple[SurveyedPractice, ...]
    people: dict[int, tuple[int, ...]]

    @property
    def without_people(self) -> tuple[str, ...]:
        """The practices from which nobody is invited."""
        return tuple(one.name for one in self.practices if not one.people)


def to_invite() -> SurveyInvitees:
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
    return SurveyInvitees(
        tuple(SurveyedPractice(one.id, one.code, one.name, counted[one.id]) for one in full), found
    )


def invite(actor: Actor, title: str, purpose: str, now: datetime, closes_at: datetime) -> Survey:
    """Write down a survey and who is invited, and ask them, in the open unit of work, without recording or telling it."""
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
        SurveyInvitation,
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
    add_due(
        to_answer(survey.id),
        title,
        closes_at,
        DuePage("diagnostics.answer", {"survey_id": survey.id}),
        people=invited.people,
        about="About 5 minutes. Answers carry no name",
    )
    return survey


def to_answer(survey_id: int) -> str:
    """The key of what those who are invited are asked for. Once they have answered it is dropped, so that nothing says
    when that was."""
    return f"diagnostics.answer:{survey_id}"
