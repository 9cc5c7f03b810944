"""What the pages of offers and orders show: rows of tables, as words."""

from collections.abc import Sequence

from flask import url_for
from markupsafe import Markup

from federation.kernel.words import money, number
from federation.purchasing.queries.offers import ComparedOffer
from federation.purchasing.queries.orders import PracticeSaving, ShareOfOrder
from federation.purchasing.rules import FEWEST, SavedAmount
from federation.purchasing.words import TOO_FEW


def offer_rows(offers: Sequence[ComparedOffer], round_id: int, may_order: bool) -> list[tuple[object, ...]]:
    """A row for each offer: what one costs, how many, delivery, VAT, and the total; the cheapest of an item first. It leads
    whoever may order to where that is done."""
    found: list[tuple[object, ...]] = []
    for offer, cost in offers:
        url = url_for("purchasing.order_offer", round_id=round_id, offer_id=offer.id)
        link: object = f"{offer.supplier}, {offer.item}"
        price = f"{money(cost.pack_pence if cost else offer.pence)} for a {offer.unit}"
        if offer.taken_back is not None:
            found.append((link, price, f"Taken back: {offer.taken_back}", "", "", ""))
            continue
        if may_order:
            link = Markup('<a href="{}">{}</a>').format(url, link)
        if cost is None:
            found.append((link, price, "Nobody needs it in this unit", "", "", ""))
            continue
        found.append(
            (
                link,
                price,
                _amount(cost.packs, cost.short_by, cost.next_break.packs if cost.next_break else 0),
                money(cost.delivery_pence) if cost.delivery_pence else "Free",
                money(cost.vat_pence),
                money(cost.total_pence),
            )
        )
    return found


def share_rows(
    shares: Sequence[ShareOfOrder], saved: Sequence[SavedAmount], prices: bool
) -> list[tuple[str, ...]]:
    """A row for each practice, and one for all: what it gets, what came, what it pays and what it saved. Without ``prices`` the
    one for all alone, and what was saved not where that says it of a single practice."""
    amounts = {one.practice: one for one in saved}
    rows = [
        (
            one.name,
            number(one.packs),
            _came(one),
            money(one.pence),
            money(one.paid_pence),
            _saved(amounts.get(one.code)),
        )
        for one in shares
    ]
    known = [one.saved_pence for one in saved if one.saved_pence is not None]
    total = (
        "Together",
        number(sum(one.packs for one in shares)),
        number(sum(one.came for one in shares)),
        money(sum(one.pence for one in shares)),
        money(sum(one.paid_pence for one in shares)),
        _saved_together(known, bool(saved), prices),
    )
    return [*rows, total] if prices else [total]


def _saved_together(known: Sequence[int], is_billed: bool, prices: bool) -> str:
    if not is_billed:
        return "Not known yet"
    if not prices and len(known) < FEWEST:
        return TOO_FEW
    return money(sum(known)) if known else "Not known"


def saving_rows(found: Sequence[PracticeSaving]) -> list[tuple[str, ...]]:
    """A row for each practice: what it paid, what it saved, and of how many orders that is not known."""
    return [
        (
            one.name,
            money(one.paid_pence),
            "Not known" if one.saved_pence is None else money(one.saved_pence),
            number(one.unknown),
        )
        for one in found
    ]


def _amount(packs: int, short_by: int, next_at: int) -> str:
    words = number(packs)
    if short_by:
        words += f", {number(short_by)} more for the least amount"
    if next_at:
        words += f", {number(next_at - packs)} more for the next price"
    return words


def _came(one: ShareOfOrder) -> str:
    """How much came, and whether the practice has said so."""
    if one.unconfirmed:
        return f"{number(one.came)}, {number(one.unconfirmed)} not confirmed"
    return f"{number(one.came)}, confirmed" if one.came else "0"


def _saved(amount: SavedAmount | None) -> str:
    if amount is None:
        return "Not billed yet"
    return "Not known" if amount.saved_pence is None else money(amount.saved_pence)
