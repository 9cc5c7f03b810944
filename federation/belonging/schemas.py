"""What programs send and get about membership."""

from marshmallow import fields, validate

from federation.belonging.rules import KINDS
from federation.belonging.terms import LONGEST_REASON, LONGEST_RULES, AdmissionWanted
from federation.belonging.words import STATES
from federation.kernel.api_fields import CountedFrom, DayField, InstantField, StrictSchema, WordsField

_LONGEST = 5_000


class RegisterPages(StrictSchema):
    """Which page; the first is 1."""

    page = CountedFrom(1, 1_000_000, load_default=1)
    per_page = CountedFrom(1, 1_000, load_default=100)


class JoiningRulesSchema(StrictSchema):
    """The rules for joining that the members agreed, with the decision."""

    decision = fields.Integer(required=True)
    number = fields.String(required=True)
    text = fields.String(required=True)


class MemberSchema(StrictSchema):
    """A practice in the register: since when it is on the list, and which decision admitted it."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(tuple(STATES)))
    since = InstantField(required=True, allow_none=True)
    admitted_at = InstantField(required=True, allow_none=True)
    admitted_by = fields.Integer(required=True, allow_none=True)
    number = fields.String(required=True)
    suspended_until = DayField(required=True, allow_none=True)
    leaves_on = DayField(required=True, allow_none=True)
    left_on = DayField(required=True, allow_none=True)
    closed_on = DayField(required=True, allow_none=True)


class MembersRegister(StrictSchema):
    """A page of the register. ``rules`` is null until the members have agreed how practices join."""

    items = fields.List(fields.Nested(MemberSchema), required=True)
    rules = fields.Nested(JoiningRulesSchema, required=True, allow_none=True)
    page = fields.Integer(required=True)
    per_page = fields.Integer(required=True)


class StepSchema(StrictSchema):
    """A step of a practice."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    at = InstantField(required=True)
    day = DayField(required=True, allow_none=True)
    words = fields.String(required=True)
    decision = fields.Integer(required=True, allow_none=True)
    number = fields.String(required=True)
    by = fields.String(required=True)


class StepsSchema(StrictSchema):
    """The steps of a practice, the newest first."""

    items = fields.List(fields.Nested(StepSchema), required=True)


class MembershipProposed(StrictSchema):
    """The decision that was begun."""

    decision = fields.Integer(required=True)


class JoiningSent(StrictSchema):
    """Rules for joining to propose."""

    text = WordsField(required=True, least=1, longest=LONGEST_RULES)
    reasons = WordsField(load_default="", longest=_LONGEST)


class AdmissionSent(AdmissionWanted):
    """A practice that is to join."""

    reasons = WordsField(load_default="", longest=_LONGEST)


class SuspensionSent(StrictSchema):
    """A practice, by code, that is to be suspended until the end of a day, and why."""

    practice = WordsField(required=True, least=1, longest=12)
    reason = WordsField(required=True, least=1, longest=LONGEST_REASON)
    until = DayField(required=True)


class AnswerSent(StrictSchema):
    """What a practice says that is to be suspended."""

    words = WordsField(required=True, least=1, longest=LONGEST_REASON)


class ClosingObjectionSent(StrictSchema):
    """Why a practice is not closed that a file calls closed."""

    reason = WordsField(required=True, least=1, longest=LONGEST_REASON)


class LiftingSent(StrictSchema):
    """A practice, by code, whose suspension is to be lifted, and why."""

    practice = WordsField(required=True, least=1, longest=12)
    reasons = WordsField(required=True, least=1, longest=_LONGEST)


class NoticeSent(StrictSchema):
    """A practice, by code, the day from which it does not belong any more, and why."""

    practice = WordsField(required=True, least=1, longest=12)
    leaves_on = DayField(required=True)
    reason = WordsField(load_default="", longest=LONGEST_REASON)


class NoticeSchema(StrictSchema):
    """A notice: whether it waits for a second person of the practice."""

    leaves_on = DayField(required=True)
    waits = fields.Boolean(required=True)
