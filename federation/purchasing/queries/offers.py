"""Reading offers, and what each costs these practices."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.purchasing.models import OfferTakenBack, PurchaseOffer
from federation.purchasing.queries.needs import RoundDemand
from federation.purchasing.rules import (
    ItemDemand,
    OfferCost,
    OfferTerms,
    PriceBreak,
    WantedAmount,
    cost_of,
    folded,
    meaning_of,
    meant,
)


class ShownOffer(NamedTuple):
    """An offer as it was written. ``taken_back`` is why it is not to be had any more; None: it is."""

    id: int
    round_id: int
    supplier: str
    item: str
    unit: str
    pence: int
    delivery_pence: int
    deliveries: int
    vat_percent: int
    minimum: int
    breaks: Sequence[Sequence[int]]
    words: str
    written_at: datetime
    taken_back: str | None

    @property
    def terms(self) -> OfferTerms:
        """What it says, for the rule."""
        return OfferTerms(
            self.pence,
            meaning_of(self.unit).size,
            self.delivery_pence,
            self.deliveries,
            self.vat_percent,
            self.minimum,
            tuple(PriceBreak(*one) for one in self.breaks),
        )


class ComparedOffer(NamedTuple):
    """An offer, and what it costs in all; None where nobody needs the item in a unit that can be converted."""

    offer: ShownOffer
    cost: OfferCost | None


_COLUMNS = (
    PurchaseOffer.id,
    PurchaseOffer.round_id,
    PurchaseOffer.supplier,
    PurchaseOffer.item,
    PurchaseOffer.unit,
    PurchaseOffer.pence,
    PurchaseOffer.delivery_pence,
    PurchaseOffer.deliveries,
    PurchaseOffer.vat_percent,
    PurchaseOffer.minimum,
    PurchaseOffer.breaks,
    PurchaseOffer.words,
    PurchaseOffer.written_at,
    OfferTakenBack.reason,
)
_OFFERS: Any = select(*_COLUMNS).outerjoin(OfferTakenBack, OfferTakenBack.offer_id == PurchaseOffer.id)
_OF_ROUND: Any = _OFFERS.where(PurchaseOffer.round_id == bindparam("round")).order_by(PurchaseOffer.id)
_ONE: Any = _OFFERS.where(PurchaseOffer.id == bindparam("offer"))


def offer_here(offer_id: int, round_id: int) -> ShownOffer:
    """One offer of a round. Raises ``NotFound``. One statement."""
    row = db.session.execute(_ONE, {"offer": offer_id}).first()
    if row is None or row.round_id != round_id:
        raise NotFound()
    return ShownOffer._make(row)


def offers_of(round_id: int) -> list[ShownOffer]:
    """The offers of a round, the oldest first. One statement."""
    return [ShownOffer._make(row) for row in db.session.execute(_OF_ROUND, {"round": round_id})]


def offers_compared(round_id: int, demand: RoundDemand) -> list[ComparedOffer]:
    """The offers of a round by item and cost, alike for the same practices; of each item those last that were taken back. One
    statement."""
    compared = [ComparedOffer(one, cost_here(one, demand)) for one in offers_of(round_id)]
    return sorted(
        compared,
        key=lambda one: (
            folded(one.offer.item),
            one.offer.taken_back is not None,
            one.cost is None,
            one.cost.total_pence if one.cost else 0,
            one.offer.id,
        ),
    )


def cost_here(offer: ShownOffer, demand: RoundDemand) -> OfferCost | None:
    """What an offer costs the practices that need its item; None where none do."""
    item = item_of(offer, demand.items)
    if item is None:
        return None
    patients = {one.practice.code: one.practice.patients or 0 for one in demand.practices}
    return (
        cost_of(
            offer.terms,
            [
                WantedAmount(
                    one.practice, patients[one.practice], one.quantity * item.per_unit, one.spend_pence
                )
                for one in item.practices
                if one.practice in patients
            ],
        )
        if any(one.practice in patients for one in item.practices)
        else None
    )


def item_of(offer: ShownOffer, items: Sequence[ItemDemand]) -> ItemDemand | None:
    """The demand that an offer is for: the same item in a unit that can be converted."""
    return item_named(offer.item, offer.unit, items)


def item_named(item: str, unit: str, items: Sequence[ItemDemand]) -> ItemDemand | None:
    """The demand for an item in a unit that can be converted."""
    key = meant(item, unit)
    return next((one for one in items if (folded(one.item), one.base) == key), None)
