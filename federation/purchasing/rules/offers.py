"""What an offer costs these practices, in whole packs, with delivery and VAT: exact, and alike for every offer."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from federation.kernel.measures import Sharer, Sharing


class PriceBreak(NamedTuple):
    """From so many packs on, one costs so many pence."""

    packs: int
    pence: int


class OfferTerms(NamedTuple):
    """An offer: ``pence`` for one pack of ``size`` single things, without VAT; so many deliveries at a price each; VAT in per
    cent; at least ``minimum`` packs; and prices that hold from more packs on."""

    pence: int
    size: int
    delivery_pence: int = 0
    deliveries: int = 0
    vat_percent: int = 0
    minimum: int = 0
    breaks: tuple[PriceBreak, ...] = ()


class WantedAmount(NamedTuple):
    """So many single things for a practice; ``baseline_pence`` is what it pays for them now, None where it is not known."""

    practice: str
    patients: int
    quantity: int
    baseline_pence: int | None = None


class CostShare(NamedTuple):
    """What a practice gets, in whole packs, and what it pays for them with its part of delivery and VAT."""

    practice: str
    quantity: int
    packs: int
    pence: int
    baseline_pence: int | None


class OfferCost(NamedTuple):
    """What an offer costs in all. The shares add up to the total. ``next_break`` is the next lower price, None where there is
    none; ``short_by`` are packs that are missing for the minimum."""

    packs: int
    pack_pence: int
    goods_pence: int
    delivery_pence: int
    vat_pence: int
    total_pence: int
    short_by: int
    next_break: PriceBreak | None
    shares: tuple[CostShare, ...]


def cost_of(offer: OfferTerms, wanted: Iterable[WantedAmount]) -> OfferCost:
    """What an offer costs those who want something. VAT is rounded to the penny, halves up. Raises ``ValueError`` where nobody
    wants anything."""
    amounts = [one for one in wanted if one.quantity > 0]
    if not amounts:
        raise ValueError("nobody wants any of this")
    packs = [-(-one.quantity // offer.size) for one in amounts]
    total = sum(packs)
    price = price_at(offer, total)
    goods, delivery = total * price, offer.delivery_pence * offer.deliveries
    vat = ((goods + delivery) * offer.vat_percent * 2 + 100) // 200
    sharing = Sharing(
        Sharer(one.practice, one.patients, many) for one, many in zip(amounts, packs, strict=True)
    )
    shares = sharing.share(goods + delivery + vat)
    return OfferCost(
        total,
        price,
        goods,
        delivery,
        vat,
        goods + delivery + vat,
        max(0, offer.minimum - total),
        min((one for one in offer.breaks if one.packs > total), default=None),
        tuple(
            CostShare(one.practice, one.quantity, many, shares[one.practice], one.baseline_pence)
            for one, many in zip(amounts, packs, strict=True)
        ),
    )


def price_at(offer: OfferTerms, packs: int) -> int:
    """The price of a pack where so many are ordered: that of the highest break that is reached."""
    reached = [one for one in offer.breaks if one.packs <= packs]
    return max(reached).pence if reached else offer.pence


def share_delivered(packs: int, missing: Sequence[Sharer]) -> dict[str, int]:
    """How so many packs go to practices that wait for the numbers in ``weight``: in proportion, nobody more than it waits for.
    Raises ``ValueError`` for more packs than anybody waits for."""
    if packs > sum(one.weight for one in missing):
        raise ValueError("more packs than anybody waits for")
    return Sharing(missing).share(packs)
