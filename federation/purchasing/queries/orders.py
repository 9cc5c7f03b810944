"""Reading orders: what each practice gets and pays, what has come, and what was saved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, select

from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.mandates.models import MandateAct
from federation.network.models import Practice
from federation.purchasing.models import (
    BillShare,
    DeliveryShare,
    OrderDelivery,
    OrderShare,
    PurchaseBill,
    PurchaseOffer,
    PurchaseOrder,
    PurchaseRound,
    SpecVersion,
)
from federation.purchasing.queries.deliveries import RECEIVED
from federation.purchasing.rules import Payer, SavedAmount, saved


class ShownOrder(NamedTuple):
    """An order. ``state`` is that of the group's act: standing, held, refused or settled."""

    id: int
    round_id: int
    group_id: int
    offer_id: int
    supplier: str
    item: str
    unit: str
    version: int
    basis: str
    fingerprint: str
    act_id: int
    state: str
    call_in_until: datetime | None
    pence: int
    ordered_at: datetime


class ShownBill(NamedTuple):
    """A bill for an order."""

    id: int
    pence: int
    basis: str
    words: str
    last: bool
    noted_at: datetime


class ShareOfOrder(NamedTuple):
    """A practice's share: what it ordered, what came (as it says itself, else as the group noted), what it paid, and what it paid
    before for as much (None: not said). Of ``unconfirmed`` packs the practice has said nothing yet."""

    practice_id: int
    code: str
    name: str
    patients: int | None
    quantity: int
    packs: int
    pence: int
    baseline_pence: int | None
    came: int
    paid_pence: int
    unconfirmed: int

    @property
    def payer(self) -> Payer:
        """It, for the rules of bills."""
        return Payer(self.code, self.patients, self.packs, self.pence, self.baseline_pence, self.came)


class PracticeSaving(NamedTuple):
    """What a practice has paid and saved, over all orders that were billed. ``saved_pence`` counts those of which it is known;
    None where it is known of none. ``unknown`` are orders of which it is not."""

    code: str
    name: str
    paid_pence: int
    saved_pence: int | None
    unknown: int


_ORDERS: Any = (
    select(
        PurchaseOrder.id,
        PurchaseOrder.round_id,
        PurchaseRound.group_id,
        PurchaseOrder.offer_id,
        PurchaseOffer.supplier,
        PurchaseOffer.item,
        PurchaseOffer.unit,
        SpecVersion.number,
        SpecVersion.basis,
        PurchaseOrder.fingerprint,
        PurchaseOrder.act_id,
        MandateAct.state,
        MandateAct.call_in_until,
        PurchaseOrder.pence,
        PurchaseOrder.ordered_at,
    )
    .join(PurchaseRound, PurchaseRound.id == PurchaseOrder.round_id)
    .join(PurchaseOffer, PurchaseOffer.id == PurchaseOrder.offer_id)
    .join(SpecVersion, SpecVersion.id == PurchaseOrder.spec_id)
    .join(MandateAct, MandateAct.id == PurchaseOrder.act_id)
    .order_by(PurchaseOrder.id)
)


def _sum(amount: Any, share: Any, whole: Any, foreign: Any) -> Any:
    """The sum over a practice's shares of an order's bills or deliveries."""
    return (
        select(func.coalesce(func.sum(amount), 0))
        .join(whole, whole.id == foreign)
        .where(whole.order_id == OrderShare.order_id, share.practice_id == OrderShare.practice_id)
        .scalar_subquery()
    )


_SHARES: Any = (
    select(
        OrderShare.order_id,
        OrderShare.practice_id,
        Practice.code,
        Practice.name,
        Practice.list_size,
        OrderShare.quantity,
        OrderShare.packs,
        OrderShare.pence,
        OrderShare.baseline_pence,
        _sum(
            func.coalesce(RECEIVED, DeliveryShare.packs),
            DeliveryShare,
            OrderDelivery,
            DeliveryShare.delivery_id,
        ),
        _sum(BillShare.pence, BillShare, PurchaseBill, BillShare.bill_id),
        _sum(
            case((RECEIVED.is_(None), DeliveryShare.packs), else_=0),
            DeliveryShare,
            OrderDelivery,
            DeliveryShare.delivery_id,
        ),
    )
    .join(Practice, Practice.id == OrderShare.practice_id)
    .order_by(Practice.name, Practice.id)
)
_BILLS = (
    select(
        PurchaseBill.id,
        PurchaseBill.pence,
        PurchaseBill.basis,
        PurchaseBill.words,
        PurchaseBill.last,
        PurchaseBill.noted_at,
    )
    .where(PurchaseBill.order_id == bindparam("order"))
    .order_by(PurchaseBill.id)
)


