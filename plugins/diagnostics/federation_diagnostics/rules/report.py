"""The report of one survey, from everybody's answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from .answers import PersonAnswers
from .by_practice import practice_results
from .comparing import DimensionSample, MeanChange, change, worth
from .dimensions import dimension_result
from .errors import DiagnosticsError
from .floor import ENOUGH, FLOOR
from .headlines import in_short
from .questionnaire import DIMENSIONS, PROMPT_KEYS
from .results import DimensionResult, PracticeResult, SurveyComment, SurveyReport


def report(
    answers: Sequence[PersonAnswers],
    invited_by_practice: Mapping[str, int],
    earlier: SurveyReport | None = None,
) -> SurveyReport:
    """What the survey came to, fit for everybody's eyes.

    ``invited_by_practice`` gives how many people were invited by practice; practices where nobody answered
    are in it too. ``earlier`` is the report of the survey to compare with. The same answers give the same
    report, in whatever order they come. To be made once, when the survey is closed, and kept (``floor``
    says why). Error: DiagnosticsError where more people answered in a practice than were invited.
    """
    practices = practice_results(answers, invited_by_practice)
    for one in practices:
        if one.answered > one.invited:
            words = f"More people answered ({one.answered:,}) than were invited ({one.invited:,}). Check the list."
            raise DiagnosticsError(one.key, words)
    found = [dimension_result(answers, dimension) for dimension in DIMENSIONS]
    if earlier is not None and answers and earlier.answered:
        now = worth(one.answered for one in practices)
        found = [replace(one, change=_change(one, now, earlier)) for one in found]
    return SurveyReport(
        answered=len(answers),
        invited=sum(one.invited for one in practices),
        practices=practices,
        dimensions=tuple(found),
        comments=_comments(answers),
        in_short=in_short(found),
        notes=_notes(answers, practices),
    )


def _change(one: DimensionResult, now: Fraction, earlier: SurveyReport) -> MeanChange | None:
    before = earlier.dimension(one.key)
    if before is None:
        return None
    return change(
        DimensionSample(one.mean, one.spread, now), DimensionSample(before.mean, before.spread, earlier.worth)
    )


def _comments(answers: Sequence[PersonAnswers]) -> tuple[SurveyComment, ...]:
    """Everybody's comments, from five people who wrote one on; sorted, so that order tells nothing."""
    if sum(bool(one.comments) for one in answers) < FLOOR:
        return ()
    found = [SurveyComment(prompt, words) for one in answers for prompt, words in one.comments.items()]
    return tuple(sorted(found, key=lambda one: (PROMPT_KEYS.index(one.prompt), one.words)))


def _notes(answers: Sequence[PersonAnswers], practices: Sequence[PracticeResult]) -> tuple[str, ...]:
    """What is held back, and why."""
    if len(answers) < FLOOR:
        return (f"Results are shown from {FLOOR} answers on. So far there {_are(len(answers))}.",)
    shown, notes = sum(not one.why for one in practices), []
    if len(answers) < ENOUGH:
        notes.append(f"How far people agree with each other is shown from {ENOUGH} answers on.")
    if shown < len(practices):
        notes.append(
            f"A practice’s own result is shown only if {FLOOR} or more of its people answered, and only if "
            f"nothing about the others follows from it: {shown:,} of {len(practices):,} practices."
        )
    if 0 < sum(bool(one.comments) for one in answers) < FLOOR:
        notes.append(f"Comments are shown when {FLOOR} people or more have written one.")
    return tuple(notes)


def _are(number: int) -> str:
    return {0: "are none", 1: "is 1"}.get(number, f"are {number:,}")
