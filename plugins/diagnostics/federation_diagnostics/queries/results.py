"""What pages read of what surveys found."""

from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, func, or_, select

from federation.toolkit import DecisionAbout, NotFound, decisions_about, session

from ..models import Survey
from ..rules.results import SurveyReport
from ..rules.waves import compared, wave
from .surveys import CLOSED, FACTS, SurveyFacts, SurveyWave, waves

SUBJECT = "diagnostics.finding"

_ONE: BindParameter[int] = bindparam("survey")
_RESULTS = select(*FACTS, Survey.results, Survey.comments).where(Survey.id == _ONE)
_COMMENTS = select(*FACTS, Survey.comments).where(Survey.id == _ONE)
_REPORT = select(Survey.results).where(Survey.id == _ONE, CLOSED)
_NEWEST_RESULTS = select(func.max(Survey.id)).where(CLOSED).scalar_subquery()
_THEN_AND_NOW = (
    select(Survey.id, Survey.title, Survey.results)
    .where(CLOSED, or_(Survey.id == _ONE, Survey.id == _NEWEST_RESULTS))
    .order_by(Survey.id)
)


class SurveyResults(NamedTuple):
    """A survey with its report, beside another's where there is one. ``comments`` are (key of the prompt, words)."""

    facts: SurveyFacts
    report: SurveyReport
    base: SurveyWave | None
    waves: tuple[SurveyWave, ...]
    comments: tuple[tuple[str, str], ...]


class FindingFate(NamedTuple):
    """What became of a finding: its survey, and the newest with results where that is another."""

    then: tuple[str, SurveyReport]
    now: tuple[str, SurveyReport] | None


def results_of(survey_id: int, base_id: int | None = None) -> SurveyResults | SurveyFacts:
    """A survey's results beside those of ``base_id``, else of the survey before; the facts alone where there are no
    results yet. Raises :class:`NotFound`, also for a base that is no survey before this one. Three statements."""
    row = session.execute(_RESULTS, {"survey": survey_id}).first()
    if row is None:
        raise NotFound()
    facts, (document, comments) = SurveyFacts(*row[:-2]), row[-2:]
    if document is None:
        return facts
    found = waves()
    base = _base(found, survey_id, base_id)
    before = session.scalar(_REPORT, {"survey": base.id}) if base else None
    report = compared(
        SurveyReport.from_dict(document),
        SurveyReport.from_dict(before) if before else None,
        base.wave if base else "",
    )
    return SurveyResults(
        facts, report, base, found, tuple((prompt, words) for prompt, words in comments or ())
    )


def comments_of(survey_id: int) -> tuple[SurveyFacts, tuple[tuple[str, str], ...]]:
    """A survey and its comments, without names: (key of the prompt, words). One statement."""
    row = session.execute(_COMMENTS, {"survey": survey_id}).first()
    if row is None:
        raise NotFound()
    return SurveyFacts(*row[:-1]), tuple((prompt, words) for prompt, words in row[-1] or ())


def then_and_now(survey_id: int) -> FindingFate | None:
    """The results of a survey and the newest ones, None where that survey has none. One statement."""
    rows = session.execute(_THEN_AND_NOW, {"survey": survey_id}).all()
    if not rows or rows[0].id != survey_id:
        return None
    read = [(wave(title), SurveyReport.from_dict(document)) for _, title, document in rows]
    return FindingFate(read[0], read[1] if len(read) > 1 else None)


def proposed(survey_id: int) -> tuple[DecisionAbout, ...]:
    """What members proposed because of a survey's findings, the newest first. One statement."""
    return tuple(one for one in decisions_about(SUBJECT) if one.terms.get("survey") == survey_id)


def _base(found: tuple[SurveyWave, ...], survey_id: int, base_id: int | None) -> SurveyWave | None:
    earlier = [one for one in found if one.id < survey_id]
    if base_id is None:
        return earlier[0] if earlier else None
    named = next((one for one in earlier if one.id == base_id), None)
    if named is None:
        raise NotFound()
    return named
