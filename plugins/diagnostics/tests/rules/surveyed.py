"""People who answer the survey, for tests of the rules."""

from collections.abc import Iterable, Mapping, Sequence

from federation_diagnostics.rules.answers import PersonAnswers
from federation_diagnostics.rules.questionnaire import DIMENSIONS, SurveyDimension

VISION = DIMENSIONS[0]
Three = Sequence[int | None]


def person(
    practice: str, three: Three = (3, 3, 3), dimension: SurveyDimension = VISION, **more: object
) -> PersonAnswers:
    """Somebody who gave these three answers in one dimension, and 3 everywhere else."""
    items: dict[str, int | None] = {item.key: 3 for one in DIMENSIONS for item in one.items}
    items |= {item.key: answer for item, answer in zip(dimension.items, three, strict=True)}
    return PersonAnswers(practice, items, **more)  # type: ignore[arg-type]


def alike(practice: str, *answers: int | None) -> list[PersonAnswers]:
    """One person for each answer, who gave it to every statement of the first dimension."""
    return [person(practice, (answer,) * 3) for answer in answers]


def invited(answers: Iterable[PersonAnswers], more: int = 2) -> Mapping[str, int]:
    """Everybody who answered and ``more`` others in each practice."""
    found: dict[str, int] = {}
    for one in answers:
        found[one.practice] = found.get(one.practice, more) + 1
    return found
