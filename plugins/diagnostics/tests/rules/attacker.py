"""What somebody can work out who knows a whole report to the last digit, who answered in which practice, and
even who answered which statement: every sum that the published figures add up to.

Unknown are the answers. An answer from 1 to 5 is four unknowns (it is 2, it is 3, it is 4, it is 5). A
published figure is a row: how much of each unknown it counts. Whatever can be worked out by adding and
subtracting figures is a combination of rows.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from federation_diagnostics.rules.answers import PersonAnswers
from federation_diagnostics.rules.questionnaire import DIMENSIONS, SurveyDimension
from federation_diagnostics.rules.results import SurveyReport

Vector = list[Fraction]
Kind = tuple[str, tuple[bool, ...]]  # a practice, and which statements were answered

_BAND = {"agree": (4, 5), "between": (3,), "disagree": (1, 2), "unknown": ()}


class Attacker:
    """All rows of one dimension. People of one practice who answered the same statements count the same in
    every row, so that the unknowns of a kind of people are written once.
    """

    def __init__(
        self, found: SurveyReport, answers: Sequence[PersonAnswers], dimension: SurveyDimension
    ) -> None:
        self.people: dict[Kind, int] = {}
        for one in answers:
            known = tuple(one.items.get(item.key) is not None for item in dimension.items)
            if any(known):
                self.people[one.practice, known] = self.people.get((one.practice, known), 0) + 1
        self.rows: list[dict[Kind, Vector]] = []
        self._means(found, dimension)
        self._counts(found, dimension)

    def _means(self, found: SurveyReport, dimension: SurveyDimension) -> None:
        place = DIMENSIONS.index(dimension)
        practices: dict[str, int] = {}
        for (practice, _), number in self.people.items():
            practices[practice] = practices.get(practice, 0) + number
        if found.dimensions[place].mean.shown:
            self.mean_of(practices, practices)
        for one in found.practices:
            if one.means and one.means[place].shown:
                self.mean_of([one.key], practices)

    def mean_of(self, practices: Iterable[str], numbers: dict[str, int]) -> None:
        """Add the row of the mean of these practices' means."""
        among = list(practices)
        row = {}
        for practice, known in self.people:
            if practice in among:
                weight = Fraction(1, len(among) * numbers[practice] * sum(known))
                row[practice, known] = [
                    weight * (v - 1) * is_known for is_known in known for v in (2, 3, 4, 5)
                ]
        self.rows.append(row)

    def _counts(self, found: SurveyReport, dimension: SurveyDimension) -> None:
        for place, item in enumerate(dimension.items):
            result = found.item(item.key)
            assert result is not None
            for band in result.bands.groups:
                self.count_of(place, {v for answer in band.answers for v in _BAND[answer]})

    def count_of(self, place: int, values: set[int]) -> None:
        """Add the row of how many gave one of these answers to a statement."""
        row = {}
        for kind in self.people:
            vector = [Fraction(0)] * 12
            if kind[1][place]:
                vector[4 * place : 4 * place + 4] = [
                    Fraction((v in values) - (1 in values)) for v in (2, 3, 4, 5)
                ]
            row[kind] = vector
        self.rows.append(row)

    def learns_about(self, kinds: Iterable[Kind]) -> bool:
        """Whether a combination of figures rests on people of these kinds alone."""
        among = set(kinds)
        return self._rank(self.people) > self._rank(kind for kind in self.people if kind not in among)

    def learns_of_fewer_than(self, floor: int) -> bool:
        """Whether a combination rests on fewer than so many people. Leaving out some people of a kind leaves
        the unknowns of the kind, so only whole kinds have to be tried.
        """
        small = [kind for kind, number in self.people.items() if number < floor]
        return any(
            self.learns_about(kinds)
            for many in range(1, floor)
            for kinds in combinations(small, many)
            if sum(self.people[kind] for kind in kinds) < floor
        )

    def learns_of_one_of(self, practices: Iterable[str]) -> bool:
        """Whether a combination rests on one of these practices alone."""
        return any(
            self.learns_about(kind for kind in self.people if kind[0] == practice) for practice in practices
        )

    def _rank(self, kinds: Iterable[Kind]) -> int:
        nothing = [Fraction(0)] * 12
        columns = (
            [row.get(kind, nothing)[unknown] for row in self.rows] for kind in kinds for unknown in range(12)
        )
        return rank(columns, len(self.rows))


def rank(vectors: Iterable[Vector], most: int) -> int:
    """The rank of vectors, by exact elimination."""
    basis: list[tuple[int, Vector]] = []
    seen: set[tuple[Fraction, ...]] = set()
    for vector in vectors:
        if len(basis) == most:
            break
        if tuple(vector) in seen:
            continue
        seen.add(tuple(vector))
        for pivot, other in basis:
            if vector[pivot]:
                factor = vector[pivot] / other[pivot]
                vector = [a - factor * b for a, b in zip(vector, other, strict=True)]
        place = next((place for place, number in enumerate(vector) if number), None)
        if place is not None:
            basis.append((place, vector))
    return len(basis)
