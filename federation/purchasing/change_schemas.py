"""What programs send about what happens after a round has closed, and after an order."""

from marshmallow import fields, validate

from federation.kernel.api_fields import LARGEST, StrictSchema, WholeNumber, WordsField
from federation.purchasing.actions.billing import LONGEST_BILL
from federation.purchasing.actions.changing import LONGEST_WHY
from federation.purchasing.actions.needs import MOST_LINES, MOST_PENCE, MOST_QUANTITY
from federation.purchasing.rules import BASES
from federation.purchasing.schemas import NeedLineSchema


class LateSent(StrictSchema):
    """What a practice (by its ODS code) had not said when the round closed, and why it comes late."""

    practice = WordsField(required=True, least=1, longest=12)
    lines = fields.List(fields.Nested(NeedLineSchema), required=True, validate=validate.Length(1, MOST_LINES))
    words = WordsField(required=True, least=1, longest=LONGEST_WHY)


class AskedMade(StrictSchema):
    """The number of what was asked."""

    id = fields.Integer(required=True)


class SecondWord(StrictSchema):
    """The word of a second person: true or false."""

    agree = fields.Boolean(required=True, truthy={True}, falsy={False})


class ReceiptSent(StrictSchema):
    """What a practice (by its ODS code) got of a delivery, and what is missing."""

    delivery = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    practice = WordsField(required=True, least=1, longest=12)
    packs = WholeNumber(required=True, validate=validate.Range(0, MOST_QUANTITY))
    words = WordsField(load_default="", longest=LONGEST_BILL)


class FinishSent(StrictSchema):
    """How an order is to end below what was promised: a last bill (0: none), how it is split, which it is, and why."""

    order = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(1, LARGEST))
    pence = WholeNumber(load_default=0, validate=validate.Range(0, MOST_PENCE))
    basis = WordsField(load_default="quantity", validate=[validate.OneOf(BASES)])
    words = WordsField(load_default="", longest=LONGEST_BILL)
    reason = WordsField(required=True, least=1, longest=LONGEST_WHY)
