"""What comes and what is billed: split among those who ordered, to the pack and to the penny."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import held
from federation.kernel.measures import Sharer
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Invalid, NotFound, Refusal
from federation.kernel.tenancy import insert_many
from federation.mandates.actions.acting import pay
from federation.network.dues.actions import DuePage, add_due
from federation.network.ledger.actions import gained, paid, take_back
from federation.purchasing.actions.rounds import one_line
from federation.purchasing.models import (
    BillShare,
    DeliveryShare,
    OrderDelivery,
    PurchaseBill,
    PurchaseOrder,
)
from federation.purchasing.permissions import RoundOf
from federation.purchasing.queries.deliveries import finishes_of
from federation.purchasing.queries.orders import (
    ShareOfOrder,
    ShownOrder,
    bills_of,
    order_here,
    orders_of,
    saved_of,
    shares_of,
)
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.rules import BASES, share_delivered, split_bill

LONGEST_BILL: Final = 1_000
DAYS_TO_CONFIRM: Final = 14


class WantedBill(NamedTuple):
    """A bill to split."""

    pence: int
    basis: str
    words: str


def order_in(round_id: int, order_id: int | None) -> ShownOrder:
    """The order of a round with this number; without one the only one there is. Raises ``NotFound`` and ``Invalid``."""
    round_here(round_id)
    found = orders_of(round_id)
    if order_id is None:
        if not found:
            raise Refusal("Nothing has been ordered in this round yet.")
        if len(found) > 1:
            raise Invalid("Say for which order: there are several", "order")
        return found[0]
    for one in found:
        if one.id == order_id:
            return one
    raise NotFound()


def note_bill(actor: Actor, round_id: int, wanted: WantedBill, order_id: int | None = None) -> dict[str, int]:
    """Split a bill for an order, and note it as money that the group spent. Where the specification says how bills are split, no
    other way is taken. Returns what each practice pays, by code."""
    order = order_billed(actor, round_id, order_id)
    check_basis(order, wanted.basis)
    if wanted.pence <= 0:
        raise Invalid("Enter the amount of the bill", "pence")
    words = one_line(wanted.words, "words", "Say which bill it is", LONGEST_BILL)
    return split_among(actor, order, wanted._replace(words=words))


def check_basis(order: ShownOrder, basis: str) -> None:
    """Refuse a way to split that there is not, or that the members did not vote."""
    if basis not in BASES:
        raise Invalid("Select how the bill is split", "basis")
    if order.basis and basis != order.basis:
        raise Invalid("The members voted another way to split bills, and only that one is taken", "basis")


def split_among(actor: Actor, order: ShownOrder, wanted: WantedBill, last: bool = False) -> dict[str, int]:
    """Split a bill that was checked among those who ordered; ``last``: no other comes. Returns pence by code."""
    with unit_of_work() as session:
        now = held(PurchaseOrder, order.id).now
        shares = shares_of(order.id)
        split = _split(wanted, shares)
        pay(actor, order.act_id, wanted.pence, wanted.words, last)
        row = PurchaseBill(
            order_id=order.id,
            pence=wanted.pence,
            basis=wanted.basis,
            words=wanted.words,
            last=last or order.pence == wanted.pence + sum(one.pence for one in bills_of(order.id)),
            noted_by=actor.person_id,
            noted_at=now,
        )
        session.add(row)
        session.flush()
        numbers = {one.code: one.practice_id for one in shares}
        insert_many(
            BillShare,
            [
                {"bill_id": row.id, "practice_id": numbers[code], "pence": part}
                for code, part in split.items()
            ],
        )
        _announce(order, row, split)
        digest = bill_digest(row)
        _note(
            actor, "purchase.billed", order, split, bill=row.id, pence=row.pence, basis=row.basis, text=digest
        )
        return split


def _split(wanted: WantedBill, shares: Sequence[ShareOfOrder]) -> dict[str, int]:
    try:
        return split_bill(wanted.pence, wanted.basis, [one.payer for one in shares])
    except ValueError:
        raise Invalid("The patients of a practice are not known, so choose another way", "basis") from None


def _note(actor: Actor, name: str, order: ShownOrder, split: Mapping[str, int], **data: Any) -> None:
    record.append(
        actor.person_id,
        name,
        f"purchase:{order.round_id}",
        order=order.id,
        shares=record.digest(dict(split)),
        **data,
    )


def note_delivery(
    actor: Actor, round_id: int, packs: int, came_on: date, words: str = "", order_id: int | None = None
) -> dict[str, int]:
    """Share out what came of an order, in proportion to what each practice still waits for. Returns packs by code."""
    order = order_billed(actor, round_id, order_id)
    words = one_line(words, "words", "", LONGEST_BILL)
    if order.state == "refused":
        raise Refusal("The members have stopped this order, so nothing comes of it.")
    check_goes_on(order)
    with unit_of_work() as session:
        now = held(PurchaseOrder, order.id).now
        shares = shares_of(order.id)
        missing = [Sharer(one.code, one.patients or 0, one.packs - one.came) for one in shares]
        left = int(sum(one.weight for one in missing))
        if not 1 <= packs <= left:
            raise Invalid(f"Enter how many came, from 1 to {left:,} that are still to come", "packs")
        split = share_delivered(packs, missing)
        row = OrderDelivery(
            order_id=order.id,
            packs=packs,
            came_on=came_on,
            words=words,
            noted_by=actor.person_id,
            noted_at=now,
        )
        session.add(row)
        session.flush()
        numbers = {one.code: one.practice_id for one in shares}
        insert_many(
            DeliveryShare,
            [
                {"delivery_id": row.id, "practice_id": numbers[code], "packs": many}
                for code, many in split.items()
            ],
        )
        _ask_whether_it_came(order, row, [numbers[code] for code, many in split.items() if many])
        digest = delivery_digest(row)
        _note(actor, "purchase.delivered", order, split, delivery=row.id, packs=packs, text=digest)
        return split


def bill_digest(row: PurchaseBill) -> str:
    """The fingerprint of a bill, as the record keeps it."""
    return record.digest([row.order_id, row.pence, row.basis, row.words, row.last])


def delivery_digest(row: OrderDelivery) -> str:
    """The fingerprint of a delivery, as the record keeps it."""
    return record.digest([row.order_id, row.packs, row.came_on.isoformat(), row.words])


def check_goes_on(order: ShownOrder) -> None:
    """Refuse what is noted of an order that two people have ended."""
    if any(one.state == "agreed" for one in finishes_of(order.id)):
        raise Refusal("This order has ended.")


def _ask_whether_it_came(order: ShownOrder, row: OrderDelivery, practices: Sequence[int]) -> None:
    """Let each practice say itself what it got."""
    add_due(
        came_key(row.id),
        f"Say what your practice got: {order.item}"[:200],
        row.noted_at + timedelta(days=DAYS_TO_CONFIRM),
        DuePage("purchasing.order", {"round_id": order.round_id, "order_id": order.id}),
        practices=practices,
    )


def came_key(delivery_id: int) -> str:
    """The key under which practices owe a word on a delivery."""
    return f"purchasing.came:{delivery_id}"


def order_billed(actor: Actor, round_id: int, order_id: int | None) -> ShownOrder:
    """An order, for somebody of its group. Raises ``NotFound`` and ``NotYours``."""
    authorize(actor, "purchasing.order")
    authorize(actor, "purchasing.order", RoundOf(round_here(round_id).group_id))
    return order_in(round_id, order_id)


def _announce(order: ShownOrder, bill: PurchaseBill, split: dict[str, int]) -> None:
    """Note in the ledger what each practice paid, and anew what it saved on this order."""
    shares: Sequence[ShareOfOrder] = shares_of(order.id)
    numbers = {one.code: one.practice_id for one in shares}
    for code, pence in split.items():
        if pence:
            paid(
                f"purchasing.bill:{bill.id}",
                f"{order.item} from {order.supplier}"[:200],
                practice_id=numbers[code],
                group_id=order.group_id,
                pence=pence,
            )
    key = f"purchasing.saved:{order.id}"
    take_back(key)
    for amount in saved_of(order_here(order.id), shares, bills_of(order.id)):
        if amount.saved_pence is not None and amount.saved_pence > 0:
            gained(
                key,
                f"Saved on {order.item}"[:200],
                practice_id=numbers[amount.practice],
                group_id=order.group_id,
                pence=amount.saved_pence,
            )
