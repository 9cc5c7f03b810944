"""What programs send and get about mandates."""

from marshmallow import fields, validate

from federation.kernel.api_fields import (
    LARGEST,
    InstantField,
    PartSchema,
    StrictSchema,
    WholeNumber,
    WordsField,
)
from federation.mandates.budget_terms import LONGEST_NAME, MOST_ENVELOPES
from federation.mandates.rules import LARGEST_PENCE, POWERS
from federation.mandates.terms import LONGEST_ACT, LONGEST_MATTER, LONGEST_REPORT, MOST_MATTERS, WantedMandate


class MandateSent(WantedMandate):
    """A mandate to propose for a group, with the reasons why the members should agree."""

    reasons = WordsField(load_default="", longest=5_000)


class WithdrawalSent(StrictSchema):
    """Why a mandate should be taken back."""

    reason = WordsField(required=True, least=1, longest=5_000)


class MandateProposed(StrictSchema):
    """The decision that was begun: a draft, which its author shows to the members and puts to the vote."""

    decision = fields.Integer(required=True)


class MandateListed(StrictSchema):
    """A mandate that the members gave, with its money in pence and what it says in words. ``state``: in_force, suspended,
    ended or withdrawn."""

    id = fields.Integer(required=True)
    group = fields.Integer(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True)
    decision = fields.Integer(required=True)
    number = fields.String(required=True)
    areas = fields.List(fields.String(), required=True)
    task = fields.String(required=True)
    powers = fields.List(fields.String(), required=True)
    item_pence = fields.Integer(required=True)
    total_pence = fields.Integer(required=True)
    spent_pence = fields.Integer(required=True)
    committed_pence = fields.Integer(required=True)
    left_pence = fields.Integer(required=True)
    reserved = fields.List(fields.String(), required=True)
    starts_at = InstantField(required=True)
    ends_at = InstantField(required=True)
    report_days = fields.Integer(required=True)
    grace_days = fields.Integer(required=True)
    report_events = fields.List(fields.String(), required=True)
    report_above_pence = fields.Integer(required=True)
    report_hours = fields.Integer(required=True)
    report_informs = fields.String(required=True)
    report_due_at = InstantField(required=True, allow_none=True)
    suspends_at = InstantField(required=True, allow_none=True)
    ratify = fields.String(required=True)
    call_in_days = fields.Integer(required=True)
    own_seats = fields.String(required=True)
    words = fields.List(fields.String(), required=True)


class MandatesSchema(StrictSchema):
    """The newest mandate of each group."""

    items = fields.List(fields.Nested(MandateListed), required=True)


class ActSent(StrictSchema):
    """An act of a group: under which power, in which area of work, for how many pence, and in words with what shows it.
    ``touches`` names the reserved matters that it is about."""

    power = WordsField(required=True, validate=[validate.OneOf(POWERS)])
    area = WordsField(required=True, least=1, longest=50)
    pence = WholeNumber(load_default=0, validate=validate.Range(0, LARGEST_PENCE))
    words = WordsField(required=True, least=1, longest=LONGEST_ACT)
    touches = fields.List(
        WordsField(least=1, longest=LONGEST_MATTER),
        load_default=list,
        validate=validate.Length(max=MOST_MATTERS),
    )


class ActDoneSchema(StrictSchema):
    """An act that was done, and until when a practice can call it in; null where none can."""

    id = fields.Integer(required=True)
    call_in_until = InstantField(required=True, allow_none=True)


class PaymentSent(StrictSchema):
    """Money that was spent for an act, in pence, with what shows it; ``last``: what is promised and not spent is free again."""

    pence = WholeNumber(load_default=0, validate=validate.Range(0, LARGEST_PENCE))
    words = WordsField(required=True, least=1, longest=LONGEST_ACT)
    last = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class CallInSent(StrictSchema):
    """A practice (by its ODS code) calls an act in, or asks for a recall, with the reason."""

    practice = WordsField(required=True, least=1, longest=12)
    reason = WordsField(required=True, least=1, longest=2_000)


class RecallSigned(StrictSchema):
    """How many practices ask for a recall now, how many are needed, and the decision whose vote has opened; null where none
    has."""

    signed = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    decision = fields.Integer(required=True, allow_none=True)


class RecallSignerSchema(StrictSchema):
    """A practice that asks for a recall, with its reason; who signed for it, and when."""

    practice = fields.String(required=True)
    name = fields.String(required=True)
    reason = fields.String(required=True)
    signed_by = fields.String(required=True)
    signed_at = InstantField(required=True)


class RecallStandingSchema(RecallSigned):
    """How the call for a recall stands. While the members vote on it ``decision`` is that vote, ``names`` are the practices that
    asked for it, and nobody signs (``signed`` is 0)."""

    names = fields.List(fields.Nested(RecallSignerSchema), required=True)


