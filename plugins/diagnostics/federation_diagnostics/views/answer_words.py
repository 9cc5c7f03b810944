"""Where somebody stands in a survey that they answer, and what they have answered, in words."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from ..actions import answering as act
from ..queries.surveys import SurveyFacts
from ..rules.questionnaire import DIMENSIONS, DONT_KNOW_WORDS, SCALE_WORDS, YEAR_AGO_WORDS, SurveyDimension


def practice(facts: SurveyFacts) -> str:
    """The practice that the person answers for."""
    return next((name for practice_id, _, name in facts.practices if practice_id == facts.practice_id), "")


def checked(survey_id: int, dimension: SurveyDimension, saved: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the survey as it stands on the check page."""

    def words(key: str) -> str:
        if key not in saved["items"]:
            return ""
        number = saved["items"][key]
        return DONT_KNOW_WORDS if number is None else f"{number}: {SCALE_WORDS[number]}"

    return {
        "title": dimension.title,
        "url": part_url(survey_id, dimension.key) + "?then=check",
        "answers": [(item.words, words(item.key)) for item in dimension.items],
        "year_ago": YEAR_AGO_WORDS.get(saved["year_ago"].get(dimension.key), ""),
    }


def next_part(facts: SurveyFacts) -> str | None:
    """The first page that was not saved yet; None when all were."""
    seen = facts.draft["seen"] if facts.draft else ()
    return next((part for part in act.PARTS if part not in seen), None)


def next_url(facts: SurveyFacts) -> str:
    """Where somebody goes on."""
    part = next_part(facts)
    return part_url(facts.id, part) if part else url_for("diagnostics.check_answers", survey_id=facts.id)


def next_words(facts: SurveyFacts) -> str:
    """Where that is, in words: ``part 3 of 8``."""
    part = next_part(facts)
    if part is None:
        return "check and send"
    return (
        "your comments" if part == act.COMMENTS else f"part {act.PARTS.index(part) + 1} of {len(DIMENSIONS)}"
    )


def after(survey_id: int, part: str, then: str) -> str:
    """The page that follows one; ``then`` is ``check`` where somebody came from the check page."""
    at = act.PARTS.index(part) + 1
    if at == len(act.PARTS) or then == "check":
        return url_for("diagnostics.check_answers", survey_id=survey_id)
    return part_url(survey_id, act.PARTS[at])


def part_url(survey_id: int, part: str) -> str:
    """The address of a page of the survey."""
    if part == act.COMMENTS:
        return url_for("diagnostics.answer_comments", survey_id=survey_id)
    return url_for("diagnostics.answer_part", survey_id=survey_id, part=part)
