"""What pages read of surveys; each page a constant number of statements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select

from federation.toolkit import DecisionAbout, NotFound, database_now, decisions_about, session

from ..models import Draft, Invitation, Survey
from ..rules.results import Report
from ..rules.waves import RESULTS_ARE_NEW, compared, wave

SUBJECT = "diagnostics.finding"
MOST_WAVES = 40

_CLOSED = Survey.closed_at.is_not(None)
_FACTS = (
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
_ONE = bindparam("survey")
_MINE = and_(Invitation.survey_id == Survey.id, Invitation.person_id == bindparam("person"))
_OWN = (
    Invitation.id.label("invitation"),
    Invitation.practice_id,
    Invitation.choices,
    Invitation.answered.label("have_answered"),
)
_SURVEY = select(*_FACTS, *_OWN).outerjoin(Invitation, _MINE).where(Survey.id == _ONE)
_NEWEST = select(*_FACTS, *_OWN).outerjoin(Invitation, _MINE).order_by(Survey.id.desc()).limit(1)
_WITH_DRAFT = (
    select(*_FACTS, *_OWN, Draft.answers)
    .outerjoin(Invitation, _MINE)
    .outerjoin(Draft, Draft.invitation_id == Invitation.id)
    .where(Survey.id == _ONE)
)
_RESULTS = select(*_FACTS, Survey.results, Survey.comments).where(Survey.id == _ONE)
_COMMENTS = select(*_FACTS, Survey.comments).where(Survey.id == _ONE)
_REPORT = select(Survey.results).where(Survey.id == _ONE, _CLOSED)
_WAVES = (
    select(Survey.id, Survey.title, Survey.closed_at, Survey.invited, Survey.answered)
    .where(_CLOSED)
    .order_by(Survey.id.desc())
    .limit(MOST_WAVES)
)
_NEWEST_RESULTS = select(func.max(Survey.id)).where(_CLOSED).scalar_subquery()
_THEN_AND_NOW = (
    select(Survey.id, Survey.title, Survey.results)
    .where(_CLOSED, or_(Survey.id == _ONE, Survey.id == _NEWEST_RESULTS))
    .order_by(Survey.id)
)


class Facts(NamedTuple):
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


class Wave(NamedTuple):
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


class Results(NamedTuple):
    """A survey with its report, beside another's where there is one. ``comments`` are (key of the prompt, words)."""

    facts: Facts
    report: Report
    base: Wave | None
    waves: tuple[Wave, ...]
    comments: tuple[tuple[str, str], ...]


class Finding(NamedTuple):
    """What became of a finding: its survey, and the newest with results where that is another."""

    then: tuple[str, Report]
    now: tuple[str, Report] | None


def survey_of(survey_id: int, person_id: int) -> Facts:
    """One survey. Raises :class:`NotFound`. One statement."""
    return _facts(session.execute(_SURVEY, {"survey": survey_id, "person": person_id}).first())


def newest(person_id: int) -> Facts | None:
    """The survey opened last, or None before there was any. One statement."""
    row = session.execute(_NEWEST, {"person": person_id}).first()
    return Facts(*row) if row else None


def with_draft(survey_id: int, person_id: int) -> Facts:
    """One survey with what the person has saved and not sent. Raises :class:`NotFound`. One statement."""
    return _facts(session.execute(_WITH_DRAFT, {"survey": survey_id, "person": person_id}).first())


def waves() -> tuple[Wave, ...]:
    """The surveys that have results, the newest first. One statement."""
    return tuple(Wave(*row) for row in session.execute(_WAVES))


def results_of(survey_id: int, base_id: int | None = None) -> Results | Facts:
    """A survey's results beside those of ``base_id``, else of the survey before; the facts alone where there are no
    results yet. Raises :class:`NotFound`, also for a base that is no survey before this one. Three statements."""
    row = session.execute(_RESULTS, {"survey": survey_id}).first()
    if row is None:
        raise NotFound()
    facts, (document, comments) = Facts(*row[:-2]), row[-2:]
    if document is None:
        return facts
    found = waves()
    base = _base(found, survey_id, base_id)
    before = session.scalar(_REPORT, {"survey": base.id}) if base else None
    report = compared(
        Report.from_dict(document),
        Report.from_dict(before) if before else None,
        base.wave if base else "",
    )
    return Results(facts, report, base, found, tuple((prompt, words) for prompt, words in comments or ()))


def comments_of(survey_id: int) -> tuple[Facts, tuple[tuple[str, str], ...]]:
    """A survey and its comments, without names: (key of the prompt, words). One statement."""
    row = session.execute(_COMMENTS, {"survey": survey_id}).first()
    if row is None:
        raise NotFound()
    return Facts(*row[:-1]), tuple((prompt, words) for prompt, words in row[-1] or ())


def then_and_now(survey_id: int) -> Finding | None:
    """The results of a survey and the newest ones, None where that survey has none. One statement."""
    rows = session.execute(_THEN_AND_NOW, {"survey": survey_id}).all()
    if not rows or rows[0].id != survey_id:
        return None
    read = [(wave(title), Report.from_dict(document)) for _, title, document in rows]
    return Finding(read[0], read[1] if len(read) > 1 else None)


def proposed(survey_id: int) -> tuple[DecisionAbout, ...]:
    """What members proposed because of a survey's findings, the newest first. One statement."""
    return tuple(one for one in decisions_about(SUBJECT) if one.data.get("survey") == survey_id)


def _facts(row: Any) -> Facts:
    if row is None:
        raise NotFound()
    return Facts(*row)


def _base(found: tuple[Wave, ...], survey_id: int, base_id: int | None) -> Wave | None:
    earlier = [one for one in found if one.id < survey_id]
    if base_id is None:
        return earlier[0] if earlier else None
    named = next((one for one in earlier if one.id == base_id), None)
    if named is None:
        raise NotFound()
    return named
