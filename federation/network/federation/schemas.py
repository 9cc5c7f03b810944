"""What programs send and get about the federation itself, and about who asks."""

from marshmallow import fields

from federation.kernel.api_fields import StrictSchema, WordsField


class SeatSchema(StrictSchema):
    """A practice that somebody acts or reads for."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class MeSchema(StrictSchema):
    """The person that a token stands for."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    practices = fields.List(fields.Nested(SeatSchema), required=True)


class AimSchema(StrictSchema):
    """An aim of the federation."""

    number = fields.Integer(required=True)
    words = fields.String(required=True)


class PracticeCounts(StrictSchema):
    """How many practices there are and were; patients are those of the full members."""

    full = fields.Integer(required=True)
    associate = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    departed = fields.Integer(required=True)
    patients = fields.Integer(required=True)


class SettingsSchema(StrictSchema):
    """What the federation set."""

    neighbourhood_word = fields.String(required=True, allow_none=True)
    impact_questions = fields.Boolean(required=True)


class FederationAnswer(StrictSchema):
    """The federation."""

    slug = fields.String(required=True)
    name = fields.String(required=True)
    purpose = fields.String(required=True)
    aims = fields.List(fields.Nested(AimSchema), required=True)
    practices = fields.Nested(PracticeCounts, required=True)
    settings = fields.Nested(SettingsSchema, required=True)


class PurposeSchema(StrictSchema):
    """What the federation is for."""

    purpose = WordsField(required=True)


class AimWords(StrictSchema):
    """What an aim says."""

    words = WordsField(required=True)


class AimsSchema(StrictSchema):
    """The aims, and those that were retired."""

    items = fields.List(fields.Nested(AimSchema), required=True)
    retired = fields.List(fields.Nested(AimSchema), required=True)
