"""Below which cost no alignment can lie, and which pairs of home and practice can be in one that costs little.

Each home has a price, and each practice takes the homes that are worth most to it within its cap, as if others could take
them too: whatever the prices, that costs no more than the best alignment. Better prices are found step by step; the bound is
counted in whole numbers.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np

_STEPS: Final = 300
_PATIENCE: Final = 12


class KnapsackBound(NamedTuple):
    """No alignment costs less than ``least``; one with a pair of home and practice costs at least ``least`` and what stands
    in ``above`` at its place. ``wanted`` is larger the less a pair is worth."""

    least: int
    above: Any
    wanted: Any


class _PackedHomes(NamedTuple):
    """What all practices take at some prices: the bound, how often each home is taken, and what each practice gains for
    every cap from 0 on."""

    bound: Any
    taken: Any
    gains: Any


def knapsack_bound(
    table: Any, beds: Sequence[int], caps: Sequence[int], far: int, target: int
) -> KnapsackBound:
    """A bound for the costs of a table (``far`` where a pair is out of the question). ``target`` is what some alignment
    costs, or a guess: towards it the prices are raised."""
    sizes = np.array(beds, dtype=np.int64)
    most = np.minimum(np.array(caps, dtype=np.int64), int(sizes.sum()))
    table = np.where(sizes[:, None] <= most[None, :], table, far)
    prices = np.sort(table, axis=1)[:, min(1, table.shape[1] - 1)].astype(np.double)
    prices = np.where(prices >= far, table.min(axis=1), prices)
    best, best_prices, scale, waited = -np.inf, prices, 1.0, 0
    for _step in range(_STEPS):
        packed = _pack(table, sizes, most, prices, far)
        if packed.bound > best:
            best, best_prices, waited = packed.bound, prices, 0
        else:
            waited += 1
            if waited >= _PATIENCE:
                scale, waited, prices = scale / 2, 0, best_prices
                if scale < 0.01:
                    break
        slope = 1 - packed.taken
        length = float((slope * slope).sum())
        if not length:
            break
        prices = prices + scale * max(1.0, target - packed.bound) / length * slope
    whole = np.rint(best_prices).astype(np.int64)
    packed = _pack(table, sizes, most, whole, far)
    reduced = table - whole[:, None]
    rows = np.arange(len(caps))
    full = packed.gains[rows, most]
    left = np.maximum(0, most[None, :] - sizes[:, None])
    lost = full[None, :] - packed.gains[rows[None, :], left]
    above = np.where(reduced > 0, reduced + lost, 0)
    wanted = np.where(table < far, reduced + lost, far)
    return KnapsackBound(int(packed.bound), np.where(table < far, above, far), wanted)


def _pack(table: Any, sizes: Any, caps: Any, prices: Any, far: int) -> _PackedHomes:
    """What each practice takes at some prices, all practices at once: one step for each home that a practice may want."""
    worth = np.where(table < far, prices[:, None] - table, -1).T
    count = int((worth > 0).sum(axis=1).max())
    practices, width = worth.shape[0], int(caps.max()) + 1
    rows, places = np.arange(practices), np.arange(width)
    order = np.argsort(-worth, axis=1, kind="stable")[:, :count]
    gains = np.zeros((practices, width), dtype=worth.dtype)
    took = []
    for step in range(count):
        homes = order[:, step]
        value = worth[rows, homes]
        before = places[None, :] - sizes[homes][:, None]
        with_it = np.take_along_axis(gains, np.maximum(before, 0), axis=1) + value[:, None]
        takes = (before >= 0) & (value > 0)[:, None] & (with_it > gains)
        gains = np.where(takes, with_it, gains)
        took.append(takes)
    taken, left = np.zeros(len(sizes), dtype=np.int64), caps.copy()
    for step in range(count - 1, -1, -1):
        homes = order[:, step]
        yes = took[step][rows, left]
        np.add.at(taken, homes[yes], 1)
        left = left - np.where(yes, sizes[homes], 0)
    return _PackedHomes(prices.sum() - gains[rows, caps].sum(), taken, gains)
