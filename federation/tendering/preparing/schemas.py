"""What programs send and get about tenders before any bid."""

from marshmallow import fields, validate

from federation.kernel.api_fields import (
    LARGEST,
    DayField,
    InstantField,
    StrictSchema,
    WholeNumber,
    WordsField,
)
from federation.kernel.measures import PRICE_FORMULAS
from federation.tendering.models.tenders import PARTS
from federation.tendering.preparing.actions.declaring import LONGEST_INTEREST
from federation.tendering.preparing.actions.running import LONGEST_TITLE
from federation.tendering.preparing.actions.writing import LONGEST_NAME, LONGEST_NEED, LONGEST_WORDS
from federation.tendering.preparing.rules.content import MOST_CRITERIA, MOST_LOTS, REGIMES, SCALE, TIES
from federation.tendering.preparing.rules.sharing import SHARING_BASES
from federation.tendering.preparing.rules.thresholds import THRESHOLD_KINDS
from federation.tendering.preparing.rules.timetable import USUAL_STANDSTILL

_ROW = validate.Range(1, LARGEST)


class LotSchema(StrictSchema):
    """A part of what is asked for, which can be bid for apart."""

    title = WordsField(required=True, least=1, longest=LONGEST_NAME)
    words = WordsField(load_default="", longest=LONGEST_WORDS)


class CriterionSchema(LotSchema):
    """What bids are judged by, with the most points of the hundred it gives."""

    points = WholeNumber(required=True, validate=validate.Range(1, 100))


class TenderVersionSent(StrictSchema):
    """Everything that is fixed before any bid. ``criteria`` and ``price_points`` make 100 together (left out, the price gets
    what the criteria leave); ``floor`` is the least for quality; ``need`` left out is the title. ``standstill_days`` are working
    days."""

    need = WordsField(load_default="", longest=LONGEST_NEED)
    regime = WordsField(required=True, validate=[validate.OneOf(REGIMES)])
    advised_by = WordsField(required=True, least=1, longest=LONGEST_NAME)
    value_pence = WholeNumber(load_default=None, allow_none=True, validate=_ROW)
    lots = fields.List(fields.Nested(LotSchema), load_default=list, validate=validate.Length(max=MOST_LOTS))
    criteria = fields.List(
        fields.Nested(CriterionSchema), required=True, validate=validate.Length(max=MOST_CRITERIA)
    )
    scale = fields.List(
        WordsField(least=1, longest=LONGEST_NAME),
        load_default=lambda: list(SCALE),
        validate=validate.Length(equal=len(SCALE)),
    )
    price_points = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(0, 100))
    price_formula = WordsField(required=True, validate=[validate.OneOf(tuple(PRICE_FORMULAS))])
    floor = WholeNumber(load_default=0, validate=validate.Range(0, 100))
    tie = WordsField(load_default="quality", validate=[validate.OneOf(TIES)])
    questions_until = InstantField(load_default=None, allow_none=True)
    closes_at = InstantField(required=True)
    award_by = DayField(load_default=None, allow_none=True)
    starts_on = DayField(load_default=None, allow_none=True)
    ends_on = DayField(load_default=None, allow_none=True)
    standstill_days = WholeNumber(load_default=USUAL_STANDSTILL, validate=validate.Range(0, 100))
    social_value = WordsField(load_default="", longest=LONGEST_WORDS)


class TenderSent(TenderVersionSent):
    """A tender to begin for a group (left out: the one group with which one may). ``clear``: neither oneself nor one's practice
    has an interest in it; left out, that is to be said before anything else is done to it."""

    title = WordsField(required=True, least=1, longest=LONGEST_TITLE)
    group = WholeNumber(load_default=None, allow_none=True, validate=_ROW)
    clear = fields.Boolean(load_default=False)


class TenderMade(StrictSchema):
    """The number of a tender as a row, and as people know it, like 2026/3."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)


class TenderVersionMade(StrictSchema):
    """The number of a version."""

    version = fields.Integer(required=True)


class TenderContentAnswer(StrictSchema):
    """Everything that is fixed before any bid."""

    need = fields.String(required=True)
    regime = fields.String(required=True)
    advised_by = fields.String(required=True)
    value_pence = fields.Integer(required=True, allow_none=True)
    lots = fields.List(fields.Nested(LotSchema), required=True)
    criteria = fields.List(fields.Dict(), required=True)
    scale = fields.List(fields.String(), required=True)
    price_points = fields.Integer(required=True)
    price_formula = fields.String(required=True)
    floor = fields.Integer(required=True)
    tie = fields.String(required=True)
    questions_until = fields.String(required=True, allow_none=True)
    closes_at = fields.String(required=True)
    award_by = fields.String(required=True, allow_none=True)
    starts_on = fields.String(required=True, allow_none=True)
    ends_on = fields.String(required=True, allow_none=True)
    standstill_days = fields.Integer(required=True)
    social_value = fields.String(required=True)


class ListedTenderAnswer(StrictSchema):
    """A tender: its number as people know it, and at which stage it is as far as that shows before bids are opened (drafting,
    started, open, closed, cancelled)."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    group = fields.Integer(required=True)
    stage = fields.String(required=True)
    closes_at = fields.String(required=True, allow_none=True)


