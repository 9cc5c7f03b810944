"""The results of single practices, as far as the floor lets them be shown."""

from collections.abc import Mapping, Sequence

from .answers import PersonAnswers
from .figures import ShownFigure
from .floor import FLOOR, mean_figure, near_end, shown_practices
from .questionnaire import DIMENSIONS
from .results import PracticeResult
from .scores import Point, answered_by_practice, dimension_points, score

FEW = f"Fewer than {FLOOR} of its people answered."
HELD_BACK = "Held back, so that nobody can work out what a smaller group answered."


def practice_results(
    answers: Sequence[PersonAnswers], invited: Mapping[str, int]
) -> tuple[PracticeResult, ...]:
    """Each practice's response and means, in the order of the practices' keys."""
    points = [dimension_points(answers, dimension) for dimension in DIMENSIONS]
    response = answered_by_practice(answers, invited)
    people = {key: [sum(one == key for one, _ in found) for found in points] for key in response}
    shown = shown_practices(people)
    held_back = [_held_back_near_end(found, shown) for found in points]
    results = []
    for key, (answered, asked) in response.items():
        if key in shown:
            means = tuple(_mean(found, key, near) for found, near in zip(points, held_back, strict=True))
            results.append(PracticeResult(key, answered, asked, means))
        else:
            why = FEW if answered < FLOOR else HELD_BACK
            results.append(PracticeResult(key, answered, asked, why=why))
    return tuple(results)


def _held_back_near_end(points: Sequence[Point], shown: frozenset[str]) -> bool:
    """Whether the mean of the practices held back, which follows by subtraction, tells too much."""
    rest = score(point for point in points if point[0] not in shown)
    return rest is not None and near_end(rest.mean, rest.heaviest)


def _mean(points: Sequence[Point], practice: str, held_back_near_end: bool) -> ShownFigure:
    found = score(point for point in points if point[0] == practice)
    if found is None or held_back_near_end:
        return ShownFigure(why=HELD_BACK)
    return mean_figure(found.mean, found.heaviest)
