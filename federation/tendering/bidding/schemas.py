"""What programs send and get about bids."""

from marshmallow import fields, validate

from federation.kernel.api_fields import (
    InstantField,
    SentFileField,
    StrictSchema,
    WholeNumber,
    WordsField,
)
from federation.tendering.bidding.actions.asking import LONGEST_QUESTION, LONGEST_REPLY
from federation.tendering.bidding.actions.inviting import LONGEST_ORGANISATION
from federation.tendering.bidding.rules import LONGEST_ANSWER, MOST_PENCE


class InvitationSent(StrictSchema):
    """Who is asked to bid: the person who gets the link, the organisation (empty: the person's name), and the code of the
    practice that it is, if it is one."""

    email = WordsField(required=True, least=1, longest=254)
    name = WordsField(required=True, least=1, longest=120)
    organisation = WordsField(load_default="", longest=LONGEST_ORGANISATION)
    practice = WordsField(load_default="", longest=10, allow_none=True)


class InvitationMade(StrictSchema):
    """The bidder's number, and the link that was mailed to them. It opens no draft without a code from their mailbox."""

    id = fields.Integer(required=True)
    link = fields.String(required=True)


class BidCodeSent(StrictSchema):
    """The code that was mailed: have one sent by ``POST /api/v1/bids/TOKEN/code``."""

    code = WordsField(required=True, longest=20)


class BidSent(BidCodeSent):
    """A bid: the price in pence with VAT, answers by the keys of the criteria, the code that was mailed, and that the
    declarations are made. Files are those that were sent before."""

    price_pence = WholeNumber(required=True, validate=validate.Range(1, MOST_PENCE))
    answers = fields.Dict(
        keys=WordsField(longest=40), values=WordsField(longest=LONGEST_ANSWER), load_default=dict
    )
    declared = fields.Boolean(load_default=True)


class BidReceiptSchema(StrictSchema):
    """What was handed in: the receipt, which version it is, when it came, the fingerprint of all that is sealed, and how many
    files it has."""

    receipt = fields.String(required=True)
    version = fields.Integer(required=True)
    submitted_at = InstantField(required=True)
    fingerprint = fields.String(required=True)
    files = fields.Integer(required=True)


class BidCriterionSchema(StrictSchema):
    """What is asked: answers are sent under ``key``."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    points = fields.Integer(required=True)


class BidPageSchema(StrictSchema):
    """What a bidder is asked, and the bid that is in (null: none). What it says is sealed, for its bidder too."""

    tender = fields.String(required=True)
    title = fields.String(required=True)
    need = fields.String(required=True)
    closes_at = InstantField(required=True)
    price_points = fields.Integer(required=True)
    criteria = fields.List(fields.Nested(BidCriterionSchema), required=True)
    bid = fields.Nested(BidReceiptSchema, required=True, allow_none=True)


class BidFileSent(StrictSchema):
    """A file of up to 20 MB, as multipart/form-data."""

    file = SentFileField(required=True)


class BidFileSchema(StrictSchema):
    """A file that was sealed; it is part of what is handed in next."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)


class TenderQuestionSent(StrictSchema):
    """A question, for all bidders to read. Nobody sees who asked."""

    text = WordsField(required=True, least=1, longest=LONGEST_QUESTION)


class TenderReplySent(StrictSchema):
    """An answer, for all bidders to read."""

    text = WordsField(required=True, least=1, longest=LONGEST_REPLY)


class TenderQuestionSchema(StrictSchema):
    """A question and its answer, empty until there is one."""

    id = fields.Integer(required=True)
    text = fields.String(required=True)
    asked_at = InstantField(required=True)
    answer = fields.String(required=True)
    answered_at = InstantField(required=True, allow_none=True)


class TenderQuestionsSchema(StrictSchema):
    """The questions, the newest first."""

    items = fields.List(fields.Nested(TenderQuestionSchema), required=True)


class MoreTimeSent(StrictSchema):
    """A later deadline, and why."""

    closes_at = InstantField(required=True)
    reason = WordsField(required=True, least=1, longest=LONGEST_REPLY)


class OpenedBidSchema(StrictSchema):
    """A bid that came in, known by a letter."""

    id = fields.Integer(required=True)
    letter = fields.String(required=True)


class HalfOpenedSchema(StrictSchema):
    """How many of two people have opened their half; with the second, the bids."""

    openers = fields.Integer(required=True)
    bids = fields.List(fields.Nested(OpenedBidSchema))


class ReadBidSchema(OpenedBidSchema):
    """A bid that was opened. Its price is not in it."""

    name = fields.String(required=True)
    version = fields.Integer(required=True)
    submitted_at = InstantField(required=True)
    fingerprint = fields.String(required=True)
    answers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    files = fields.List(fields.Nested(BidFileSchema), required=True)


class ReadBidsSchema(StrictSchema):
    """The bids of a tender that were opened."""

    items = fields.List(fields.Nested(ReadBidSchema), required=True)
