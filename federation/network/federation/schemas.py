"""What programs send and get about the federation itself, and about who asks."""

from marshmallow import fields

from federation.kernel.api_fields import Part, Words


class Seat(Part):
    """A practice that somebody acts or reads for."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class Me(Part):
    """The person that a token stands for."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    practices = fields.List(fields.Nested(Seat), required=True)


class Aim(Part):
    """An aim of the federation."""

    number = fields.Integer(required=True)
    words = fields.String(required=True)


class PracticeCounts(Part):
    """How many practices there are and were; patients are those of the full members."""

    full = fields.Integer(required=True)
    associate = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    departed = fields.Integer(required=True)
    patients = fields.Integer(required=True)


class Settings(Part):
    """What the federation set."""

    neighbourhood_word = fields.String(required=True, allow_none=True)
    impact_questions = fields.Boolean(required=True)


class FederationAnswer(Part):
    """The federation."""

    slug = fields.String(required=True)
    name = fields.String(required=True)
    purpose = fields.String(required=True)
    aims = fields.List(fields.Nested(Aim), required=True)
    practices = fields.Nested(PracticeCounts, required=True)
    settings = fields.Nested(Settings, required=True)


class Purpose(Part):
    """What the federation is for."""

    purpose = Words(required=True)


class AimWords(Part):
    """What an aim says."""

    words = Words(required=True)


class Aims(Part):
    """The aims, and those that were retired."""

    items = fields.List(fields.Nested(Aim), required=True)
    retired = fields.List(fields.Nested(Aim), required=True)
