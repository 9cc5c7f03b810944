"""What practices need, collated: totals of each item, and what looks like a slip of the pen."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from federation.purchasing.rules.units import folded, meaning_of

ODD_TIMES: Final = 10
"""So many times the middle practice is worth a question."""
FEWEST: Final = 3
"""Of fewer practices none is the middle one, and a sum of fewer says what one of them pays."""
_SCALE: Final = 10**9


class StatedNeed(NamedTuple):
    """A line of what a practice needs: ``pence`` is what it pays now for one ``unit``; None where it did not say."""

    practice: str
    patients: int | None
    item: str
    unit: str
    quantity: int
    pence: int | None


class PracticeNeed(NamedTuple):
    """What a practice needs of an item, in the unit of the item; ``spend_pence`` is what it pays now for all of it, None where
    it did not say a price for every line."""

    practice: str
    quantity: int
    spend_pence: int | None


class OddNeed(NamedTuple):
    """What is worth asking a practice: its ``quantity`` or ``price`` is so far from the middle practice's."""

    practice: str
    what: str


class ItemDemand(NamedTuple):
    """All that is needed of an item. ``unit`` is as the practices wrote it where all wrote the same, else the single thing;
    ``per_unit`` of ``base`` are in one. ``spend_pence`` is known of ``priced`` of them."""

    item: str
    unit: str
    base: str
    per_unit: int
    quantity: int
    practices: tuple[PracticeNeed, ...]
    spend_pence: int
    priced: int
    odd: tuple[OddNeed, ...]

    @property
    def base_quantity(self) -> int:
        """All of it in single things."""
        return self.quantity * self.per_unit

    @property
    def can_be_summed(self) -> bool:
        """Whether the sum of what practices pay says of none of them what it pays."""
        return sum(one.spend_pence is not None for one in self.practices) >= FEWEST


def collate(lines: Iterable[StatedNeed]) -> list[ItemDemand]:
    """What is needed of each item, by its name; items are the same where their words are, and their units can be converted."""
    by_item: dict[tuple[str, str], list[StatedNeed]] = {}
    for line in lines:
        by_item.setdefault((folded(line.item), meaning_of(line.unit).base), []).append(line)
    return [_demand(by_item[key]) for key in sorted(by_item)]


def mixed_units(demand: Sequence[ItemDemand]) -> list[str]:
    """The items that stand there more than once because their units cannot be converted into each other."""
    names: dict[str, list[str]] = {}
    for one in demand:
        names.setdefault(folded(one.item), []).append(one.item)
    return [said[0] for _, said in sorted(names.items()) if len(said) > 1]


def _demand(lines: Sequence[StatedNeed]) -> ItemDemand:
    first = lines[0]
    meaning = meaning_of(first.unit)
    same = all(meaning_of(line.unit) == meaning for line in lines)
    unit, per = (first.unit, meaning.size) if same else (meaning.base, 1)
    quantities: dict[str, int] = {}
    spends: dict[str, int | None] = {}
    for line in lines:
        quantity = line.quantity * (1 if same else meaning_of(line.unit).size)
        quantities[line.practice] = quantities.get(line.practice, 0) + quantity
        spent = spends.get(line.practice, 0)
        known = spent is not None and line.pence is not None
        spends[line.practice] = (spent or 0) + (line.pence or 0) * line.quantity if known else None
    practices = tuple(PracticeNeed(code, quantities[code], spends[code]) for code in sorted(quantities))
    return ItemDemand(
        first.item,
        unit,
        meaning.base,
        per,
        sum(quantities.values()),
        practices,
        sum(spend for spend in spends.values() if spend is not None),
        sum(quantities[code] for code, spend in spends.items() if spend is not None),
        _odd(practices, {line.practice: line.patients for line in lines}),
    )


def _odd(practices: Sequence[PracticeNeed], patients: dict[str, int | None]) -> tuple[OddNeed, ...]:
    amounts = {
        one.practice: one.quantity * _SCALE // size for one in practices if (size := patients[one.practice])
    }
    prices = {
        one.practice: one.spend_pence * _SCALE // one.quantity
        for one in practices
        if one.spend_pence is not None
    }
    return tuple(
        OddNeed(code, what)
        for what, rates in (("quantity", amounts), ("price", prices))
        for code in sorted(_far_from_middle(rates))
    )


def _far_from_middle(rates: dict[str, int]) -> list[str]:
    """Those with ten times the middle one and more, or a tenth of it and less."""
    if len(rates) < FEWEST:
        return []
    middle = sorted(rates.values())[(len(rates) - 1) // 2]
    return [
        code for code, rate in rates.items() if rate >= ODD_TIMES * middle > 0 or rate * ODD_TIMES <= middle
    ]
