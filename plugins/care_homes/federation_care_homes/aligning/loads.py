"""Loads: the homes that one practice takes together. In a large question the search goes over loads, not over single homes.

Each home has a price. At any prices the loads that are worth most, one for each practice, show below which cost no alignment
can lie, and how much more than that an alignment costs at least that has some other load. The prices are found by linear
programmes over the loads that are known; what is shown with them is counted in whole numbers.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

import numpy as np

from .highs import empty_programme, quiet_solver

FAR: Final = 1 << 60
"""The cost of a pair that is out of the question."""
_STEPS: Final = 400
_STEADY: Final = 0.8
"""How far prices stay where they were best: they would jump about otherwise."""
_NEAR: Final = 8


class HomeLoad(NamedTuple):
    """The homes that a practice would take, by their places in order, and what they cost together."""

    practice: int
    homes: tuple[int, ...]
    cost: int


class LoadTable(NamedTuple):
    """By how much each home costs more with each practice than with its cheapest, its beds, and the most beds of each
    practice."""

    costs: Any
    beds: Any
    caps: Any

    def load(self, practice: int, homes: Sequence[int]) -> HomeLoad:
        """A load with what it costs."""
        return HomeLoad(practice, tuple(sorted(homes)), int(self.costs[list(homes), practice].sum()))

    def loads_of(self, places: Sequence[int]) -> list[HomeLoad]:
        """The loads of an alignment."""
        homes: dict[int, list[int]] = {}
        for home, practice in enumerate(places):
            homes.setdefault(practice, []).append(home)
        return [self.load(practice, found) for practice, found in homes.items()]

    def cost(self, places: Sequence[int]) -> int:
        """What an alignment costs more than one in which each home has its cheapest practice."""
        return sum(load.cost for load in self.loads_of(places))


class LoadPrices(NamedTuple):
    """A price for each home and what each practice gains by its best load: no alignment costs less than ``least``."""

    prices: Any
    gains: Any
    least: int


def load_table(costs: Sequence[Sequence[int | None]], beds: Sequence[int], caps: Sequence[int]) -> LoadTable:
    """The table of a question; pairs that do not fit are out of the question in it."""
    least = [min(one for one in row if one is not None) for row in costs]
    found = np.array(
        [[FAR if one is None else one - low for one in row] for row, low in zip(costs, least, strict=True)],
        dtype=np.int64,
    )
    sizes = np.array(beds, dtype=np.int64)
    most = np.minimum(np.array(caps, dtype=np.int64), int(sizes.sum()))
    return LoadTable(np.where(sizes[:, None] <= most[None, :], found, FAR), sizes, most)


def best_prices(table: LoadTable) -> tuple[LoadPrices, list[HomeLoad]]:
    """The prices that show most, and the loads that were looked at on the way."""
    programme = _PricingProgramme(table)
    best, steady = _priced(table, programme.first_prices()), False
    for load in best.loads:
        programme.add(load)
    for _step in range(_STEPS):
        wanted, worth = programme.solve()
        if worth - best.bound < 1 and not programme.dearer():
            break
        prices = wanted if steady else _STEADY * best.prices + (1 - _STEADY) * wanted
        found = _priced(table, np.rint(prices).astype(np.int64))
        added = sum([programme.add(load) for load in found.loads])
        if found.bound > best.bound:
            best = found
        elif steady and not added and not programme.dearer():
            break
        steady = not added
    return LoadPrices(best.prices, best.gains, best.bound), programme.loads


class _Priced(NamedTuple):
    prices: Any
    gains: Any
    bound: int
    loads: list[HomeLoad]


def _priced(table: LoadTable, prices: Any) -> _Priced:
    """The load that is worth most for each practice at some prices, all practices at once: one step for each home that a
    practice may want."""
    worth = np.where(table.costs < FAR, prices[:, None] - table.costs, -1).T
    practices, width = worth.shape[0], int(table.caps.max()) + 1
    rows, places = np.arange(practices), np.arange(width)
    order = np.argsort(-worth, axis=1, kind="stable")[:, : int((worth > 0).sum(axis=1).max())]
    gains = np.zeros((practices, width), dtype=np.int64)
    took = []
    for homes in order.T:
        value, before = worth[rows, homes], places[None, :] - table.beds[homes][:, None]
        with_it = np.take_along_axis(gains, np.maximum(before, 0), axis=1) + value[:, None]
        took.append((before >= 0) & (value > 0)[:, None] & (with_it > gains))
        gains = np.where(took[-1], with_it, gains)
    found: list[list[int]] = [[] for _row in rows]
    left = table.caps.copy()
    for homes, takes in zip(order.T[::-1], reversed(took), strict=True):
        yes = takes[rows, left]
        for row in np.nonzero(yes)[0]:
            found[row].append(int(homes[row]))
        left = left - np.where(yes, table.beds[homes], 0)
    best = gains[rows, table.caps]
    loads = [table.load(row, homes) for row, homes in enumerate(found) if homes]
    return _Priced(prices, best, int(prices.sum() - best.sum()), loads)


class _PricingProgramme:
    """The linear programme over the loads that are known: each home in one, each practice with one at most. A home may also
    be left out, at a cost that is raised while that pays."""

    def __init__(self, table: LoadTable) -> None:
        self.homes, self.loads, self._known = len(table.beds), [], set[tuple[int, tuple[int, ...]]]()
        self._near = np.sort(table.costs, axis=1)[:, : min(_NEAR, table.costs.shape[1])]
        self._left_out = np.where(self._near < FAR, self._near, 0).max(axis=1) * 1.3 + 1_000
        self._solver = quiet_solver()
        self._solver.passModel(empty_programme(self.homes, len(table.caps)))
        for home, cost in enumerate(self._left_out):
            self._column(cost, [home])
        self._raised = 0

    loads: list[HomeLoad]

    def first_prices(self) -> Any:
        """A price for each home to begin with: what its second practice would cost."""
        second = self._near[:, min(1, self._near.shape[1] - 1)]
        return np.where(second < FAR, second, self._near[:, 0])

    def add(self, load: HomeLoad) -> bool:
        """Let the programme know of a load; whether it is new."""
        if load[:2] in self._known:
            return False
        self._known.add(load[:2])
        self.loads.append(load)
        self._column(load.cost, [*load.homes, self.homes + load.practice])
        return True

    def solve(self) -> tuple[Any, float]:
        """The prices at which the loads that are known are best, and what they cost together."""
        self._solver.run()
        return np.array(self._solver.getSolution().row_dual[: self.homes]), float(
            self._solver.getInfo().objective_function_value
        )

    def dearer(self) -> bool:
        """Make it cost more to leave a home out, where one still is; whether that was done."""
        if self._raised >= 6 or not any(
            share > 1e-7 for share in self._solver.getSolution().col_value[: self.homes]
        ):
            return False
        self._raised += 1
        self._left_out = self._left_out * 8
        for home, cost in enumerate(self._left_out):
            self._solver.changeColCost(home, float(cost))
        return True

    def _column(self, cost: float, rows: Sequence[int]) -> None:
        places = np.array(rows, dtype=np.int32)
        self._solver.addCol(float(cost), 0.0, 1e30, len(rows), places, np.ones(len(rows)))


def loads_within(table: LoadTable, prices: LoadPrices, more: int, most: int) -> list[HomeLoad] | None:
    """All loads of alignments that cost up to ``more`` above the least that is shown; None where they are over ``most``."""
    found = list(islice(_within(table, prices, more), most + 1))
    return found if len(found) <= most else None


def _within(table: LoadTable, prices: LoadPrices, more: int) -> Iterator[HomeLoad]:
    for practice, cap in enumerate(table.caps.tolist()):
        worth = prices.prices - table.costs[:, practice]
        wanted = [
            (int(worth[home]), int(table.beds[home]), int(home))
            for home in np.argsort(-worth, kind="stable")
            if worth[home] >= -more
        ]
        still = _still_to_gain(wanted, cap)
        need = int(prices.gains[practice]) - more
        waiting: list[tuple[int, int, int, tuple[int, ...]]] = [(0, cap, 0, ())]
        while waiting:
            at, left, gained, homes = waiting.pop()
            if gained + still[at][left] < need:
                continue
            if at == len(wanted):
                if homes:
                    yield table.load(practice, homes)
                continue
            value, beds, home = wanted[at]
            waiting.append((at + 1, left, gained, homes))
            if beds <= left:
                waiting.append((at + 1, left - beds, gained + value, (*homes, home)))


def _still_to_gain(wanted: Sequence[tuple[int, int, int]], cap: int) -> list[list[int]]:
    """For each home on, and for each number of beds that are left, what can be gained at most."""
    found = [np.zeros(cap + 1, dtype=np.int64)]
    for value, beds, _home in reversed(wanted):
        gains = found[-1].copy()
        if value > 0:
            gains[beds:] = np.maximum(gains[beds:], found[-1][: cap + 1 - beds] + value)
        found.append(gains)
    return [gains.tolist() for gains in reversed(found)]