class TendersAnswer(StrictSchema):
    """The newest 200 tenders."""

    items = fields.List(fields.Nested(ListedTenderAnswer), required=True)


class SharingAnswer(StrictSchema):
    """How the members voted to share what a tender brings, by the decision with that number."""

    basis = fields.String(required=True)
    total = fields.Integer(required=True)
    unit = fields.String(required=True)
    min = fields.Integer(required=True)
    max = fields.Integer(required=True, allow_none=True)
    weights = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    decision = fields.Integer(required=True)


class TenderAnswer(ListedTenderAnswer):
    """A tender with the version that the members voted, or the newest where they voted none; ``voted``: they voted this one."""

    version = fields.Integer(required=True)
    newest = fields.Integer(required=True)
    voted = fields.Boolean(required=True)
    decision = fields.Integer(required=True, allow_none=True)
    fingerprint = fields.String(required=True)
    content = fields.Nested(TenderContentAnswer, required=True)
    sharing = fields.Nested(SharingAnswer, required=True, allow_none=True)
    interests = fields.Integer(required=True)


class TenderReasons(StrictSchema):
    """Why the members should do it."""

    reasons = WordsField(load_default="", longest=5_000)


class SharingSent(TenderReasons):
    """How what a tender brings is to be shared: ``total`` of a ``unit`` by a basis, at least ``min`` and at most ``max`` (null:
    no limit) for each practice. ``weights`` by ODS code are needed for ``need`` and ``capacity`` alone."""

    basis = WordsField(required=True, validate=[validate.OneOf(SHARING_BASES)])
    total = WholeNumber(required=True, validate=_ROW)
    unit = WordsField(required=True, least=1, longest=40)
    min = WholeNumber(load_default=0, validate=validate.Range(0, LARGEST))
    max = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(0, LARGEST))
    weights = fields.Dict(
        keys=WordsField(least=1, longest=20),
        values=WholeNumber(validate=validate.Range(0, LARGEST)),
        load_default=dict,
    )


class TenderProposed(StrictSchema):
    """The decision by which the members vote."""

    decision = fields.Integer(required=True)


class InterestSent(StrictSchema):
    """Whether one has an interest that conflicts with a tender, and which."""

    conflict = fields.Boolean(required=True)
    words = WordsField(load_default="", longest=LONGEST_INTEREST)


class InterestAnswer(StrictSchema):
    """What somebody said last; ``practices`` are those that their interest binds as well, by ODS code."""

    person = fields.Integer(required=True)
    name = fields.String(required=True)
    conflict = fields.Boolean(required=True)
    words = fields.String(required=True)
    declared_at = fields.String(required=True)
    practices = fields.List(fields.String(), required=True)


class InterestsAnswer(StrictSchema):
    """What everybody said last, by name."""

    items = fields.List(fields.Nested(InterestAnswer), required=True)


class PartSent(StrictSchema):
    """Somebody (by number) who is to score the bids or to open them."""

    person = WholeNumber(required=True, validate=_ROW)
    part = WordsField(required=True, validate=[validate.OneOf(PARTS)])


class ThresholdSchema(StrictSchema):
    """A sum in pence with VAT from which the law asks for more, for a kind of contract, and the day from which it holds."""

    kind = WordsField(required=True, validate=[validate.OneOf(THRESHOLD_KINDS)])
    since = DayField(required=True)
    pence = WholeNumber(required=True, validate=_ROW)


class ThresholdsAnswer(StrictSchema):
    """The sums that hold today, and those that hold later."""

    holding = fields.List(fields.Nested(ThresholdSchema), required=True)
    to_come = fields.List(fields.Nested(ThresholdSchema), required=True)


class TenderCancelled(StrictSchema):
    """Why a tender is to be cancelled."""

    reason = WordsField(required=True, least=1, longest=1_000)


class CancelAnswer(StrictSchema):
    """The decision by which the members cancel a tender that they have started; null where the group cancelled it itself."""

    decision = fields.Integer(required=True, allow_none=True)
