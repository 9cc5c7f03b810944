"""What programs send and get about shared purchasing."""

from marshmallow import fields, validate

from federation.kernel.api_fields import (
    LARGEST,
    DayField,
    InstantField,
    StrictSchema,
    WholeNumber,
    WordsField,
)
from federation.purchasing.actions.needs import LONGEST_SUPPLIER, MOST_LINES, MOST_PENCE, MOST_QUANTITY
from federation.purchasing.actions.rounds import LONGEST_ITEM, LONGEST_TITLE, LONGEST_UNIT, MOST_ITEMS
from federation.purchasing.models import CATEGORIES
from federation.purchasing.rules import BASES
from federation.purchasing.terms import LONGEST_EVIDENCE, LONGEST_SPEC


class RoundItemSchema(StrictSchema):
    """An item that practices are asked about, or that is bought, with its unit, as ``box of 100``."""

    item = WordsField(required=True, least=1, longest=LONGEST_ITEM)
    unit = WordsField(required=True, least=1, longest=LONGEST_UNIT)


class RoundSent(StrictSchema):
    """A round to open for a group (by number): what is bought, and until when practices can answer. ``items`` stand ready in
    the form of each practice."""

    title = WordsField(required=True, least=1, longest=LONGEST_TITLE)
    category = WordsField(required=True, validate=[validate.OneOf(CATEGORIES)])
    closes_at = InstantField(required=True)
    group = WholeNumber(required=True, validate=validate.Range(1, LARGEST))
    items = fields.List(
        fields.Nested(RoundItemSchema), load_default=list, validate=validate.Length(max=MOST_ITEMS)
    )


class RoundMade(StrictSchema):
    """The number of a round."""

    id = fields.Integer(required=True)


class RoundAnswer(StrictSchema):
    """A round. ``state``: open, closed (for answers) or called_off."""

    id = fields.Integer(required=True)
    group = fields.Integer(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True)
    items = fields.List(fields.Nested(RoundItemSchema), required=True)
    closes_at = InstantField(required=True)
    state = fields.String(required=True)
    answers = fields.Integer(required=True)
    voted_version = fields.Integer(required=True, allow_none=True)


class RoundsSchema(StrictSchema):
    """The newest 200 rounds."""

    items = fields.List(fields.Nested(RoundAnswer), required=True)


class RoundCalledOff(StrictSchema):
    """Calling a round off, with the reason."""

    reason = WordsField(required=True, least=1, longest=1_000)


class NeedLineSchema(StrictSchema):
    """A line of what a practice needs: ``quantity`` of ``unit`` in a year. ``pence`` is what it pays now for one, with VAT; null
    where it does not say."""

    item = WordsField(required=True, least=1, longest=LONGEST_ITEM)
    unit = WordsField(required=True, least=1, longest=LONGEST_UNIT)
    quantity = WholeNumber(required=True, validate=validate.Range(1, MOST_QUANTITY))
    pence = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(0, MOST_PENCE))
    supplier = WordsField(load_default="", longest=LONGEST_SUPPLIER)
    ends_on = DayField(load_default=None, allow_none=True)


class NeedsSent(StrictSchema):
    """All that a practice needs in a round, in the place of what it said before; no lines: it needs nothing."""

    lines = fields.List(
        fields.Nested(NeedLineSchema), required=True, validate=validate.Length(max=MOST_LINES)
    )


class NeedsAnswer(StrictSchema):
    """What a practice has said; ``answered_at`` is null where it has said nothing yet."""

    practice = fields.String(required=True)
    answered_at = InstantField(required=True, allow_none=True)
    lines = fields.List(fields.Nested(NeedLineSchema), required=True)


class PracticeNeedSchema(StrictSchema):
    """What a practice needs of an item, and what it pays now for all of it; null where it did not say."""

    practice = fields.String(required=True)
    quantity = fields.Integer(required=True)
    spend_pence = fields.Integer(required=True, allow_none=True)


