"""Reading what came of an order, what practices say of it, and how an order ends below what was promised."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from federation.kernel.db import db
from federation.network.models import Practice
from federation.people.models import Person
from federation.purchasing.models import (
    DeliveryShare,
    OrderDelivery,
    OrderFinish,
    PurchaseOrder,
    ShareReceipt,
)


class ShownDelivery(NamedTuple):
    """Packs that came on a day."""

    id: int
    packs: int
    came_on: date
    words: str


class ShownFinish(NamedTuple):
    """What was asked to end an order below what was promised: a last bill (0: none), and why; asked, agreed or refused."""

    id: int
    pence: int
    basis: str
    words: str
    reason: str
    state: str
    asked_by: int
    person: str
    asked_at: datetime


class NotedShare(NamedTuple):
    """Packs that the group noted for a practice on a day, and how many the practice says came (None: it has not said)."""

    delivery_id: int
    practice_id: int
    code: str
    practice: str
    came_on: date
    packs: int
    received: int | None


RECEIVED = (
    select(ShareReceipt.packs)
    .where(
        ShareReceipt.delivery_id == DeliveryShare.delivery_id,
        ShareReceipt.practice_id == DeliveryShare.practice_id,
    )
    .order_by(ShareReceipt.id.desc())
    .limit(1)
    .correlate(DeliveryShare)
    .scalar_subquery()
)
"""What a practice said last of its share of a delivery; null: nothing yet."""


_DELIVERIES = (
    select(OrderDelivery.id, OrderDelivery.packs, OrderDelivery.came_on, OrderDelivery.words)
    .where(OrderDelivery.order_id == bindparam("order"))
    .order_by(OrderDelivery.id)
)


def waits_for_two(act_id: int) -> bool:
    """Whether an act of a group is an order that two people of it have not ended. One statement."""
    ended = select(OrderFinish.id).where(
        OrderFinish.order_id == PurchaseOrder.id, OrderFinish.state == "agreed"
    )
    asked = select(PurchaseOrder.id).where(PurchaseOrder.act_id == act_id, ~ended.exists())
    return db.session.scalar(asked) is not None


def finishes_of(order_id: int) -> list[ShownFinish]:
    """What was asked to end an order below what was promised, the oldest first. One statement."""
    asked = (
        select(
            OrderFinish.id,
            OrderFinish.pence,
            OrderFinish.basis,
            OrderFinish.words,
            OrderFinish.reason,
            OrderFinish.state,
            OrderFinish.asked_by,
            Person.name,
            OrderFinish.asked_at,
        )
        .join(Person, Person.id == OrderFinish.asked_by)
        .where(OrderFinish.order_id == order_id)
        .order_by(OrderFinish.id)
    )
    return [ShownFinish._make(row) for row in db.session.execute(asked)]


def noted_for(order_id: int, practice_ids: Collection[int]) -> list[NotedShare]:
    """What was noted for these practices of each delivery of an order, and what they said of it. One statement at most."""
    if not practice_ids:
        return []
    asked = (
        select(
            DeliveryShare.delivery_id,
            DeliveryShare.practice_id,
            Practice.code,
            Practice.name,
            OrderDelivery.came_on,
            DeliveryShare.packs,
            RECEIVED,
        )
        .join(OrderDelivery, OrderDelivery.id == DeliveryShare.delivery_id)
        .join(Practice, Practice.id == DeliveryShare.practice_id)
        .where(
            OrderDelivery.order_id == order_id,
            DeliveryShare.practice_id.in_(practice_ids),
            DeliveryShare.packs > 0,
        )
        .order_by(DeliveryShare.delivery_id, Practice.name)
    )
    return [NotedShare._make(row) for row in db.session.execute(asked)]


def deliveries_of(order_id: int) -> list[ShownDelivery]:
    """What came of an order. One statement."""
    return [ShownDelivery._make(row) for row in db.session.execute(_DELIVERIES, {"order": order_id})]
