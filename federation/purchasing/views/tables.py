"""What the page of a round shows of a demand: rows of tables, as words."""

from federation.kernel.words import money, number, plural
from federation.purchasing.queries.needs import RoundDemand
from federation.purchasing.rules import ItemDemand
from federation.purchasing.words import ODD_WORDS, TOO_FEW, amount_words

MOST_ODD = 50


def demand_rows(demand: RoundDemand, prices: bool) -> list[tuple[str, ...]]:
    """A row for each item: what, how much, how many practices, and what they pay now; without ``prices`` not where that says
    what one of them pays."""
    return [
        (
            one.item,
            _amount(one),
            plural(len(one.practices), "practice"),
            _spend(one) if prices or one.can_be_summed else TOO_FEW,
        )
        for one in demand.items
    ]


def odd_lines(demand: RoundDemand) -> list[tuple[str, str]]:
    """What is worth asking: whose, and in a sentence."""
    found = []
    for one in demand.items:
        needs = {need.practice: need for need in one.practices}
        for odd in one.odd:
            amount = amount_words(needs[odd.practice].quantity, one.unit)
            found.append((f"{demand.names[odd.practice]}: {one.item}, {amount}", ODD_WORDS[odd.what]))
    return found[:MOST_ODD]


def _amount(one: ItemDemand) -> str:
    words = amount_words(one.quantity, one.unit)
    return f"{words} ({number(one.base_quantity)} {one.base})" if one.per_unit > 1 else words


def _spend(one: ItemDemand) -> str:
    if not one.priced:
        return "Not known"
    words = money(one.spend_pence)
    return words if one.priced == one.quantity else f"{words} for {number(one.priced)} of them"