def orders_of(round_id: int) -> list[ShownOrder]:
    """The orders of a round. One statement."""
    return [
        ShownOrder._make(row) for row in db.session.execute(_ORDERS.where(PurchaseOrder.round_id == round_id))
    ]


def order_here(order_id: int) -> ShownOrder:
    """One order. Raises ``NotFound``. One statement."""
    row = db.session.execute(_ORDERS.where(PurchaseOrder.id == order_id)).first()
    if row is None:
        raise NotFound()
    return ShownOrder._make(row)


def shares_of(order_id: int) -> list[ShareOfOrder]:
    """What each practice has in an order, by name. One statement."""
    rows = db.session.execute(_SHARES.where(OrderShare.order_id == order_id))
    return [_share(row) for row in rows]


def shares_by_order(round_id: int) -> dict[int, list[ShareOfOrder]]:
    """What each practice has in each order of a round, by name. One statement."""
    found: dict[int, list[ShareOfOrder]] = {}
    orders = select(PurchaseOrder.id).where(PurchaseOrder.round_id == round_id)
    for row in db.session.execute(_SHARES.where(OrderShare.order_id.in_(orders))):
        found.setdefault(row.order_id, []).append(_share(row))
    return found


def bills_of(order_id: int) -> list[ShownBill]:
    """The bills for an order. One statement."""
    return [ShownBill._make(row) for row in db.session.execute(_BILLS, {"order": order_id})]


def saved_of(
    order: ShownOrder, shares: Sequence[ShareOfOrder], bills: Sequence[ShownBill]
) -> list[SavedAmount]:
    """What each practice saved on what was billed of an order; nothing yet where nothing was."""
    if not bills:
        return []
    return saved(
        [one.payer for one in shares],
        {one.code: one.paid_pence for one in shares},
        order.pence,
        sum(one.pence for one in bills),
        any(one.last for one in bills),
    )


def savings(round_id: int | None = None) -> list[PracticeSaving]:
    """What each practice has paid and saved in a round, or in all, by name. Three statements."""
    orders_asked, shares_asked = _ORDERS, _SHARES
    if round_id is not None:
        orders_asked = orders_asked.where(PurchaseOrder.round_id == round_id)
    orders = {row.id: ShownOrder._make(row) for row in db.session.execute(orders_asked)}
    bills: dict[int, list[ShownBill]] = {}
    asked = select(PurchaseBill.order_id, *_BILLS.selected_columns).order_by(PurchaseBill.id)
    for row in db.session.execute(asked):
        bills.setdefault(row.order_id, []).append(ShownBill._make(row[1:]))
    shares: dict[int, list[ShareOfOrder]] = {}
    for row in db.session.execute(shares_asked):
        if row.order_id in orders and row.order_id in bills:
            shares.setdefault(row.order_id, []).append(_share(row))
    found: dict[str, PracticeSaving] = {}
    for number, here in shares.items():
        names = {one.code: one.name for one in here}
        for amount in saved_of(orders[number], here, bills[number]):
            before = found.get(
                amount.practice, PracticeSaving(amount.practice, names[amount.practice], 0, None, 0)
            )
            found[amount.practice] = _added(before, amount)
    return sorted(found.values(), key=lambda one: (one.name, one.code))


def _added(before: PracticeSaving, amount: SavedAmount) -> PracticeSaving:
    known = amount.saved_pence
    return before._replace(
        paid_pence=before.paid_pence + amount.paid_pence,
        saved_pence=before.saved_pence if known is None else (before.saved_pence or 0) + known,
        unknown=before.unknown + (known is None),
    )


def _share(row: Any) -> ShareOfOrder:
    return ShareOfOrder._make((*row[1:9], *(int(many) for many in row[9:])))
