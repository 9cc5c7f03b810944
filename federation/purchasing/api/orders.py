"""Offers, orders, deliveries, bills and savings, for programs."""

from typing import Any

from flask import Response

from federation.kernel.answers import problem
from federation.kernel.api import ID, Endpoint, address, answer, nothing
from federation.kernel.api_fields import iso
from federation.kernel.policy import may
from federation.kernel.web import actor, permission
from federation.purchasing import order_schemas as schemas
from federation.purchasing.actions.billing import WantedBill, note_bill, note_delivery
from federation.purchasing.actions.offers import WantedOffer, take_back, write_offer
from federation.purchasing.actions.ordering import CannotOrder, ask_members, place_order
from federation.purchasing.blueprint import API_ONE, programs
from federation.purchasing.permissions import RoundOf
from federation.purchasing.queries.needs import demand_of
from federation.purchasing.queries.offers import ComparedOffer, offers_compared
from federation.purchasing.queries.orders import PracticeSaving, orders_of, savings, shares_by_order
from federation.purchasing.queries.rounds import round_here
from federation.purchasing.rules import FEWEST


@programs.route(f"{API_ONE}/offers")
class PurchaseOffersView(Endpoint):
    """What suppliers offer."""

    @permission("purchasing.read")
    @programs.response(200, schemas.OffersSchema)
    def get(self, round_id: int) -> Response:
        """The offers by item and by what they cost these practices in all, alike for each."""
        prices = may(actor(), "purchasing.prices", round_here(round_id).whose)
        compared = offers_compared(round_id, demand_of(round_id))
        return answer({"items": [_offer(one, prices) for one in compared]})

    @permission("purchasing.run")
    @programs.arguments(schemas.OfferSent)
    @programs.response(201, schemas.OfferMade)
    def post(self, sent: dict[str, Any], round_id: int) -> Response:
        """Write an offer down, for all to read. It is never changed."""
        breaks = [(one["units"], one["pence"]) for one in sent["breaks"]]
        made = write_offer(actor(), round_id, WantedOffer(**{**sent, "breaks": breaks}))
        return answer({"id": made}, 201)


@programs.route(f"{API_ONE}/offers/<{ID}:offer_id>/back")
class OfferBackView(Endpoint):
    """Taking an offer back."""

    @permission("purchasing.run")
    @programs.arguments(schemas.OfferBackSent)
    @programs.response(204)
    def post(self, sent: dict[str, Any], round_id: int, offer_id: int) -> Response:
        """Write down that an offer is not to be had any more. It stays in the list, and nobody orders it."""
        take_back(actor(), round_id, offer_id, sent["reason"])
        return nothing()


@programs.route(f"{API_ONE}/ask")
class OrderAskedView(Endpoint):
    """Ordering beyond a mandate."""

    @permission("purchasing.order")
    @programs.arguments(schemas.OrderSent)
    @programs.response(201, schemas.OrderAsked)
    def post(self, sent: dict[str, Any], round_id: int) -> Response:
        """Ask the members to let the group order by an offer what its mandate alone keeps it from ordering. Once it is carried,
        order it. Where anything else is in the way the answer is 409 with all ``reasons``."""
        try:
            made = ask_members(actor(), round_id, sent["offer"])
        except CannotOrder as refused:
            return problem(409, "Conflict", refused.words, reasons=list(refused.reasons))
        return answer({"decision": made}, 201, address(f"decisions/{made}"))


@programs.route(f"{API_ONE}/order")
class PurchaseOrderView(Endpoint):
    """Ordering."""

    @permission("purchasing.order")
    @programs.arguments(schemas.OrderSent)
    @programs.response(201, schemas.OrderMade)
    def post(self, sent: dict[str, Any], round_id: int) -> Response:
        """Order by an offer what the members voted, within the mandate of the group, or where they let it. Where that may not be
        the answer is 409 with all ``reasons``: specification, item, fingerprint, open, called_off, demand, minimum, ordered,
        taken_back, and those of the mandate (task, power, amount, total, term, reserved, suspended)."""
        try:
            placed = place_order(actor(), round_id, sent["offer"])
        except CannotOrder as refused:
            return problem(409, "Conflict", refused.words, reasons=list(refused.reasons))
        made = {
            "id": placed.id,
            "act": placed.act,
            "pence": placed.pence,
            "call_in_until": iso(placed.call_in_until),
        }
        return answer(made, 201, address(f"acts/{placed.act}"))


