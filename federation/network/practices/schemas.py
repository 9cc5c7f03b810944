"""What programs send and get about practices."""

from typing import Final

from marshmallow import fields, validate

from federation.kernel.api_fields import CountedFrom, DayField, StrictSchema, WordsField

MOST_PER_PAGE: Final = 1000


class PagesSchema(StrictSchema):
    """Which page; the first is 1."""

    page = CountedFrom(1, 1_000_000, load_default=1)
    per_page = CountedFrom(1, MOST_PER_PAGE, load_default=100)


class PracticeSchema(StrictSchema):
    """A practice. One that closed or left is marked, never deleted."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    list_size = fields.Integer(required=True, allow_none=True)
    list_size_on = DayField(required=True, allow_none=True)
    membership = fields.String(required=True, validate=validate.OneOf(("full", "associate")))
    neighbourhood = fields.String(required=True, allow_none=True)
    postcode = fields.String(required=True)
    closed_on = DayField(required=True, allow_none=True)
    left_on = DayField(required=True, allow_none=True)


class PracticesSchema(StrictSchema):
    """A page of practices."""

    items = fields.List(fields.Nested(PracticeSchema), required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    per_page = fields.Integer(required=True)


class PracticeChange(StrictSchema):
    """What is to change of a practice; what is left out stays."""

    membership = WordsField(validate=[validate.OneOf(("full", "associate"))])
    neighbourhood = WordsField(
        allow_none=True, longest=100, metadata={"description": "By name; null: in none."}
    )
