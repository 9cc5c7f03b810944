"""What pages read of surveys; each page a constant number of statements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, and_, bindparam, select

from federation.toolkit import NotFound, database_now, session

from ..models import Survey, SurveyDraft, SurveyInvitation
from ..rules.waves import RESULTS_ARE_NEW, wave

MOST_WAVES = 40

CLOSED = Survey.closed_at.is_not(None)
FACTS = (
    Survey.id,
    Survey.title,
    Survey.purpose,
    Survey.opened_at,
    Survey.closes_at,
    Survey.closed_at,
    Survey.close_reason,
    Survey.closed_by,
    Survey.invited,
    Survey.answered,
    Survey.practices,
    database_now().label("now"),
)
_ONE: BindParameter[int] = bindparam("survey")
_MINE = and_(SurveyInvitation.survey_id == Survey.id, SurveyInvitation.person_id == bindparam("person"))
_OWN = (
    SurveyInvitation.id.label("invitation"),
    SurveyInvitation.practice_id,
    SurveyInvitation.choices,
    SurveyInvitation.answered.label("have_answered"),
)
_SURVEY = select(*FACTS, *_OWN).outerjoin(SurveyInvitation, _MINE).where(Survey.id == _ONE)
_NEWEST = select(*FACTS, *_OWN).outerjoin(SurveyInvitation, _MINE).order_by(Survey.id.desc()).limit(1)
_WITH_DRAFT = (
    select(*FACTS, *_OWN, SurveyDraft.answers)
    .outerjoin(SurveyInvitation, _MINE)
    .outerjoin(SurveyDraft, SurveyDraft.invitation_id == SurveyInvitation.id)
    .where(Survey.id == _ONE)
)
_WAVES = (
    select(Survey.id, Survey.title, Survey.closed_at, Survey.invited, Survey.answered)
    .where(CLOSED)
    .order_by(Survey.id.desc())
    .limit(MOST_WAVES)
)


class SurveyFacts(NamedTuple):
    """A survey as everybody may know it, and where the person who asks stands. ``invitation`` is None for somebody
    who is not invited; ``draft`` is what they have saved, None where that is nothing or was not asked for."""

    id: int
    title: str
    purpose: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    close_reason: str
    closed_by: int | None
    invited: int
    answered: int
    practices: list[Any]
    now: datetime
    invitation: int | None = None
    practice_id: int | None = None
    choices: list[int] | None = None
    have_answered: bool | None = None
    draft: Mapping[str, Any] | None = None

    @property
    def state(self) -> str:
        """``open``, ``counting`` (its time has passed, its results are not worked out yet) or ``closed``."""
        if self.closed_at is not None:
            return "closed"
        return "open" if self.now < self.closes_at else "counting"

    @property
    def wave(self) -> str:
        """What it is called in passing: ``autumn 2026``."""
        return wave(self.title)

    @property
    def to_answer(self) -> bool:
        """Whether it waits for this person's answers."""
        return self.state == "open" and self.invitation is not None and not self.have_answered

    @property
    def results_are_new(self) -> bool:
        """Whether its results came out in the last two weeks."""
        return self.closed_at is not None and self.now - self.closed_at < RESULTS_ARE_NEW

    @property
    def names(self) -> dict[str, str]:
        """The practices' names by code, as they were at opening."""
        return {code: name for _, code, name in self.practices}


class SurveyWave(NamedTuple):
    """A survey that has results."""

    id: int
    title: str
    closed_at: datetime
    invited: int
    answered: int

    @property
    def wave(self) -> str:
        """What it is called in passing."""
        return wave(self.title)


def survey_of(survey_id: int, person_id: int) -> SurveyFacts:
    """One survey. Raises :class:`NotFound`. One statement."""
    return _facts(session.execute(_SURVEY, {"survey": survey_id, "person": person_id}).first())


def newest(person_id: int) -> SurveyFacts | None:
    """The survey opened last, or None before there was any. One statement."""
    row = session.execute(_NEWEST, {"person": person_id}).first()
    return SurveyFacts(*row) if row else None


def with_draft(survey_id: int, person_id: int) -> SurveyFacts:
    """One survey with what the person has saved and not sent. Raises :class:`NotFound`. One statement."""
    return _facts(session.execute(_WITH_DRAFT, {"survey": survey_id, "person": person_id}).first())


def waves() -> tuple[SurveyWave, ...]:
    """The surveys that have results, the newest first. One statement."""
    found: list[Any] = list(session.execute(_WAVES))
    return tuple(SurveyWave(*row) for row in found)


def _facts(row: Any) -> SurveyFacts:
    if row is None:
        raise NotFound()
    return SurveyFacts(*row)
