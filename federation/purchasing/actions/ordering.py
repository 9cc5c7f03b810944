"""Ordering: only the version that the members voted, and only within the mandate of the group, as an act of it, or as an act that
the members let it do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from federation.kernel import record
from federation.kernel.db import unit_of_work
from federation.kernel.held import held
from federation.kernel.policy import Actor, authorize
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import insert_many
from federation.kernel.words import money
from federation.mandates.actions.acting import DoneAct, OutsideItsMandate, do_act
from federation.mandates.actions.escalating import escalate
from federation.mandates.queries.authority import may_act
from federation.mandates.rules import GroupAct, OutsideMandate
from federation.network.locking import one_at_a_time
from federation.purchasing.models import OrderShare, PurchaseOrder, PurchaseRound
from federation.purchasing.permissions import RoundOf
from federation.purchasing.queries.letting import asked_of, let_act
from federation.purchasing.queries.needs import demand_of
from federation.purchasing.queries.offers import ShownOffer, cost_here, offer_here
from federation.purchasing.queries.orders import ShownOrder, orders_of
from federation.purchasing.queries.rounds import ShownRound, round_here
from federation.purchasing.queries.specifications import VotedSpec, voted_of
from federation.purchasing.rules import OfferCost, OrderFacts, fingerprint_of, meant, order_reasons
from federation.purchasing.words import reason_words

AREA: Final = "purchasing"
"""The area of work in which groups buy."""


class CannotOrder(Refusal):
    """An order may not be placed, for these reasons: names, and the same in words."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reason_words(reason) for reason in reasons))
        self.reasons = reasons


class OrderChecked(NamedTuple):
    """What an order would be: all reasons against it, those ``outside`` the mandate among them, and what it costs; None where
    nobody needs it. ``let`` is the act by which the members let the group order it, where it lies outside its mandate."""

    own: tuple[str, ...]
    outside: tuple[str, ...]
    cost: OfferCost | None
    voted: VotedSpec | None
    act: GroupAct
    detail: str
    let: int | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """All that stands against it."""
        return (*self.own, *self.outside)

    @property
    def can_be_asked(self) -> bool:
        """Whether its mandate alone is in the way, so that the members can let the group order it."""
        return bool(self.outside) and not self.own


class PlacedOrder(NamedTuple):
    """An order that was placed: its number, that of the act, what it costs, and until when a practice can call it in."""

    id: int
    act: int
    pence: int
    call_in_until: datetime | None


def check_order(found: ShownRound, offer: ShownOffer) -> OrderChecked:
    """Whether an offer may be ordered now, with every reason against it. Reads only; ``place_order`` asks again."""
    demand, voted = demand_of(found.id), voted_of(found.id)
    cost = cost_here(offer, demand)
    facts = OrderFacts(
        voted=voted.number if voted else None,
        named=voted is not None and any(meant(*one) == meant(offer.item, offer.unit) for one in voted.items),
        fingerprint=fingerprint_of(voted.text, voted.items) if voted else "",
        voted_fingerprints=(voted.fingerprint, voted.said) if voted else (),
        state=found.state,
        wanted=cost is not None,
        short_by=cost.short_by if cost else 0,
        ordered=_is_ordered(found.id, offer, voted),
        taken_back=offer.taken_back is not None,
    )
    kind = found.category_title
    words = f"Order in purchase round {found.id} ({kind}): {found.title}. {offer.item}"
    act = GroupAct("buy", AREA, cost.total_pence if cost else 0, words, {found.category, kind})
    detail = f", from {offer.supplier} (offer {offer.id})"
    answer = may_act(found.group_id, act)
    outside = answer.reasons if isinstance(answer, OutsideMandate) else ()
    let = let_act(found.group_id, act, detail) if outside else None
    return OrderChecked(order_reasons(facts), () if let else outside, cost, voted, act, detail, let)