@programs.route(f"{API_ONE}/orders")
class PurchaseOrdersView(Endpoint):
    """What was ordered."""

    @permission("purchasing.read")
    @programs.response(200, schemas.OrdersSchema)
    def get(self, round_id: int) -> Response:
        """The orders of a round, with what each practice gets and pays; the shares add up to the order. Whoever may not read
        what each practice pays gets no shares."""
        prices = may(actor(), "purchasing.prices", round_here(round_id).whose)
        shares = shares_by_order(round_id) if prices else {}
        return answer(
            {
                "items": [
                    {
                        "id": one.id,
                        "offer": one.offer_id,
                        "act": one.act_id,
                        "state": one.state,
                        "version": one.version,
                        "fingerprint": one.fingerprint,
                        "pence": one.pence,
                        "ordered_at": iso(one.ordered_at),
                        "shares": [
                            {
                                "practice": share.code,
                                "quantity": share.quantity,
                                "packs": share.packs,
                                "pence": share.pence,
                                "baseline_pence": share.baseline_pence,
                                "delivered": share.came,
                                "paid_pence": share.paid_pence,
                                "unconfirmed": share.unconfirmed,
                            }
                            for share in shares.get(one.id, ())
                        ],
                    }
                    for one in orders_of(round_id)
                ]
            }
        )


@programs.route(f"{API_ONE}/deliveries")
class PurchaseDeliveriesView(Endpoint):
    """What came."""

    @permission("purchasing.order")
    @programs.arguments(schemas.DeliverySent)
    @programs.response(201, schemas.SharesSchema)
    def post(self, sent: dict[str, Any], round_id: int) -> Response:
        """Share out what came of an order, in proportion to what each practice still waits for."""
        shares = note_delivery(
            actor(), round_id, sent["packs"], sent["came_on"], sent["words"], sent["order"]
        )
        return answer({"shares": shares}, 201)


@programs.route(f"{API_ONE}/invoices")
class PurchaseInvoicesView(Endpoint):
    """What was billed."""

    @permission("purchasing.order")
    @programs.arguments(schemas.InvoiceSent)
    @programs.response(201, schemas.SharesSchema)
    def post(self, sent: dict[str, Any], round_id: int) -> Response:
        """Split a bill for an order to the penny: by quantity, by patients or equally, as the members voted where they did."""
        wanted = WantedBill(sent["pence"], sent["basis"], sent["words"])
        return answer({"shares": note_bill(actor(), round_id, wanted, sent["order"])}, 201)


@programs.route(f"{API_ONE}/savings")
class RoundSavingsView(Endpoint):
    """What a round saved."""

    @permission("purchasing.read")
    @programs.response(200, schemas.SavingsSchema)
    def get(self, round_id: int) -> Response:
        """What each practice paid and saved in a round; null where it is not known."""
        prices = may(actor(), "purchasing.prices", round_here(round_id).whose)
        return answer(_savings(savings(round_id), prices))


@programs.route("/purchasing/savings")
class AllSavingsView(Endpoint):
    """What buying together saved."""

    @permission("purchasing.read")
    @programs.response(200, schemas.SavingsSchema)
    def get(self) -> Response:
        """What each practice paid and saved in all rounds; null where it is not known."""
        return answer(_savings(savings(), may(actor(), "purchasing.prices", RoundOf(None))))


def _savings(found: list[PracticeSaving], prices: bool) -> dict[str, Any]:
    known = [one.saved_pence for one in found if one.saved_pence is not None]
    return {
        "practices": [
            {
                "practice": one.code,
                "paid_pence": one.paid_pence,
                "saved_pence": one.saved_pence,
                "unknown_orders": one.unknown,
            }
            for one in (found if prices else ())
        ],
        "paid_pence": sum(one.paid_pence for one in found),
        "saved_pence": sum(known) if len(known) >= (1 if prices else FEWEST) else None,
    }


def _offer(one: ComparedOffer, prices: bool) -> dict[str, Any]:
    offer, cost = one.offer, one.cost
    return {
        "id": offer.id,
        "supplier": offer.supplier,
        "item": offer.item,
        "unit": offer.unit,
        "pence": offer.pence,
        "delivery_pence": offer.delivery_pence,
        "deliveries": offer.deliveries,
        "vat_percent": offer.vat_percent,
        "minimum": offer.minimum,
        "breaks": [{"units": units, "pence": pence} for units, pence in offer.breaks],
        "taken_back": offer.taken_back,
        "cost": None
        if cost is None
        else {
            "units": cost.packs,
            "unit_pence": cost.pack_pence,
            "goods_pence": cost.goods_pence,
            "delivery_pence": cost.delivery_pence,
            "vat_pence": cost.vat_pence,
            "total_pence": cost.total_pence,
            "short_by": cost.short_by,
            "next_break": {"units": cost.next_break.packs, "pence": cost.next_break.pence}
            if cost.next_break
            else None,
            "shares": {share.practice: share.pence for share in cost.shares} if prices else {},
        },
    }
