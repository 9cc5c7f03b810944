"""What programs send and read of proposals."""

from marshmallow import fields, validate

from federation.decisions.models import STATES, VERDICTS
from federation.decisions.schemas import A_NUMBER, StateSchema
from federation.kernel.api import Onward
from federation.kernel.api_fields import CountedFrom, Day, Instant, Onwards, Part, WholeNumber, Words
from federation.network.federation.schemas import Aim


class OptionSchema(Part):
    """One of several things to choose among; ``id`` is a letter, given where it is left out."""

    id = Words(longest=1)
    title = Words(required=True)
    text = Words(load_default="")


class ConsideredSchema(Part):
    """An option that the authors looked at."""

    title = Words(required=True)
    text = Words(load_default="")


class ImpactSchema(Part):
    """Answers to the four impact questions."""

    enhanced = Words()
    restored = Words()
    replaced = Words()
    mutated = Words()


class EffectsSchema(Part):
    """What it means for each practice: titles of columns, and for each practice's code as many cells."""

    columns = fields.List(Words(), required=True)
    rows = fields.Dict(keys=Words(longest=12), values=fields.List(Words()), required=True)


class ProposalPartsSchema(Part):
    """The parts of a proposal that can be left out."""

    reasons = Words()
    kind = Words(longest=60, metadata={"description": "A key of the kinds of matter: see the rules."})
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

    title = Words(required=True)
    body = Words(required=True)
    practice = Words(
        longest=12, metadata={"description": "Which of your practices you write for, by ODS code."}
    )


class RevisionSchema(ProposalPartsSchema):
    """Parts of a proposal to change; what is left out stays."""

    title = Words()
    body = Words()
    based_on = WholeNumber(
        metadata={"description": "The version that you began with: refused (409) when there is a newer one."},
        **A_NUMBER,
    )


class CoAuthorSentSchema(Part):
    """Who is to write with the author."""

    person_id = WholeNumber(required=True, **A_NUMBER)


class DecisionsWantedSchema(Onward):
    """What a list of decisions is narrowed to."""

    state = Words(load_default="", validate=[validate.OneOf(("", *STATES))])
    verdict = Words(load_default="", validate=[validate.OneOf(("", *VERDICTS))])
    year = CountedFrom(most=9999, load_default=None)
    q = Words(
        load_default="", longest=200, metadata={"description": "Words of the title, the text or the outcome."}
    )


class LineSchema(Part):
    """A decision in a list."""

    id = fields.Integer(required=True)
    number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    title = fields.String(required=True)
    kind = fields.String(required=True)
    opens_at = Instant(required=True, allow_none=True)
    closes_at = Instant(required=True, allow_none=True)
    closed_at = Instant(required=True, allow_none=True)
    verdict = fields.String(required=True, allow_none=True)
    how = fields.String(required=True, allow_none=True)
    voted = fields.Integer(required=True)
    review_on = Day(required=True, allow_none=True)
    superseded_by = fields.Integer(required=True, allow_none=True)
    changed_at = Instant(required=True)


class LinesSchema(Onwards):
    """A part of the list of decisions."""

    items = fields.List(fields.Nested(LineSchema), required=True)


class EffectRowSchema(Part):
    """What it means for one practice."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    cells = fields.List(fields.String(), required=True)


class EffectsShownSchema(Part):
    """The table of what it means for each practice: all of a short one, else your own practices' rows."""

    columns = fields.List(fields.String(), required=True)
    practices = fields.Integer(required=True)
    rows = fields.List(fields.Nested(EffectRowSchema), required=True)


class EffectRowsSchema(Onwards):
    """A part of the table of what it means for each practice."""

    columns = fields.List(fields.String(), required=True)
    items = fields.List(fields.Nested(EffectRowSchema), required=True)


class TextSchema(Part):
    """What a version of a proposal says."""

    title = fields.String(required=True)
    body = fields.String(required=True)
    kind = fields.String(required=True)
    reasons = fields.String(required=True)
    options = fields.List(fields.Nested(OptionSchema), required=True)
    considered = fields.List(fields.Nested(ConsideredSchema), required=True)
    aims = fields.List(fields.Nested(Aim), required=True)
    impact = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    effects = fields.Nested(EffectsShownSchema, required=True, allow_none=True)


class WrittenSchema(StateSchema):
    """A proposal after it was written."""

    version = fields.Integer(required=True)


class SavedVersionSchema(Part):
    """When a version was saved, and by whom."""

    number = fields.Integer(required=True)
    at = Instant(required=True)
    by = fields.String(required=True)


class VersionsSchema(Part):
    """The versions of a proposal that you may read, the newest first."""

    items = fields.List(fields.Nested(SavedVersionSchema), required=True)


class VersionTextSchema(TextSchema):
    """What a version says."""

    number = fields.Integer(required=True)
    saved_at = Instant(required=True)
