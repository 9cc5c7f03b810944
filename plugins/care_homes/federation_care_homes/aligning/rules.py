"""Which practice looks after which home: what an alignment costs, and what stands in its way.

The cost of a home with a practice is ``moves x weight + metres x weight``: moves are the residents who are registered elsewhere,
metres the distance as the crow flies. All are whole numbers, so that two alignments cost the same or do not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import NamedTuple

Coordinate = int | Fraction
"""Metres to the east or to the north."""


class HomeToAlign(NamedTuple):
    """A home: its beds, its residents by the ODS code of the practice where they are registered, and where it lies."""

    code: str
    beds: int
    residents: Mapping[str, int]
    x: Coordinate
    y: Coordinate


class PracticeToAlign(NamedTuple):
    """A practice: the most beds that it looks after, and where it lies."""

    code: str
    cap: int
    x: Coordinate
    y: Coordinate


@dataclass(frozen=True, slots=True)
class AlignmentQuestion:
    """What is to be aligned. ``fixed`` homes stay with a practice, whatever the distance; ``furthest`` is the limit of
    distance in metres for all others. Homes and practices may come in any order: they are taken by their codes."""

    homes: Sequence[HomeToAlign]
    practices: Sequence[PracticeToAlign]
    moves_weight: int
    metres_weight: int
    fixed: Mapping[str, str]
    furthest: int | None = None

    def sorted(self) -> "AlignmentQuestion":
        """The same question with homes and practices in the order of their codes."""
        return AlignmentQuestion(
            sorted(self.homes, key=lambda one: one.code),
            sorted(self.practices, key=lambda one: one.code),
            self.moves_weight,
            self.metres_weight,
            self.fixed,
            self.furthest,
        )

    def costs(self) -> list[list[int | None]]:
        """A row for each home, a column for each practice: the cost, or None where the practice is out of the question."""
        return [[self.cost(home, practice) for practice in self.practices] for home in self.homes]

    def cost(self, home: HomeToAlign, practice: PracticeToAlign) -> int | None:
        """What it costs that a practice looks after a home; None where that is out of the question."""
        metres = distance(home, practice)
        kept = self.fixed.get(home.code)
        near = self.furthest is None or metres <= self.furthest
        allowed = near if kept is None else kept == practice.code
        if not allowed:
            return None
        return moves(home, practice.code) * self.moves_weight + metres * self.metres_weight


class AlignedHomes(NamedTuple):
    """An alignment: the practice of each home by their codes, and what that costs. ``binding`` says by how many beds a
    practice's cap would have to be higher for the cost to be lower; ``too_far`` are homes that a practice beyond the limit of
    distance would cost less, ``held`` fixed homes that another practice would cost less. ``gap`` is by how much the cost
    could be lower at most: 0, as the least is found, but where the question is so large that the search was ended."""

    cost: int
    homes: dict[str, str]
    moves: int
    metres: int
    binding: dict[str, int]
    too_far: tuple[str, ...]
    held: tuple[str, ...]
    gap: int = 0


class CannotAlign(NamedTuple):
    """No alignment keeps to the caps: at least ``short_by`` beds are missing. ``unreachable`` homes have no practice at all
    within the limit of distance, or none of the codes that they are fixed to."""

    short_by: int
    unreachable: tuple[str, ...]


Costs = Sequence[Sequence[int | None]]


class HomesPlaced(NamedTuple):
    """The place of the practice of each home, counted from 0, and by how much a cheaper one could cost less at most."""

    places: list[int]
    gap: int


Placing = Callable[[Costs, Sequence[int], Sequence[int]], HomesPlaced | None]
"""Finds the cheapest practice for each home, given costs, beds and caps; None where the caps leave no way. Of equal ones it
takes the first by the order of homes, then of practices."""

Shortage = Callable[[Costs, Sequence[int], Sequence[int]], int]
"""By how many beds the caps fall short at least, given costs, beds and caps."""


def distance(home: HomeToAlign, practice: PracticeToAlign) -> int:
    """Metres between a home and a practice, rounded to a metre; half a metre is rounded up."""
    square = (home.x - practice.x) ** 2 + (home.y - practice.y) ** 2
    return (isqrt(int(4 * square)) + 1) // 2


def moves(home: HomeToAlign, practice: str) -> int:
    """How many residents of a home are registered elsewhere than with a practice."""
    return sum(home.residents.values()) - home.residents.get(practice, 0)


def align(question: AlignmentQuestion, place: Placing, shortage: Shortage) -> AlignedHomes | CannotAlign:
    """The alignment that costs least. ``place`` and ``shortage`` do the search, see :mod:`.solving`."""
    asked = question.sorted()
    costs = asked.costs()
    beds, caps = [one.beds for one in asked.homes], [one.cap for one in asked.practices]
    unreachable = tuple(home.code for home, row in zip(asked.homes, costs, strict=True) if not any_of(row))
    if unreachable:
        return CannotAlign(sum(one.beds for one in asked.homes if one.code in unreachable), unreachable)
    found = cheapest_each(costs, beds, caps) or place(costs, beds, caps)
    if found is None:
        return CannotAlign(shortage(costs, beds, caps), ())
    return _told(asked, costs, found, place)


def any_of(row: Iterable[int | None]) -> bool:
    """Whether a home has any practice."""
    return any(cost is not None for cost in row)


def cheapest_each(costs: Costs, beds: Sequence[int], caps: Sequence[int]) -> HomesPlaced | None:
    """Each home with its own cheapest practice, where the caps allow that; then nothing can be better."""
    places = [_cheapest(row) for row in costs]
    used = used_beds(places, beds, len(caps))
    return HomesPlaced(places, 0) if all(one <= cap for one, cap in zip(used, caps, strict=True)) else None


def _cheapest(row: Sequence[int | None]) -> int:
    return min((cost, place) for place, cost in enumerate(row) if cost is not None)[1]


def used_beds(places: Sequence[int], beds: Sequence[int], practices: int) -> list[int]:
    """How many beds each practice has, by its place."""
    used = [0] * practices
    for place, number in zip(places, beds, strict=True):
        used[place] += number
    return used


def cost_of(places: Sequence[int], costs: Costs) -> int:
    """What an alignment costs."""
    return sum(row[place] or 0 for place, row in zip(places, costs, strict=True))


def _told(asked: AlignmentQuestion, costs: Costs, found: HomesPlaced, place: Placing) -> AlignedHomes:
    practices = asked.practices
    chosen = {home.code: practices[at] for home, at in zip(asked.homes, found.places, strict=True)}
    free = AlignmentQuestion(asked.homes, practices, asked.moves_weight, asked.metres_weight, {})
    too_far, held = [], []
    for home, row in zip(asked.homes, free.costs(), strict=True):
        cost = free.cost(home, chosen[home.code])
        if min(one for one in row if one is not None) < (cost or 0):
            if home.code in asked.fixed:
                held.append(home.code)
            elif _is_cut(asked, home, row, cost or 0):
                too_far.append(home.code)
    return AlignedHomes(
        cost_of(found.places, costs),
        {code: one.code for code, one in chosen.items()},
        sum(moves(home, chosen[home.code].code) for home in asked.homes),
        sum(distance(home, chosen[home.code]) for home in asked.homes),
        binding_caps(asked, costs, found.places, place),
        tuple(too_far),
        tuple(held),
        found.gap,
    )


def _is_cut(asked: AlignmentQuestion, home: HomeToAlign, row: Sequence[int | None], cost: int) -> bool:
    """Whether a practice beyond the limit of distance would cost less for a home."""
    return asked.furthest is not None and any(
        one is not None and one < cost and distance(home, practice) > asked.furthest
        for one, practice in zip(row, asked.practices, strict=True)
    )


_CHAINS = 900
"""Up to so many pairs of home and practice it is also tried whether a higher cap helps by a chain of several homes."""


def binding_caps(
    asked: AlignmentQuestion, costs: Costs, places: Sequence[int], place: Placing
) -> dict[str, int]:
    """By how many beds the cap of each practice would have to be higher for the whole to cost less, by the practice's code;
    practices whose cap changes nothing are left out."""
    beds, caps = [one.beds for one in asked.homes], [one.cap for one in asked.practices]
    used, now = used_beds(places, beds, len(caps)), cost_of(places, costs)
    more: dict[str, int] = {}
    for at, practice in enumerate(asked.practices):
        wanted = [
            used[at] + number - caps[at]
            for row, number, placed in zip(costs, beds, places, strict=True)
            if placed != at and _is_less(row[at], row[placed]) and used[at] + number > caps[at]
        ]
        if wanted:
            more[practice.code] = min(wanted)
        elif len(beds) * len(caps) <= _CHAINS and sum(beds) > caps[at]:
            lifted = [*caps[:at], sum(beds), *caps[at + 1 :]]
            freed = place(costs, beds, lifted)
            if freed and cost_of(freed.places, costs) < now:
                more[practice.code] = used_beds(freed.places, beds, len(caps))[at] - caps[at]
    return more


def _is_less(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one < other


def mixed(residents: Mapping[str, int] | Mapping[str, Fraction]) -> tuple[int, Fraction | None]:
    """In how many practices the residents of a home are registered, and how often two of them, taken at random (with
    putting back), share one: 1 is a single practice. None where nobody is registered anywhere."""
    counts = [Fraction(number) for number in residents.values() if number]
    total = sum(counts)
    return len(counts), sum(one * one for one in counts) / (total * total) if total else None


def after(
    residents: Mapping[str, int] | Mapping[str, Fraction], practice: str, staying: Fraction
) -> dict[str, Fraction]:
    """Residents by practice once those who are registered elsewhere were asked, of whom a share stays where it is; of each
    practice the number who stay is rounded up."""
    found = {
        code: Fraction(-int(-number * staying // 1)) for code, number in residents.items() if code != practice
    }
    found[practice] = sum(map(Fraction, residents.values()), Fraction()) - sum(found.values())
    return found
