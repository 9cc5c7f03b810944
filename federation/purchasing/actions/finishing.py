"""What practices say came, and how an order ends below what was promised: one person of the group asks, another agrees."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.words import money
from federation.mandates.actions.acting import pay
from federation.network.dues.actions import done_due, drop_due
from federation.purchasing.actions.billing import (
    LONGEST_BILL,
    WantedBill,
    came_key,
    check_basis,
    check_goes_on,
    order_billed,
    order_in,
    split_among,
)
from federation.purchasing.actions.rounds import one_line
from federation.purchasing.models import OrderDelivery, OrderFinish, PurchaseOrder, ShareReceipt
from federation.purchasing.permissions import NeedsOf
from federation.purchasing.queries.deliveries import deliveries_of, noted_for
from federation.purchasing.queries.orders import ShownOrder, bills_of
from federation.purchasing.queries.rounds import practice_coded

LONGEST_WHY: Final = 1_000


class WantedFinish(NamedTuple):
    """How an order is to end: a last bill (0 pence: none comes) split by ``basis``, which bill it is, and why it ends so."""

    pence: int
    basis: str
    words: str
    reason: str


def say_received(
    actor: Actor, round_id: int, delivery_id: int, code: str, packs: int, words: str = ""
) -> None:
    """Say for a practice how many packs of a delivery it got; what is missing is still to come. The newest word holds."""
    authorize(actor, "purchasing.answer")
    practice = practice_coded(code)
    authorize(actor, "purchasing.answer", NeedsOf(practice.id))
    words = one_line(words, "words", "", LONGEST_BILL)
    order_id = db.session.scalar(select(OrderDelivery.order_id).where(OrderDelivery.id == delivery_id))
    if order_id is None:
        raise NotFound()
    order = order_in(round_id, order_id)
    with unit_of_work() as session:
        now = held(PurchaseOrder, order.id).now
        check_goes_on(order)
        noted = next(
            (one for one in noted_for(order.id, [practice.id]) if one.delivery_id == delivery_id), None
        )
        if noted is None:
            raise NotFound()
        if not 0 <= packs <= noted.packs:
            raise Invalid(f"Enter how many your practice got, from 0 to {noted.packs:,}", "packs")
        if packs < noted.packs and not words:
            raise Invalid("Say what is missing", "words")
        session.add(
            ShareReceipt(
                delivery_id=delivery_id,
                practice_id=practice.id,
                packs=packs,
                words=words,
                said_by=actor.person_id,
                said_at=now,
            )
        )
        session.flush()
        done_due(came_key(delivery_id), actor.person_id, practice_id=practice.id)
        record.append(
            actor.person_id,
            "purchase.received",
            f"purchase:{round_id}",
            delivery=delivery_id,
            practice=practice.id,
            packs=packs,
            text=record.digest(words),
        )


def ask_finish(actor: Actor, round_id: int, wanted: WantedFinish, order_id: int | None = None) -> int:
    """Ask that an order ends below what was promised, with the reason. Nothing of it is done before another person of the group
    agrees. Returns the number of what is asked."""
    order = order_billed(actor, round_id, order_id)
    check_basis(order, wanted.basis)
    words = one_line(wanted.words, "words", "Say which bill it is" if wanted.pence else "", LONGEST_BILL)
    reason = one_line(wanted.reason, "reason", "Say why the order ends so", LONGEST_WHY)
    with unit_of_work() as session:
        now = held(PurchaseOrder, order.id).now
        _check_open(order)
        left = order.pence - sum(one.pence for one in bills_of(order.id))
        if not 0 <= wanted.pence < left:
            raise Invalid(f"Enter less than is still promised, {money(left)}", "pence")
        if db.session.scalar(_waiting(order.id)) is not None:
            raise Refusal("Somebody has asked this already. Another person of the group says yes or no.")
        row = OrderFinish(
            order_id=order.id,
            pence=wanted.pence,
            basis=wanted.basis,
            words=words,
            reason=reason,
            state="asked",
            asked_by=actor.person_id,
            asked_at=now,
        )
        session.add(row)
        session.flush()
        _note(actor, "purchase.finish_asked", order, row)
        return row.id


def settle_finish(actor: Actor, round_id: int, finish_id: int, agree: bool) -> dict[str, int]:
    """Say whether an order ends below what was promised, as another person of the group asked; then its last bill is split, and
    what is left of its money is free again. Returns what each practice pays of that bill, by code."""
    authorize(actor, "purchasing.order")
    order_id = db.session.scalar(select(OrderFinish.order_id).where(OrderFinish.id == finish_id))
    if order_id is None:
        raise NotFound()
    order = order_billed(actor, round_id, order_id)
    with unit_of_work():
        now = held(PurchaseOrder, order.id).now
        row = held(OrderFinish, finish_id).row
        _check_settling(actor, row)
        split = _settle(actor, order, row, agree, now)
        _note(actor, "purchase.finish_settled", order, row, state=row.state)
        return split


def finish_digest(row: OrderFinish) -> str:
    """The fingerprint of what was asked, as the record keeps it."""
    return record.digest([row.order_id, row.pence, row.basis, row.words, row.reason])


def _check_settling(actor: Actor, row: OrderFinish) -> None:
    if row.state != "asked":
        raise Refusal("This has been settled already.")
    if row.asked_by == actor.person_id:
        raise Refusal("You have asked this yourself. Another person of the group says yes or no.")


def _settle(actor: Actor, order: ShownOrder, row: OrderFinish, agree: bool, now: datetime) -> dict[str, int]:
    row.state = "agreed" if agree else "refused"
    row.settled_by, row.settled_at = actor.person_id, now
    db.session.flush()
    if not agree:
        return {}
    for one in deliveries_of(order.id):
        drop_due(came_key(one.id))
    if row.pence:
        return split_among(actor, order, WantedBill(row.pence, row.basis, row.words), last=True)
    pay(actor, order.act_id, 0, row.reason, True)
    return {}


def _check_open(order: ShownOrder) -> None:
    if order.state == "settled":
        raise Refusal("All of this order is paid.")
    if order.state == "refused":
        raise Refusal("The members have stopped this order.")


def _waiting(order_id: int) -> Any:
    return select(OrderFinish.id).where(OrderFinish.order_id == order_id, OrderFinish.state == "asked")


def _note(actor: Actor, name: str, order: ShownOrder, row: OrderFinish, **data: str) -> None:
    record.append(
        actor.person_id,
        name,
        f"purchase:{order.round_id}",
        order=order.id,
        finish=row.id,
        text=finish_digest(row),
        **data,
    )
