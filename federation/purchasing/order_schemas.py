"""What programs send and get about offers, orders, bills and savings."""

from marshmallow import fields, validate

from federation.kernel.api_fields import (
    LARGEST,
    DayField,
    InstantField,
    StrictSchema,
    WholeNumber,
    WordsField,
)
from federation.purchasing.actions.billing import LONGEST_BILL
from federation.purchasing.actions.needs import LONGEST_SUPPLIER, MOST_PENCE, MOST_QUANTITY
from federation.purchasing.actions.offers import LONGEST_NOTE, MOST_BREAKS, MOST_DELIVERIES
from federation.purchasing.actions.rounds import LONGEST_ITEM, LONGEST_UNIT
from federation.purchasing.rules import BASES

_PENCE, _PRICE = validate.Range(0, MOST_PENCE), validate.Range(1, MOST_PENCE)


class BreakSchema(StrictSchema):
    """From so many ``units`` on, one costs ``pence``."""

    units = WholeNumber(required=True, validate=validate.Range(1, MOST_QUANTITY))
    pence = WholeNumber(required=True, validate=_PRICE)


class OfferSent(StrictSchema):
    """An offer: ``pence`` for one ``unit`` (as ``box of 90``) without VAT, so many deliveries at a price each, VAT in per cent,
    the least number of units, and lower prices from more units on."""

    supplier = WordsField(required=True, least=1, longest=LONGEST_SUPPLIER)
    item = WordsField(required=True, least=1, longest=LONGEST_ITEM)
    unit = WordsField(required=True, least=1, longest=LONGEST_UNIT)
    pence = WholeNumber(required=True, validate=_PRICE)
    delivery_pence = WholeNumber(load_default=0, validate=_PENCE)
    deliveries = WholeNumber(load_default=0, validate=validate.Range(0, MOST_DELIVERIES))
    vat_percent = WholeNumber(load_default=0, validate=validate.Range(0, 100))
    minimum = WholeNumber(load_default=0, validate=validate.Range(0, MOST_QUANTITY))
    breaks = fields.List(
        fields.Nested(BreakSchema), load_default=list, validate=validate.Length(max=MOST_BREAKS)
    )
    words = WordsField(load_default="", longest=LONGEST_NOTE)


class OfferBackSent(StrictSchema):
    """Why an offer is not to be had any more."""

    reason = WordsField(required=True, least=1, longest=LONGEST_NOTE)


class OrderAsked(StrictSchema):
    """The decision by which the members let the group order, or not."""

    decision = fields.Integer(required=True)


class OfferMade(StrictSchema):
    """The number of an offer."""

    id = fields.Integer(required=True)


class OfferCostSchema(StrictSchema):
    """What an offer costs these practices, in whole units; the shares add up to the total."""

    units = fields.Integer(required=True)
    unit_pence = fields.Integer(required=True)
    goods_pence = fields.Integer(required=True)
    delivery_pence = fields.Integer(required=True)
    vat_pence = fields.Integer(required=True)
    total_pence = fields.Integer(required=True)
    short_by = fields.Integer(required=True)
    next_break = fields.Nested(BreakSchema, required=True, allow_none=True)
    shares = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class OfferAnswer(StrictSchema):
    """An offer, and what it costs; null where nobody needs its item in a unit that can be converted. ``taken_back`` is why it is
    not to be had any more; null: it is."""

    id = fields.Integer(required=True)
    supplier = fields.String(required=True)
    item = fields.String(required=True)
    unit = fields.String(required=True)
    pence = fields.Integer(required=True)
    delivery_pence = fields.Integer(required=True)
    deliveries = fields.Integer(required=True)
    vat_percent = fields.Integer(required=True)
    minimum = fields.Integer(required=True)
    breaks = fields.List(fields.Nested(BreakSchema), required=True)
    taken_back = fields.String(required=True, allow_none=True)
    cost = fields.Nested(OfferCostSchema, required=True, allow_none=True)


class OffersSchema(StrictSchema):
    """The offers of a round."""

    items = fields.List(fields.Nested(OfferAnswer), required=True)


class OrderSent(StrictSchema):
    """An order by an offer (by number)."""

    offer = WholeNumber(required=True, validate=validate.Range(1, LARGEST))


class OrderMade(StrictSchema):
    """An order that was placed, the act of the group that it is, and until when a practice can call it in."""

    id = fields.Integer(required=True)
    act = fields.Integer(required=True)
    pence = fields.Integer(required=True)
    call_in_until = InstantField(required=True, allow_none=True)


class OrderShareSchema(StrictSchema):
    """What a practice gets of an order, in single things and in whole units, what it is to pay, what it paid before for as much
    (null: not known), what came, what it was billed, and of how much that came it has said nothing yet."""

    practice = fields.String(required=True)
    quantity = fields.Integer(required=True)
    packs = fields.Integer(required=True)
    pence = fields.Integer(required=True)
    baseline_pence = fields.Integer(required=True, allow_none=True)
    delivered = fields.Integer(required=True)
    paid_pence = fields.Integer(required=True)
    unconfirmed = fields.Integer(required=True)


class OrderAnswer(StrictSchema):
    """An order. ``state`` is that of the group's act: standing, held (called in), refused or settled."""

    id = fields.Integer(required=True)
    offer = fields.Integer(required=True)
    act = fields.Integer(required=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True)
    fingerprint = fields.String(required=True)
    pence = fields.Integer(required=True)
    ordered_at = InstantField(required=True)
    shares = fields.List(fields.Nested(OrderShareSchema), required=True)


class OrdersSchema(StrictSchema):
    """The orders of a round."""

    items = fields.List(fields.Nested(OrderAnswer), required=True)


class DeliverySent(StrictSchema):
    """So many whole units came on a day. ``order`` is needed where a round has several."""

    packs = WholeNumber(required=True, validate=validate.Range(1, MOST_QUANTITY))
    came_on = DayField(required=True)
    words = WordsField(load_default="", longest=LONGEST_BILL)
    order = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(1, LARGEST))


class InvoiceSent(StrictSchema):
    """A bill to split. An order that ends below what was promised is ended by two people: see ``finish``."""

    pence = WholeNumber(required=True, validate=validate.Range(1, MOST_PENCE))
    basis = WordsField(required=True, validate=[validate.OneOf(BASES)])
    words = WordsField(load_default="Bill", least=1, longest=LONGEST_BILL)
    order = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(1, LARGEST))


class SharesSchema(StrictSchema):
    """The share of each practice, by its ODS code: pence of a bill, units of a delivery. They add up to the whole."""

    shares = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class PracticeSavingSchema(StrictSchema):
    """What a practice paid and saved. Null: it is not known. ``unknown_orders`` are those of which it is not."""

    practice = fields.String(required=True)
    paid_pence = fields.Integer(required=True)
    saved_pence = fields.Integer(required=True, allow_none=True)
    unknown_orders = fields.Integer(required=True)


class SavingsSchema(StrictSchema):
    """What practices paid and saved, on what was billed. The totals are the sums of what is known."""

    practices = fields.List(fields.Nested(PracticeSavingSchema), required=True)
    paid_pence = fields.Integer(required=True)
    saved_pence = fields.Integer(required=True, allow_none=True)
