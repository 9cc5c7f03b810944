"""Offers, orders, what came, bills, and what two people settled, against the record: each row and each share has the fingerprint
that it had."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db
from federation.kernel.proof import RecordedAct, RecordFlaw, acts_about, in_parts
from federation.network.models import Practice
from federation.purchasing.actions.billing import bill_digest, delivery_digest
from federation.purchasing.actions.changing import change_digest
from federation.purchasing.actions.finishing import finish_digest
from federation.purchasing.actions.offers import offer_digest
from federation.purchasing.actions.ordering import order_digest
from federation.purchasing.models import (
    BillShare,
    DeliveryShare,
    NeedChange,
    OfferTakenBack,
    OrderDelivery,
    OrderFinish,
    OrderShare,
    PurchaseBill,
    PurchaseOffer,
    PurchaseOrder,
    PurchaseRound,
    ShareReceipt,
    SpecVersion,
)
from federation.purchasing.proofs.compared import Told, differ, told_of

Compared = tuple[str, Told, Told]
"""A kind of thing: what the rows say, and what the record says."""


def purchase_orders() -> Iterator[RecordFlaw]:
    """The rounds one after the other, a few at a time."""
    there = db.session.scalars(select(PurchaseRound.id).order_by(PurchaseRound.id)).all()
    for part in in_parts(there):
        acts = acts_about([f"purchase:{number}" for number in part])
        for number in part:
            yield from _round(number, acts[f"purchase:{number}"])


def _round(number: int, acts: Sequence[RecordedAct]) -> Iterator[RecordFlaw]:
    where = f"Purchase round {number}"
    for what, rows, told in (*_offers(number, acts), *_ordered(number, acts), *_settled(number, acts)):
        yield from differ(where, what, rows, told)


def _offers(number: int, acts: Sequence[RecordedAct]) -> Iterator[Compared]:
    offers = _rows(select(PurchaseOffer).where(PurchaseOffer.round_id == number))
    backs = _rows(
        select(OfferTakenBack)
        .join(PurchaseOffer, PurchaseOffer.id == OfferTakenBack.offer_id)
        .where(PurchaseOffer.round_id == number)
    )
    yield (
        "offer",
        {one.id: (one.pence, offer_digest(one)) for one in offers},
        told_of(acts, "purchase.offered", "offer", "pence", "text"),
    )
    yield (
        "taking back of offer",
        {one.offer_id: (record.digest(one.reason),) for one in backs},
        told_of(acts, "purchase.offer_back", "offer", "text"),
    )


def _ordered(number: int, acts: Sequence[RecordedAct]) -> Iterator[Compared]:
    said = ("offer", "act", "pence", "version", "fingerprint", "shares")
    yield "order", _orders(number), told_of(acts, "purchase.ordered", "order", *said)
    yield (
        "delivery",
        _shared(OrderDelivery, DeliveryShare, DeliveryShare.delivery_id, "packs", delivery_digest, number),
        told_of(acts, "purchase.delivered", "delivery", "text", "shares"),
    )
    yield (
        "bill",
        _shared(PurchaseBill, BillShare, BillShare.bill_id, "pence", bill_digest, number),
        told_of(acts, "purchase.billed", "bill", "text", "shares"),
    )
    yield "receipt", _receipts(number), _said(acts)


def _settled(number: int, acts: Sequence[RecordedAct]) -> Iterator[Compared]:
    """What was changed after the close, and what two people said."""
    changes = _rows(select(NeedChange).where(NeedChange.round_id == number))
    finishes = _rows(
        select(OrderFinish)
        .join(PurchaseOrder, PurchaseOrder.id == OrderFinish.order_id)
        .where(PurchaseOrder.round_id == number)
    )
    alone, late = (
        told_of(acts, name, "change", "text") for name in ("purchase.changed", "purchase.late_asked")
    )
    yield "change", {one.id: (change_digest(one),) for one in changes}, alone | late
    yield (
        "word on change",
        {one.id: (one.state,) for one in changes if one.state in ("agreed", "refused")},
        told_of(acts, "purchase.late_settled", "change", "state"),
    )
    yield (
        "ending",
        {one.id: (finish_digest(one),) for one in finishes},
        told_of(acts, "purchase.finish_asked", "finish", "text"),
    )
    yield (
        "word on ending",
        {one.id: (one.state,) for one in finishes if one.state != "asked"},
        told_of(acts, "purchase.finish_settled", "finish", "state"),
    )


def _rows(statement: Any) -> Sequence[Any]:
    return db.session.scalars(statement).all()


def _orders(number: int) -> Told:
    rows = db.session.execute(
        select(PurchaseOrder, SpecVersion.number)
        .join(SpecVersion, SpecVersion.id == PurchaseOrder.spec_id)
        .where(PurchaseOrder.round_id == number)
    ).all()
    shares: dict[int, list[Any]] = {one.id: [] for one, _ in rows}
    asked = (
        select(
            OrderShare.order_id,
            Practice.code,
            OrderShare.quantity,
            OrderShare.packs,
            OrderShare.pence,
            OrderShare.baseline_pence,
        )
        .join(Practice, Practice.id == OrderShare.practice_id)
        .where(OrderShare.order_id.in_(shares))
        .order_by(OrderShare.id)
    )
    for row in db.session.execute(asked):
        shares[row.order_id].append(row[1:])
    return {
        one.id: (
            one.offer_id,
            one.act_id,
            one.pence,
            version,
            one.fingerprint,
            order_digest(shares[one.id]),
        )
        for one, version in rows
    }


def _shared(
    whole: Any, share: Any, whose: Any, amount: str, digest: Any, number: int
) -> dict[int, tuple[str, str]]:
    """What was shared out of the orders of a round: the fingerprint of each whole, and that of its shares by code."""
    rows = _rows(
        select(whole)
        .join(PurchaseOrder, PurchaseOrder.id == whole.order_id)
        .where(PurchaseOrder.round_id == number)
    )
    split: dict[int, dict[str, int]] = {one.id: {} for one in rows}
    asked = (
        select(whose.label("whole"), Practice.code, getattr(share, amount).label("amount"))
        .join(Practice, Practice.id == share.practice_id)
        .where(whose.in_(split))
    )
    for row in db.session.execute(asked):
        split[row.whole][row.code] = row.amount
    return {one.id: (digest(one), record.digest(split[one.id])) for one in rows}


def _said(acts: Sequence[RecordedAct]) -> Told:
    """How often and what practices said that they got, by delivery and practice, in order."""
    found: dict[Any, list[Any]] = {}
    for one in acts:
        if one.name == "purchase.received":
            key = (one.data["delivery"], one.data["practice"])
            found.setdefault(key, []).append((one.data["packs"], one.data["text"]))
    return found


def _receipts(number: int) -> Told:
    rows = _rows(
        select(ShareReceipt)
        .join(OrderDelivery, OrderDelivery.id == ShareReceipt.delivery_id)
        .join(PurchaseOrder, PurchaseOrder.id == OrderDelivery.order_id)
        .where(PurchaseOrder.round_id == number)
        .order_by(ShareReceipt.id)
    )
    found: dict[Any, list[Any]] = {}
    for one in rows:
        key = (one.delivery_id, one.practice_id)
        found.setdefault(key, []).append((one.packs, record.digest(one.words)))
    return found