class OddNeedSchema(StrictSchema):
    """What is worth asking a practice: its ``quantity`` or its ``price``."""

    practice = fields.String(required=True)
    what = fields.String(required=True)
    words = fields.String(required=True)


class ItemDemandSchema(StrictSchema):
    """All that is needed of an item: ``quantity`` of ``unit``, ``per_unit`` of ``base`` in each. ``spend_pence`` is what is paid
    now for ``priced`` of them; of the others no price is known. The practices add up to both. Whoever may not read what each
    practice pays gets no practices, and null where the sum would say it of one."""

    item = fields.String(required=True)
    unit = fields.String(required=True)
    base = fields.String(required=True)
    per_unit = fields.Integer(required=True)
    quantity = fields.Integer(required=True)
    priced = fields.Integer(required=True)
    spend_pence = fields.Integer(required=True, allow_none=True)
    practices = fields.List(fields.Nested(PracticeNeedSchema), required=True)
    odd = fields.List(fields.Nested(OddNeedSchema), required=True)


class AnsweredSchema(StrictSchema):
    """A practice that has answered, with how many lines; none: it needs nothing."""

    practice = fields.String(required=True)
    answered_at = InstantField(required=True)
    lines = fields.Integer(required=True)


class DemandSchema(StrictSchema):
    """What practices need in a round, collated: totals, who has answered, and who has not."""

    items = fields.List(fields.Nested(ItemDemandSchema), required=True)
    answered = fields.List(fields.Nested(AnsweredSchema), required=True)
    waiting = fields.List(fields.String(), required=True)


class EvidenceSchema(StrictSchema):
    """The evidence for a specification, part by part."""

    works = WordsField(longest=LONGEST_EVIDENCE)
    lacks = WordsField(longest=LONGEST_EVIDENCE)
    usage = WordsField(longest=LONGEST_EVIDENCE)
    market = WordsField(longest=LONGEST_EVIDENCE)
    quality = WordsField(longest=LONGEST_EVIDENCE)
    advice = WordsField(longest=LONGEST_EVIDENCE)


class SpecSent(StrictSchema):
    """A version of what is to be bought. ``basis`` says how bills are split (quantity, patients, equal); empty: the group says it
    on each bill. ``items`` alone can be ordered by it; empty: those that practices were asked about, or else have named."""

    text = WordsField(required=True, least=1, longest=LONGEST_SPEC)
    basis = WordsField(load_default="", validate=[validate.OneOf(("", *BASES))])
    evidence = fields.Nested(EvidenceSchema, load_default=dict)
    items = fields.List(
        fields.Nested(RoundItemSchema), load_default=list, validate=validate.Length(max=MOST_ITEMS)
    )


class SpecMade(StrictSchema):
    """The number of the version."""

    version = fields.Integer(required=True)


class SpecAnswer(StrictSchema):
    """A version of what is to be bought. ``fingerprint`` is the SHA-256 of text and items, ``missing`` are the parts of the
    evidence that nobody has written. ``voted``: it is the version that the members have voted."""

    version = fields.Integer(required=True)
    text = fields.String(required=True)
    items = fields.List(fields.Nested(RoundItemSchema), required=True)
    basis = fields.String(required=True)
    evidence = fields.Nested(EvidenceSchema, required=True)
    missing = fields.List(fields.String(), required=True)
    fingerprint = fields.String(required=True)
    written_at = InstantField(required=True)
    voted = fields.Boolean(required=True)


class SpecsSchema(StrictSchema):
    """The versions of what is to be bought, the newest first."""

    items = fields.List(fields.Nested(SpecAnswer), required=True)


class SpecProposal(StrictSchema):
    """Why the members should vote this."""

    reasons = WordsField(load_default="", longest=5_000)


class SpecProposed(StrictSchema):
    """The decision by which the members vote."""

    decision = fields.Integer(required=True)
