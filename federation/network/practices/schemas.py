"""What programs send and get about practices."""

from typing import Final

from marshmallow import fields, validate

from federation.kernel.api_fields import CountedFrom, DayField, InstantField, StrictSchema, WordsField

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


class PlaceSumSchema(StrictSchema):
    """A neighbourhood with what lies in it; ``unsized``: practices whose patients are not known."""

    name = fields.String(required=True)
    practices = fields.Integer(required=True)
    patients = fields.Integer(required=True)
    unsized = fields.Integer(required=True)


class RearrangedSchema(StrictSchema):
    """Neighbourhoods before and after, with the same sums in all."""

    before = fields.List(fields.Nested(PlaceSumSchema), required=True)
    after = fields.List(fields.Nested(PlaceSumSchema), required=True)


class PlaceChangeSchema(RearrangedSchema):
    """A split or a merger that was."""

    kind = fields.String(required=True, validate=validate.OneOf(("split", "merged")))
    at = InstantField(required=True)
    by = fields.String(required=True)


class NeighbourhoodsSchema(StrictSchema):
    """The neighbourhoods, and how they were split and merged."""

    items = fields.List(fields.Nested(PlaceSumSchema), required=True)
    changes = fields.List(fields.Nested(PlaceChangeSchema), required=True)


class PlacePartSent(StrictSchema):
    """A part: its name, and its practices by code."""

    name = WordsField(required=True, least=1, longest=100)
    practices = fields.List(WordsField(least=1, longest=12), required=True, validate=validate.Length(1, 1000))


class SplitSent(StrictSchema):
    """A neighbourhood, by name, and its parts."""

    neighbourhood = WordsField(required=True, least=1, longest=100)
    parts = fields.List(fields.Nested(PlacePartSent), required=True, validate=validate.Length(2, 20))


class MergeSent(StrictSchema):
    """Neighbourhoods, by name, and what they become."""

    neighbourhoods = fields.List(
        WordsField(least=1, longest=100), required=True, validate=validate.Length(2, 200)
    )
    name = WordsField(required=True, least=1, longest=100)
