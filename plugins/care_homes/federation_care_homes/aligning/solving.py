"""The search for the cheapest alignment, by the solver HiGHS, and exact: what it answers is counted again in whole numbers.

A home is never split, so this is an integer programme: in small questions over pairs of home and practice, in large ones over
the loads of practices (:mod:`.loads`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, gcd, inf, prod
from typing import Final

from .highs import IntegerAnswer, IntegerProgramme, solve
from .loads import HomeLoad, LoadPrices, LoadTable, best_prices, load_table, loads_within
from .rules import Costs, HomesPlaced, cost_of, used_beds

_SMALL: Final = 600
"""Up to so many pairs of home and practice all are taken at once."""
_MIDDLING: Final = 3_000
"""Up to so many it is done where loads prove nothing, as where many practices lie at one place."""
_FEW_HOMES: Final = 8
"""Up to so many homes for each practice a large question is asked over loads; with more there are too many loads."""
_FEW_LOADS: Final = 1_000
_LOADS: Final = 15_000
"""So many loads are asked over at most. Where there are more that could matter, what is not proven is said as a gap."""
_BRANCHES: Final = 100_000
_LARGE_BRANCHES: Final = 400
"""A search ends after so many branches: a count, not a time, so that the same question has the same answer."""
_RADIX: Final = 1 << 30

_Pair = tuple[int, int]
_Again = Callable[[Sequence[_Pair], Sequence[int]], list[int] | None]
"""Places that cost as little, of the pairs that are left, of which each weighs so much that all together weigh least."""


@dataclass(frozen=True, slots=True)
class _PairsAsked:
    """Pairs of home and practice that may be taken, by their places, with what each costs; ``extra`` is the cost of a bed
    above a cap (None: none is allowed)."""

    pairs: Sequence[_Pair]
    values: Sequence[int]
    beds: Sequence[int]
    caps: Sequence[int]
    extra: int | None = None
    limit: tuple[Sequence[int], int] | None = None
    """What each pair weighs, and how much all may weigh together: as where the cost must stay the least."""


def cheapest(costs: Costs, beds: Sequence[int], caps: Sequence[int]) -> HomesPlaced | None:
    """The practice of each home by its place, counted from 0, so that all together costs least within the caps; of all that cost
    as little, the one in which the first home has the first practice, then the second home, and so on. None where there is no
    way. Every home has at least one practice whose cost is not None."""
    every = [
        (home, at)
        for home, row in enumerate(costs)
        for at, cost in enumerate(row)
        if cost is not None and beds[home] <= caps[at]
    ]
    if {home for home, _at in every} != set(range(len(beds))):
        return None
    if len(every) <= _SMALL or len(beds) > _FEW_HOMES * len(caps):
        return _by_pairs(costs, beds, caps, every)
    if len(every) > _MIDDLING:
        return _by_loads(costs, beds, caps, every, _LOADS)
    found = _by_loads(costs, beds, caps, every, _FEW_LOADS)
    return _by_pairs(costs, beds, caps, every) if found and found.gap else found


def shortage(costs: Costs, beds: Sequence[int], caps: Sequence[int]) -> int:
    """By how many beds all caps together fall short at least, where each home goes to one practice."""
    return _least_over(costs, beds, caps)[1]


def _least_over(costs: Costs, beds: Sequence[int], caps: Sequence[int]) -> tuple[list[int], int]:
    """Places that go over the caps as little as possible, whatever they cost, and by how many beds they do at least."""
    every = [(home, at) for home, row in enumerate(costs) for at, cost in enumerate(row) if cost is not None]
    found = _solve(_PairsAsked(every, [0] * len(every), beds, caps, extra=1))
    if found is None:
        raise AssertionError("every home has a practice, so that without caps there is a way")
    used = used_beds(found.places, beds, len(caps))
    over = sum(max(0, one - cap) for one, cap in zip(used, caps, strict=True))
    return found.places, over - found.gap


def _by_pairs(
    costs: Costs, beds: Sequence[int], caps: Sequence[int], every: Sequence[_Pair]
) -> HomesPlaced | None:
    """The cheapest over pairs."""
    least = [min(cost for cost in row if cost is not None) for row in costs]
    values = [(costs[home][at] or 0) - least[home] for home, at in every]
    found = _solve(_PairsAsked(every, values, beds, caps))
    if found is None or found.gap or len(every) > _MIDDLING:
        return found

    def again(pairs: Sequence[_Pair], weights: Sequence[int]) -> list[int] | None:
        limit = [costs[home][at] or 0 for home, at in pairs], cost_of(found.places, costs)
        better = _solve(_PairsAsked(pairs, weights, beds, caps, limit=limit))
        return better.places if better else None

    return HomesPlaced(_first_of_equal(costs, every, found.places, again), 0)


def _first_of_equal(costs: Costs, every: Sequence[_Pair], places: Sequence[int], again: _Again) -> list[int]:
    """Of all places that cost as little, the first by the order of homes, then of practices: several homes at a time, each a
    digit of one number."""
    least, pairs, start = cost_of(places, costs), list(every), 0
    while start < len(places):
        digits = [[at for home, at in pairs if home == one] for one in range(len(places))]
        end = start + 1
        while end < len(places) and prod(len(digits[one]) for one in range(start, end + 1)) <= _RADIX:
            end += 1
        weights = []
        for home, at in pairs:
            below = prod(len(digits[one]) for one in range(home + 1, end))
            weights.append(digits[home].index(at) * below if start <= home < end else 0)
        if any(places[one] != digits[one][0] for one in range(start, end)):
            better = again(pairs, weights)
            if better is not None and cost_of(better, costs) == least:
                places = better
        pairs = [(home, at) for home, at in pairs if not start <= home < end or places[home] == at]
        start = end
    return list(places)


def _by_loads(
    costs: Costs, beds: Sequence[int], caps: Sequence[int], every: Sequence[_Pair], most: int
) -> HomesPlaced | None:
    """The cheapest in a large question: a good one over the loads that set the prices, then over more and more loads, until those
    are all that can be in one as good."""
    table = load_table(costs, beds, caps)
    prices, known = best_prices(table)
    places = _placed(_of_loads(table, known, [load.cost for load in known], None), known, len(beds))
    if places is None:
        some = _solve(_PairsAsked(every, [int(table.costs[pair]) for pair in every], beds, caps))
        places, over = (some.places, 0) if some else _least_over(costs, beds, caps)
        if over:
            return None
    now, least = table.cost(places), prices.least
    more = max(1, (now - least) >> 5)
    while (found := loads_within(table, prices, more := min(more, now - prices.least), most)) is not None:
        found = _with(found, table.loads_of(places))
        answer = _of_loads(table, found, [load.cost for load in found], places)
        places = _placed(answer, found, len(beds)) or places
        now = table.cost(places)
        shown = now if answer and answer.proven else int(answer.least) if answer else 0
        least = max(least, min(shown, prices.least + more + 1))
        if more >= now - prices.least:
            break
        more += (more + 1) // 2
    if now > least or found is None:
        return HomesPlaced(places, now - least)
    return HomesPlaced(_first_loads(costs, table, prices, places), 0)


def _first_loads(costs: Costs, table: LoadTable, prices: LoadPrices, places: list[int]) -> list[int]:
    """Of all that cost as little, the first by the order of homes, then of practices."""
    now = table.cost(places)
    every = _with(loads_within(table, prices, now - prices.least, _LOADS) or [], table.loads_of(places))

    def again(pairs: Sequence[_Pair], weights: Sequence[int]) -> list[int] | None:
        weight = dict(zip(pairs, weights, strict=True))
        left = [load for load in every if all((home, load.practice) in weight for home in load.homes)]
        sums = [sum(weight[home, load.practice] for home in load.homes) for load in left]
        return _placed(_of_loads(table, left, sums, None, now), left, len(places))

    pairs = sorted({(home, load.practice) for load in every for home in load.homes})
    return _first_of_equal(costs, pairs, places, again)


def _with(loads: Sequence[HomeLoad], more: Sequence[HomeLoad]) -> list[HomeLoad]:
    return list(dict.fromkeys([*loads, *more]))


def _of_loads(
    table: LoadTable,
    loads: Sequence[HomeLoad],
    weights: Sequence[int],
    start: Sequence[int] | None,
    limit: int | None = None,
) -> IntegerAnswer | None:
    """The loads that weigh least together: each home in one, each practice with one at most."""
    homes, rows = len(table.beds), len(table.beds) + len(table.caps)
    entries = [[*((home, 1.0) for home in load.homes), (homes + load.practice, 1.0)] for load in loads]
    low, high = [1.0] * homes + [-inf] * len(table.caps), [1.0] * rows
    if limit is not None:
        for entry, load in zip(entries, loads, strict=True):
            entry.append((rows, float(load.cost)))
        low, high = [*low, -inf], [*high, limit + 0.5]
    begin = None
    if start is not None:
        ours = set(table.loads_of(start))
        begin = [at for at, load in enumerate(loads) if load in ours]
    return solve(IntegerProgramme(weights, entries, low, high), _LARGE_BRANCHES, begin)


def _placed(answer: IntegerAnswer | None, loads: Sequence[HomeLoad], homes: int) -> list[int] | None:
    """The place of the practice of each home."""
    if answer is None:
        return None
    places = [-1] * homes
    for at in answer.taken:
        for home in loads[at].homes:
            places[home] = loads[at].practice
    if -1 in places:
        raise AssertionError("the solver left a home without a practice")
    return places


def _solve(asked: _PairsAsked) -> HomesPlaced | None:
    """The cheapest choice of pairs, as places of practices by home."""
    answer = solve(_programme(asked), _BRANCHES if len(asked.pairs) <= _MIDDLING else _LARGE_BRANCHES)
    if answer is None:
        return None
    places = [-1] * len(asked.beds)
    for taken in answer.taken:
        home, at = asked.pairs[taken]
        places[home] = at
    if -1 in places:
        raise AssertionError("the solver left a home without a practice")
    used = used_beds(places, asked.beds, len(asked.caps))
    over = sum(max(0, one - cap) for one, cap in zip(used, asked.caps, strict=True))
    if over and asked.extra is None:
        raise AssertionError("the solver went above a cap")
    values = dict(zip(asked.pairs, asked.values, strict=True))
    now = sum(values[home, at] for home, at in enumerate(places)) + over * (asked.extra or 0)
    return HomesPlaced(
        places, 0 if answer.proven else max(0, now - ceil(answer.least * _divisor(asked) - 0.01))
    )


def _divisor(asked: _PairsAsked) -> int:
    return gcd(*asked.values, *([asked.extra] if asked.extra is not None else [])) or 1


def _programme(asked: _PairsAsked) -> IntegerProgramme:
    """A column for each pair (and for beds above each cap), a row for each home and each practice."""
    pairs, beds, caps, divisor = asked.pairs, asked.beds, asked.caps, _divisor(asked)
    rows = len(beds) + len(caps)
    over = range(len(caps)) if asked.extra is not None else range(0)
    entries = [[(home, 1.0), (len(beds) + at, float(beds[home]))] for home, at in pairs]
    low, high = [1.0] * len(beds) + [-inf] * len(caps), [1.0] * len(beds) + [float(cap) for cap in caps]
    if asked.limit is not None:
        for entry, weight in zip(entries, asked.limit[0], strict=True):
            entry.append((rows, float(weight)))
        low, high = [*low, -inf], [*high, asked.limit[1] + 0.5]
    costs = [one // divisor for one in asked.values] + [(asked.extra or 0) // divisor for _at in over]
    return IntegerProgramme(
        costs, [*entries, *([(len(beds) + at, -1.0)] for at in over)], low, high, len(over)
    )
