"""What programs send and read of the register."""

from marshmallow import fields, validate

from federation.kernel.api_fields import CountedFrom, DayField, InstantField, StrictSchema, WordsField


class RegisterWantedSchema(StrictSchema):
    """What the register is narrowed to; ``result`` as on its page."""

    q = WordsField(load_default="", longest=200)
    result = fields.List(
        WordsField(
            validate=[validate.OneOf(("carried", "not_carried", "inquorate", "open_ended", "advised"))]
        ),
        load_default=list,
    )
    aim = CountedFrom(most=9999, load_default=None)
    year = CountedFrom(most=9999, load_default=None)
    review = WordsField(load_default="", validate=[validate.OneOf(("", "due"))])


class RegisteredSchema(StrictSchema):
    """A decision in the register."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    verdict = fields.String(required=True)
    closed_at = InstantField(required=True)
    how = fields.String(required=True)
    review_on = DayField(required=True, allow_none=True)
    replaced_by = fields.Integer(required=True, allow_none=True)


class RegisterSchema(StrictSchema):
    """The register, narrowed."""

    decisions = fields.List(fields.Nested(RegisteredSchema), required=True)
