"""The search for the cheapest alignment, by the solver HiGHS, and exact: what it answers is counted again in whole numbers.

A home is never split, so this is an integer programme. Of a large one those pairs of home and practice are left out that cannot
be in the best alignment, which a bound shows (:mod:`.bounding`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd, prod
from types import MappingProxyType
from typing import Any, Final

from .rules.alignment import Costs, HomesPlaced, cost_of, used_beds

_SMALL: Final = 3_000
"""Up to so many pairs of home and practice are all taken at once."""
_TIED: Final = 600
"""Up to so many, the first by code of all that cost as little is looked for; beyond, the solver's own choice stands, which is
the same for the same counts in whatever order they come."""
_FIRST: Final = 6
"""With so many practices for each home the search in a large question begins."""
_FAR: Final = 1 << 60
_SECONDS: Final = 14.0
"""A large question is searched for so long; what cannot be proven by then is said as a gap."""
_NODES: Final = 200_000
"""The search ends after so many branches: a count, not a time, so that the same question has the same answer."""
_RADIX: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class _PairsAsked:
    """Pairs of home and practice that may be taken, by their places, with what each costs; ``extra`` is the cost of a bed
    above a cap (None: none is allowed)."""

    pairs: Sequence[tuple[int, int]]
    values: Sequence[int]
    beds: Sequence[int]
    caps: Sequence[int]
    extra: int | None = None
    limit: tuple[Sequence[int], int] | None = None
    """What each pair weighs, and how much all may weigh together: as where the cost must stay the least."""


def cheapest(costs: Costs, beds: Sequence[int], caps: Sequence[int]) -> HomesPlaced | None:
    """The practice of each home by its place, counted from 0, so that all together costs least within the caps; None where
    there is no way. Every home has at least one practice whose cost is not None."""
    every = [
        (home, at)
        for home, row in enumerate(costs)
        for at, cost in enumerate(row)
        if cost is not None and beds[home] <= caps[at]
    ]
    if {home for home, _at in every} != set(range(len(beds))):
        return None
    if len(every) <= _SMALL:
        found = _placed(costs, beds, caps, every)
        if found is None or found.gap or len(every) > _TIED:
            return found
        return _first_of_equal(costs, beds, caps, every, found)
    return _in_steps(costs, beds, caps, every)


def shortage(costs: Costs, beds: Sequence[int], caps: Sequence[int]) -> int:
    """By how many beds all caps together fall short at least, where each home goes to one practice."""
    every = [(home, at) for home, row in enumerate(costs) for at, cost in enumerate(row) if cost is not None]
    found = _solve(_PairsAsked(every, [0] * len(every), beds, caps, extra=1))
    if found is None:
        raise AssertionError("every home has a practice, so that without caps there is a way")
    used = used_beds(found.places, beds, len(caps))
    return sum(max(0, one - cap) for one, cap in zip(used, caps, strict=True))


def _placed(
    costs: Costs,
    beds: Sequence[int],
    caps: Sequence[int],
    pairs: Sequence[tuple[int, int]],
    options: Mapping[str, float] = MappingProxyType({}),
) -> HomesPlaced | None:
    """The cheapest over some pairs."""
    least = [min(cost for cost in row if cost is not None) for row in costs]
    values = [(costs[home][at] or 0) - least[home] for home, at in pairs]
    found = _solve(_PairsAsked(pairs, values, beds, caps), options)
    if found is None:
        return None
    used = used_beds(found.places, beds, len(caps))
    if any(one > cap for one, cap in zip(used, caps, strict=True)):
        raise AssertionError("the solver went above a cap")
    return found


def _first_of_equal(
    costs: Costs,
    beds: Sequence[int],
    caps: Sequence[int],
    every: Sequence[tuple[int, int]],
    found: HomesPlaced,
) -> HomesPlaced:
    """Of all that cost as little, the one in which the first home has the first practice, then the second home, and so on:
    several homes at a time, each a digit of one number."""
    least = cost_of(found.places, costs)
    places, pairs = list(found.places), list(every)
    start = 0
    while start < len(beds):
        digits = [[at for home, at in pairs if home == one] for one in range(len(beds))]
        end = start + 1
        while end < len(beds) and prod(len(digits[one]) for one in range(start, end + 1)) <= _RADIX:
            end += 1
        values = []
        for home, at in pairs:
            below = prod(len(digits[one]) for one in range(home + 1, end))
            values.append(digits[home].index(at) * below if start <= home < end else 0)
        weighed = [costs[home][at] or 0 for home, at in pairs]
        if any(places[one] != digits[one][0] for one in range(start, end)):
            better = _solve(_PairsAsked(pairs, values, beds, caps, limit=(weighed, least)))
            if better is not None and cost_of(better.places, costs) == least:
                places = better.places
        pairs = [(home, at) for home, at in pairs if not start <= home < end or places[home] == at]
        start = end
    return HomesPlaced(places, 0)


def _in_steps(
    costs: Costs, beds: Sequence[int], caps: Sequence[int], every: Sequence[tuple[int, int]]
) -> HomesPlaced | None:
    """The cheapest in a large question: a good one over the cheapest few pairs of each home, then the best over all pairs that
    can be in one as good."""
    import numpy as np

    from .bounding import knapsack_bound

    table = np.full((len(beds), len(caps)), _FAR, dtype=np.int64)
    for home, at in every:
        table[home, at] = costs[home][at] or 0
    order = np.argsort(table, axis=1, kind="stable")
    first = _FIRST
    while True:
        pairs = [(home, at) for home, at in every if at in order[home, :first]]
        found = _placed(costs, beds, caps, pairs, {"mip_rel_gap": 0.001, "time_limit": _SECONDS / 2})
        if found or first >= len(caps):
            break
        first *= 3
    if found is None:
        return None
    bound = knapsack_bound(table, beds, caps, _FAR, cost_of(found.places, costs))
    allowed = cost_of(found.places, costs) - bound.least
    pairs = [(home, at) for home, at in every if bound.above[home, at] <= allowed]
    better = _placed(costs, beds, caps, pairs, {"time_limit": _SECONDS})
    if better is None:
        return HomesPlaced(found.places, allowed)
    return HomesPlaced(better.places, min(better.gap, cost_of(better.places, costs) - bound.least))


def _solve(asked: _PairsAsked, options: Mapping[str, float] = MappingProxyType({})) -> HomesPlaced | None:
    """The cheapest choice of pairs, as places of practices by home."""
    import highspy

    solver = _solver(asked)
    for option, value in options.items():
        solver.setOptionValue(option, value)
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    taken = solver.getSolution().col_value
    places = [-1] * len(asked.beds)
    for (home, at), share in zip(asked.pairs, taken, strict=False):
        if share > 0.5:
            places[home] = at
    if -1 in places:
        raise AssertionError("the solver left a home without a practice")
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    low = info.mip_dual_bound
    return HomesPlaced(places, 0 if proven else max(1, int(info.objective_function_value - low)))


def _solver(asked: _PairsAsked) -> Any:
    """The solver with the programme in it: a column for each pair (and for beds above each cap), a row for each home and
    each practice."""
    import highspy
    import numpy as np

    pairs, beds, caps = asked.pairs, asked.beds, asked.caps
    over = range(len(caps)) if asked.extra is not None else range(0)
    divisor = gcd(*asked.values, *([asked.extra] if asked.extra is not None else [])) or 1
    columns, rows = len(pairs) + len(over), len(beds) + len(caps) + (asked.limit is not None)
    entries: list[list[tuple[int, float]]] = [
        [(home, 1.0), (len(beds) + at, float(beds[home]))] for home, at in pairs
    ]
    if asked.limit is not None:
        for entry, weight in zip(entries, asked.limit[0], strict=True):
            entry.append((rows - 1, float(weight)))
    entries += [[(len(beds) + at, -1.0)] for at in over]
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = columns, rows
    values = [one // divisor for one in asked.values] + [(asked.extra or 0) // divisor for _at in over]
    programme.col_cost_ = np.array(values, dtype=np.double)
    programme.col_lower_ = np.zeros(columns)
    programme.col_upper_ = np.array([1.0] * len(pairs) + [float(sum(beds))] * len(over))
    programme.row_lower_ = np.array([1.0] * len(beds) + [-highspy.kHighsInf] * (rows - len(beds)))
    most = [float(cap) for cap in caps] + ([asked.limit[1] + 0.5] if asked.limit is not None else [])
    programme.row_upper_ = np.array([1.0] * len(beds) + most)
    matrix = programme.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.cumsum([0, *map(len, entries)]).astype(np.int32)
    matrix.index_ = np.array([row for entry in entries for row, _value in entry], dtype=np.int32)
    matrix.value_ = np.array([value for entry in entries for _row, value in entry], dtype=np.double)
    kinds = highspy.HighsVarType
    programme.integrality_ = [kinds.kInteger] * len(pairs) + [kinds.kContinuous] * len(over)
    solver = _quiet_solver()
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.passModel(programme)
    return solver


def _quiet_solver() -> Any:
    """A solver that says nothing on the terminal, where a script reads what is calculated: its notice comes before any option
    can be set, but for those that are set where it connects its callbacks."""
    import highspy

    base: Any = highspy.Highs

    def connect(solver: Any) -> None:
        solver.setOptionValue("output_flag", False)
        base.enableCallbacks(solver)

    return type("QuietSolver", (base,), {"enableCallbacks": connect})()


_OPTIONS: Final[dict[str, bool | int | float]] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.99,
    "mip_max_nodes": _NODES,
}
"""The same each time; as costs are whole numbers, less than 1 apart is the least."""