class ActAnswer(StrictSchema):
    """An act of a group. ``mandate`` is the one that it lies within, or ``decision`` the one by which the members let it.
    ``state``: standing, held, refused or settled."""

    id = fields.Integer(required=True)
    group = fields.Integer(required=True)
    mandate = fields.Integer(required=True, allow_none=True)
    decision = fields.Integer(required=True, allow_none=True)
    power = fields.String(required=True)
    area = fields.String(required=True)
    pence = fields.Integer(required=True)
    spent_pence = fields.Integer(required=True)
    promised_pence = fields.Integer(required=True)
    words = fields.String(required=True)
    state = fields.String(required=True)
    person = fields.Integer(required=True)
    acted_at = InstantField(required=True)
    call_in_until = InstantField(required=True, allow_none=True)
    called_in = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The decision about it, where a practice has called it in."},
    )


class EscalationAnswer(StrictSchema):
    """An act that a group asked the members for, and what became of it."""

    decision = fields.Integer(required=True)
    words = fields.String(required=True)
    pence = fields.Integer(required=True)
    reasons = fields.List(fields.String(), required=True)
    state = fields.String(required=True)
    verdict = fields.String(required=True)


class ActsSchema(PartSchema):
    """A part of the acts of a group, the newest first, and what it asked the members for."""

    items = fields.List(fields.Nested(ActAnswer), required=True)
    escalations = fields.List(fields.Nested(EscalationAnswer), required=True)


class ReportSent(StrictSchema):
    """A report to the members: how the work stands, and what the group learned. ``silent_until``: until when practices can
    object or vote; without it for 14 days."""

    words = WordsField(required=True, least=1, longest=LONGEST_REPORT)
    learned = WordsField(load_default="", longest=LONGEST_REPORT)
    silent_until = InstantField(load_default=None, allow_none=True)


class ReportMade(StrictSchema):
    """A report that was sent, and the decision by which the members accept it; null where they only read it."""

    id = fields.Integer(required=True)
    decision = fields.Integer(required=True, allow_none=True)


class ReportStandingSchema(StrictSchema):
    """Where a report stands (``objected``: it becomes a vote), and the decision about it."""

    state = fields.String(required=True)
    decision = fields.Integer(required=True, allow_none=True)


class ReportAnswer(StrictSchema):
    """A report of a group. ``state``: sent, noted, ratified or sent_back."""

    id = fields.Integer(required=True)
    group = fields.Integer(required=True)
    mandate = fields.Integer(required=True)
    words = fields.String(required=True)
    learned = fields.String(required=True)
    known = fields.List(fields.String(), required=True)
    person = fields.Integer(required=True)
    sent_at = InstantField(required=True)
    state = fields.String(required=True)
    decision = fields.Integer(required=True, allow_none=True)
    settled_at = InstantField(required=True, allow_none=True)


class ReportsSchema(PartSchema):
    """A part of the reports of a group, the newest first."""

    items = fields.List(fields.Nested(ReportAnswer), required=True)


class UnfinishedSent(StrictSchema):
    """What became of what somebody saw to."""

    words = WordsField(required=True, least=1, longest=LONGEST_ACT)


class EnvelopeSent(StrictSchema):
    """The envelope of a group, in pence."""

    group = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST_PENCE))


class BudgetSent(StrictSchema):
    """A budget to propose: when it holds, the total in pence, and the envelopes. What is left is the reserve."""

    name = WordsField(required=True, least=1, longest=LONGEST_NAME)
    from_at = InstantField(required=True)
    until_at = InstantField(required=True)
    total_pence = WholeNumber(required=True, validate=validate.Range(0, LARGEST_PENCE))
    envelopes = fields.List(
        fields.Nested(EnvelopeSent), load_default=list, validate=validate.Length(max=MOST_ENVELOPES)
    )
    reasons = WordsField(load_default="", longest=5_000)


class BudgetMoveSent(EnvelopeSent):
    """Money to move from the reserve to the envelope of a group, in pence, and why."""

    reason = WordsField(required=True, least=1, longest=5_000)


class EnvelopeAnswer(StrictSchema):
    """The envelope of a group, with what is spent and promised of it, in pence."""

    group = fields.Integer(required=True)
    name = fields.String(required=True)
    pence = fields.Integer(required=True)
    spent_pence = fields.Integer(required=True)
    committed_pence = fields.Integer(required=True)
    left_pence = fields.Integer(required=True)


class BudgetAnswer(StrictSchema):
    """The budget that holds now, in pence: envelopes and reserve are the total."""

    id = fields.Integer(required=True)
    decision = fields.Integer(required=True)
    number = fields.String(required=True)
    name = fields.String(required=True)
    from_at = InstantField(required=True)
    until_at = InstantField(required=True)
    total_pence = fields.Integer(required=True)
    reserve_pence = fields.Integer(required=True)
    envelopes = fields.List(fields.Nested(EnvelopeAnswer), required=True)


class BudgetSchema(StrictSchema):
    """The budget that holds now; null where none does."""

    budget = fields.Nested(BudgetAnswer, required=True, allow_none=True)
