"""The tables of offers, orders, deliveries and bills. None of them is ever changed, and there is no order but of the version that
the members voted: database triggers (in the migration) refuse it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId
from federation.kernel.tenancy import Federated, federated_key, within
from federation.purchasing.rules import BASES


class PurchaseOffer(Federated, MappedBase):
    """What a supplier offers for an item: ``pence`` for one ``unit`` without VAT, so many deliveries at a price each, VAT in per
    cent, at least ``minimum`` units, and ``breaks``: pairs of units and the price from there on."""

    __tablename__ = "purchasing_offer"
    __table_args__ = (
        federated_key(),
        within("round_id", "purchasing_round"),
        CheckConstraint("pence >= 0 and delivery_pence >= 0 and deliveries >= 0", name="amounts"),
        CheckConstraint("vat_percent between 0 and 100 and minimum >= 0", name="terms"),
        Index("ix_purchasing_offer_round", "federation_id", "round_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(RowId)
    supplier: Mapped[str] = mapped_column(String(120))
    item: Mapped[str] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(40))
    pence: Mapped[int] = mapped_column(RowId)
    delivery_pence: Mapped[int] = mapped_column(RowId)
    deliveries: Mapped[int]
    vat_percent: Mapped[int]
    minimum: Mapped[int] = mapped_column(RowId)
    breaks: Mapped[list[Any]]
    words: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    written_at: Mapped[datetime] = mapped_column(Moment)


class OfferTakenBack(Federated, MappedBase):
    """That an offer is not to be had any more, and why. It stays to be read, and is not ordered."""

    __tablename__ = "purchasing_offer_back"
    __table_args__ = (
        within("offer_id", "purchasing_offer"),
        UniqueConstraint("federation_id", "offer_id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    offer_id: Mapped[int] = mapped_column(RowId)
    reason: Mapped[str] = mapped_column(Text)
    taken_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    taken_at: Mapped[datetime] = mapped_column(Moment)


class PurchaseOrder(Federated, MappedBase):
    """An order by an offer, of the version that the members voted (``fingerprint`` is the SHA-256 of its text), as an act of the
    group within its mandate. ``pence`` is what it costs in all, with VAT."""

    __tablename__ = "purchasing_order"
    __table_args__ = (
        federated_key(),
        within("round_id", "purchasing_round"),
        within("offer_id", "purchasing_offer"),
        within("spec_id", "purchasing_spec"),
        within("act_id", "mandates_act"),
        UniqueConstraint("federation_id", "offer_id"),
        UniqueConstraint("federation_id", "act_id"),
        Index("ix_purchasing_order_round", "federation_id", "round_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(RowId)
    offer_id: Mapped[int] = mapped_column(RowId)
    spec_id: Mapped[int] = mapped_column(RowId)
    fingerprint: Mapped[str] = mapped_column(String(64))
    act_id: Mapped[int] = mapped_column(RowId)
    pence: Mapped[int] = mapped_column(RowId)
    ordered_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    ordered_at: Mapped[datetime] = mapped_column(Moment)


class ShareOfPractice(Federated, MappedBase):
    """What a practice has of something that is shared out among practices: one share of each."""

    __abstract__ = True
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    practice_id: Mapped[int] = mapped_column(RowId)


def _shared_out(whole: str, table: str) -> tuple[ForeignKeyConstraint | UniqueConstraint, ...]:
    """The keys of shares of what the column ``whole`` names."""
    return (
        within(whole, table),
        within("practice_id", "network_practice"),
        UniqueConstraint("federation_id", whole, "practice_id"),
    )


class OrderShare(ShareOfPractice):
    """What a practice gets of an order: so many single things in so many packs, for so many pence; ``baseline_pence`` is what it
    paid before for as much (None: it did not say)."""

    __tablename__ = "purchasing_order_share"
    __table_args__ = _shared_out("order_id", "purchasing_order")
    order_id: Mapped[int] = mapped_column(RowId)
    quantity: Mapped[int] = mapped_column(RowId)
    packs: Mapped[int] = mapped_column(RowId)
    pence: Mapped[int] = mapped_column(RowId)
    baseline_pence: Mapped[int | None] = mapped_column(RowId)


class OrderDelivery(Federated, MappedBase):
    """Packs of an order that came on a day."""

    __tablename__ = "purchasing_delivery"
    __table_args__ = (
        federated_key(),
        within("order_id", "purchasing_order"),
        CheckConstraint("packs > 0", name="packs"),
        Index("ix_purchasing_delivery_order", "federation_id", "order_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    order_id: Mapped[int] = mapped_column(RowId)
    packs: Mapped[int] = mapped_column(RowId)
    came_on: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    noted_at: Mapped[datetime] = mapped_column(Moment)


class DeliveryShare(ShareOfPractice):
    """What a practice gets of a delivery."""

    __tablename__ = "purchasing_delivery_share"
    __table_args__ = _shared_out("delivery_id", "purchasing_delivery")
    delivery_id: Mapped[int] = mapped_column(RowId)
    packs: Mapped[int] = mapped_column(RowId)


class PurchaseBill(Federated, MappedBase):
    """A bill for an order, split by ``basis``. ``last``: no other comes."""

    __tablename__ = "purchasing_bill"
    __table_args__ = (
        federated_key(),
        within("order_id", "purchasing_order"),
        CheckConstraint("pence > 0", name="pence"),
        CheckConstraint(f"basis in {BASES}", name="basis"),
        Index("ix_purchasing_bill_order", "federation_id", "order_id", "id"),
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    order_id: Mapped[int] = mapped_column(RowId)
    pence: Mapped[int] = mapped_column(RowId)
    basis: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    last: Mapped[bool]
    noted_by: Mapped[int] = mapped_column(RowId, ForeignKey("people_person.id"))
    noted_at: Mapped[datetime] = mapped_column(Moment)


class BillShare(ShareOfPractice):
    """What a practice pays of a bill."""

    __tablename__ = "purchasing_bill_share"
    __table_args__ = _shared_out("bill_id", "purchasing_bill")
    bill_id: Mapped[int] = mapped_column(RowId)
    pence: Mapped[int] = mapped_column(RowId)
