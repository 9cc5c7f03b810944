"""What programs read of indicators."""

from marshmallow import fields

from federation.kernel.api_fields import DayField, StrictSchema

_SHARE = {"description": "Parts of the whole as a fraction, 7/8; null where there is nothing to count."}


class IndicatorSchema(StrictSchema):
    """A figure, and what it comes to in the last twelve months."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    words = fields.String(required=True)
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)
    share = fields.String(required=True, allow_none=True, metadata=_SHARE)


class IndicatorsSchema(StrictSchema):
    """All figures."""

    items = fields.List(fields.Nested(IndicatorSchema), required=True)


class MonthSchema(StrictSchema):
    """A month, named by its first day."""

    month = DayField(required=True)
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)


class PracticeFigureSchema(StrictSchema):
    """What it comes to for one practice."""

    practice = fields.String(required=True)
    name = fields.String(required=True)
    part = fields.Integer(required=True)
    whole = fields.Integer(required=True)


class FigureSchema(IndicatorSchema):
    """One figure, by month and by practice."""

    months = fields.List(fields.Nested(MonthSchema), required=True)
    items = fields.List(fields.Nested(PracticeFigureSchema), required=True)
    next = fields.String(required=True, allow_none=True)
