"""What programs send and read of proposals."""

from marshmallow import fields, validate

from federation.decisions.models import STATES, VERDICTS
from federation.decisions.schemas import A_NUMBER, StateSchema
from federation.kernel.api import PartQuerySchema
from federation.kernel.api_fields import (
    CountedFrom,
    DayField,
    InstantField,
    PartSchema,
    StrictSchema,
    WholeNumber,
    WordsField,
)
from federation.network.federation.schemas import AimSchema
from federation.network.files.schemas import AttachedFileSchema


class OptionSchema(StrictSchema):
    """One of several things to choose among; ``id`` is a letter, given where it is left out."""

    id = WordsField(longest=1)
    title = WordsField(required=True)
    text = WordsField(load_default="")


class ConsideredSchema(StrictSchema):
    """An option that the authors looked at."""

    title = WordsField(required=True)
    text = WordsField(load_default="")


class ImpactSchema(StrictSchema):
    """Answers to the four impact questions."""

    enhanced = WordsField()
    restored = WordsField()
    replaced = WordsField()
    mutated = WordsField()


class EffectsSchema(StrictSchema):
    """What it means for each practice: titles of columns, and for each practice's code as many cells."""

    columns = fields.List(WordsField(), required=True)
    rows = fields.Dict(keys=WordsField(longest=12), values=fields.List(WordsField()), required=True)


class ProposalPartsSchema(StrictSchema):
    """The parts of a proposal that can be left out."""

    reasons = WordsField()
    kind = WordsField(longest=60, metadata={"description": "A key of the kinds of matter: see the rules."})
    options = fields.List(fields.Nested(OptionSchema))
    considered = fields.List(fields.Nested(ConsideredSchema))
    aims = fields.List(WholeNumber(**A_NUMBER), metadata={"description": "Numbers of the federation's aims."})
    impact = fields.Nested(ImpactSchema)
    effects = fields.Nested(EffectsSchema, allow_none=True)
    supersedes = WholeNumber(
        allow_none=True,
        metadata={"description": "The decision that this one takes the place of."},
        **A_NUMBER,
    )


class ProposalSchema(ProposalPartsSchema):
    """A new proposal. ``body`` is the exact text that is decided."""

    title = WordsField(required=True)
    body = WordsField(required=True)
    practice = WordsField(
        longest=12, metadata={"description": "Which of your practices you write for, by ODS code."}
    )
    group = WholeNumber(
        allow_none=True,
        metadata={"description": "The group that is to decide; without it the members as a whole."},
        **A_NUMBER,
    )


class RevisionSchema(ProposalPartsSchema):
    """Parts of a proposal to change; what is left out stays."""

    title = WordsField()
    body = WordsField()
    based_on = WholeNumber(
        metadata={"description": "The version that you began with: refused (409) when there is a newer one."},
        **A_NUMBER,
    )


class CoAuthorSentSchema(StrictSchema):
    """Who is to write with the author."""

    person_id = WholeNumber(required=True, **A_NUMBER)


class DecisionsWantedSchema(PartQuerySchema):
    """What a list of decisions is narrowed to."""

    state = WordsField(load_default="", validate=[validate.OneOf(("", *STATES))])
    verdict = WordsField(load_default="", validate=[validate.OneOf(("", *VERDICTS))])
    year = CountedFrom(most=9999, load_default=None)
    q = WordsField(
        load_default="", longest=200, metadata={"description": "Words of the title, the text or the outcome."}
    )


class LineSchema(StrictSchema):
    """A decision in a list."""

    id = fields.Integer(required=True)
    number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    title = fields.String(required=True)
    kind = fields.String(required=True)
    opens_at = InstantField(required=True, allow_none=True)
    closes_at = InstantField(required=True, allow_none=True)
    closed_at = InstantField(required=True, allow_none=True)
    verdict = fields.String(required=True, allow_none=True)
    how = fields.String(required=True, allow_none=True)
    voted = fields.Integer(required=True)
    review_on = DayField(required=True, allow_none=True)
    superseded_by = fields.Integer(required=True, allow_none=True)
    changed_at = InstantField(required=True)


class LinesSchema(PartSchema):
    """A part of the list of decisions."""

    items = fields.List(fields.Nested(LineSchema), required=True)


class EffectRowSchema(StrictSchema):
    """What it means for one practice."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    cells = fields.List(fields.String(), required=True)


class EffectsShownSchema(StrictSchema):
    """The table of what it means for each practice: all of a short one, else your own practices' rows."""

    columns = fields.List(fields.String(), required=True)
    practices = fields.Integer(required=True)
    rows = fields.List(fields.Nested(EffectRowSchema), required=True)


class EffectRowsSchema(PartSchema):
    """A part of the table of what it means for each practice."""

    columns = fields.List(fields.String(), required=True)
    items = fields.List(fields.Nested(EffectRowSchema), required=True)


class TermsLineSchema(StrictSchema):
    """One line of what members read of the terms."""

    label = fields.String(required=True)
    words = fields.String(required=True)


class TermsSchema(StrictSchema):
    """The terms of a feature's decision: data that it acts on, and what members read of them."""

    data = fields.Dict(required=True)
    heading = fields.String(required=True)
    lines = fields.List(fields.Nested(TermsLineSchema), required=True)


class TextSchema(StrictSchema):
    """What a version of a proposal says."""

    title = fields.String(required=True)
    body = fields.String(required=True)
    kind = fields.String(required=True)
    reasons = fields.String(required=True)
    options = fields.List(fields.Nested(OptionSchema), required=True)
    considered = fields.List(fields.Nested(ConsideredSchema), required=True)
    aims = fields.List(fields.Nested(AimSchema), required=True)
    impact = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    effects = fields.Nested(EffectsShownSchema, required=True, allow_none=True)
    terms = fields.Nested(
        TermsSchema,
        required=True,
        allow_none=True,
        metadata={"description": "What a feature acts on once it is carried; null where there is nothing."},
    )
    papers = fields.List(fields.Nested(AttachedFileSchema), required=True)


class WrittenSchema(StateSchema):
    """A proposal after it was written."""

    version = fields.Integer(required=True)


class SavedVersionSchema(StrictSchema):
    """When a version was saved, and by whom."""

    number = fields.Integer(required=True)
    at = InstantField(required=True)
    by = fields.String(required=True)


class VersionsSchema(StrictSchema):
    """The versions of a proposal that you may read, the newest first."""

    items = fields.List(fields.Nested(SavedVersionSchema), required=True)


class VersionTextSchema(TextSchema):
    """What a version says."""

    number = fields.Integer(required=True)
    saved_at = InstantField(required=True)
