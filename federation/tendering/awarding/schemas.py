"""What programs send and get about awards."""

from marshmallow import fields, validate

from federation.kernel.api_fields import LARGEST, DayField, StrictSchema, WholeNumber, WordsField
from federation.tendering.awarding.actions.awarding import LONGEST_REASON

_ROW = validate.Range(1, LARGEST)
_CODE = WordsField(least=1, longest=12)


class AwardSent(StrictSchema):
    """Which bid the members are to award to; a reason where it is not the first in the ranking."""

    bid = WholeNumber(required=True, validate=_ROW)
    reason = WordsField(load_default="", longest=LONGEST_REASON)


class DecisionMade(StrictSchema):
    """The decision of the members that was begun."""

    decision = fields.Integer(required=True)


class AllocationRow(StrictSchema):
    """What a practice gets, in units, and what that is worth."""

    practice = fields.String(required=True)
    amount = fields.Integer(required=True)
    pence = fields.Integer(required=True)


class AllocationAnswer(StrictSchema):
    """How an award is shared out now; the amounts add up to the total. ``waiting`` is the number of a change that nobody has
    confirmed yet, or null."""

    total = fields.Integer(required=True)
    unit = fields.String(required=True)
    change = fields.Integer(required=True)
    kind = fields.String(required=True)
    reason = fields.String(required=True)
    waiting = fields.Integer(required=True, allow_none=True)
    rows = fields.List(fields.Nested(AllocationRow), required=True)


class ChangeSent(StrictSchema):
    """Sharing an award out anew: ``without`` a practice that leaves, with another ``total``, or with ``amounts`` by code; who
    keeps what it has (``keep``), and why."""

    reason = WordsField(required=True, least=1, longest=LONGEST_REASON)
    without = WordsField(load_default="", longest=12)
    total = WholeNumber(load_default=None, allow_none=True, validate=_ROW)
    amounts = fields.Dict(
        keys=_CODE,
        values=WholeNumber(validate=validate.Range(0, LARGEST)),
        load_default=None,
        allow_none=True,
    )
    keep = fields.List(_CODE, load_default=list, validate=validate.Length(max=10_000))


class ChangeMade(StrictSchema):
    """The number of a change, and whether the members must decide it."""

    change = fields.Integer(required=True)
    beyond = fields.Boolean(required=True)


class FairnessRow(StrictSchema):
    """A practice: its patients, what it gets of all tenders, and how many times its share of patients that is (null: nothing was
    shared); the reasons where it is more than one and a half times."""

    practice = fields.String(required=True)
    patients = fields.Integer(required=True)
    pence = fields.Integer(required=True)
    times = fields.Float(required=True, allow_none=True)
    over = fields.Boolean(required=True)
    reasons = fields.List(fields.String(), required=True)


class FairnessAnswer(StrictSchema):
    """All practices, those with the most of their share first, and how even it is for each patient: Jain's index (1: all
    alike) and Gini's coefficient (0: all alike)."""

    tenders = fields.Integer(required=True)
    pence = fields.Integer(required=True)
    jain = fields.Float(required=True, allow_none=True)
    gini = fields.Float(required=True, allow_none=True)
    rows = fields.List(fields.Nested(FairnessRow), required=True)


class ChallengeSent(StrictSchema):
    """What a bidder asks or objects to."""

    bid = WholeNumber(required=True, validate=_ROW)
    words = WordsField(required=True, least=1, longest=LONGEST_REASON)


class ChallengeMade(StrictSchema):
    """The number of a challenge."""

    id = fields.Integer(required=True)


class ChallengeAnswered(StrictSchema):
    """The answer to a challenge."""

    answer = WordsField(required=True, least=1, longest=LONGEST_REASON)


class TenderContractSent(StrictSchema):
    """The days of the contract that follows an award."""

    starts_on = DayField(required=True)
    ends_on = DayField(required=True)
    break_on = DayField(load_default=None, allow_none=True)


class TenderContractKept(StrictSchema):
    """The contract in the register."""

    contract = fields.Integer(required=True)