def place_order(actor: Actor, round_id: int, offer_id: int) -> PlacedOrder:
    """Order what the practices need by an offer: its money is promised as an act of the group. Raises ``CannotOrder`` with every
    reason, and then nothing is done."""
    authorize(actor, "purchasing.order")
    found = round_here(round_id)
    authorize(actor, "purchasing.order", RoundOf(found.group_id))
    with unit_of_work() as session:
        one_at_a_time()
        now = held(PurchaseRound, round_id).now
        checked = check_order(round_here(round_id), offer_here(offer_id, round_id))
        cost, voted = checked.cost, checked.voted
        if checked.reasons or cost is None or voted is None:
            raise CannotOrder(checked.reasons)
        done = _act(actor, found.group_id, checked)
        row = PurchaseOrder(
            round_id=round_id,
            offer_id=offer_id,
            spec_id=voted.id,
            fingerprint=voted.fingerprint,
            act_id=done.id,
            pence=cost.total_pence,
            ordered_by=actor.person_id,
            ordered_at=now,
        )
        session.add(row)
        session.flush()
        _keep_shares(row, cost)
        record.append(
            actor.person_id,
            "purchase.ordered",
            f"purchase:{round_id}",
            order=row.id,
            offer=offer_id,
            act=done.id,
            pence=row.pence,
            version=voted.number,
            fingerprint=voted.fingerprint,
            shares=order_digest([share[:5] for share in cost.shares]),
        )
        return PlacedOrder(row.id, done.id, row.pence, done.call_in_until)


def ask_members(actor: Actor, round_id: int, offer_id: int) -> int:
    """Ask the members to let the group order by an offer what its mandate alone keeps it from ordering. Once it is carried the
    group orders it, at that price and no other. Returns the number of the decision. Raises ``CannotOrder`` with what else is
    in the way."""
    authorize(actor, "purchasing.order")
    found = round_here(round_id)
    authorize(actor, "purchasing.order", RoundOf(found.group_id))
    with unit_of_work():
        held(PurchaseRound, round_id)
        checked = check_order(round_here(round_id), offer_here(offer_id, round_id))
        if checked.own:
            raise CannotOrder(checked.own)
        if not checked.outside:
            raise Refusal("This can be ordered without asking the members.")
        if asked_of(checked.act, checked.detail) is not None:
            raise Refusal("The members have been asked already.")
        number = escalate(actor, found.group_id, checked.act, checked.detail)
        record.append(
            actor.person_id, "purchase.asked", f"purchase:{round_id}", offer=offer_id, decision=number
        )
        return number


def order_digest(shares: Sequence[Sequence[Any]]) -> str:
    """The fingerprint of what practices get of an order, as the record keeps it: code, single things, packs, pence, and what they
    paid before for as much."""
    return record.digest([list(one) for one in shares])


def _act(actor: Actor, group_id: int, checked: OrderChecked) -> DoneAct:
    """The act that the order is: one that the members let the group do, else one within its mandate."""
    if checked.let is not None:
        return DoneAct(checked.let, None)
    try:
        return do_act(actor, group_id, checked.act)
    except OutsideItsMandate as outside:
        raise CannotOrder(outside.reasons) from None


def _is_ordered(round_id: int, offer: ShownOffer, voted: VotedSpec | None) -> bool:
    """Whether this offer, or another for the same item, has been ordered. What the members have stopped is ordered again only
    after another vote on what is to be bought."""
    item = meant(offer.item, offer.unit)
    return any(
        one.offer_id == offer.id or (meant(one.item, one.unit) == item and not _voted_anew(one, voted))
        for one in orders_of(round_id)
    )


def _voted_anew(one: ShownOrder, voted: VotedSpec | None) -> bool:
    return one.state == "refused" and voted is not None and voted.voted_at > one.ordered_at


def _keep_shares(row: PurchaseOrder, cost: OfferCost) -> None:
    numbers = {one.practice.code: one.practice.id for one in demand_of(row.round_id).practices}
    insert_many(
        OrderShare,
        [
            {
                "order_id": row.id,
                "practice_id": numbers[one.practice],
                "quantity": one.quantity,
                "packs": one.packs,
                "pence": one.pence,
                "baseline_pence": one.baseline_pence,
            }
            for one in cost.shares
        ],
    )


def promised_words(placed: PlacedOrder) -> str:
    """What was promised, in a sentence."""
    return f"Ordered for {money(placed.pence)}. The money is promised within the mandate of the group."
