"""What programs send and get about areas of work."""

from marshmallow import fields

from federation.kernel.api_fields import StrictSchema, WordsField
from federation.network.areas.actions import LONGEST_TITLE


class AreaSent(StrictSchema):
    """An area to add."""

    title = WordsField(required=True, least=1, longest=LONGEST_TITLE)


class AreaAnswer(StrictSchema):
    """An area of work: its key, which stays, and what it is called."""

    key = fields.String(required=True)
    title = fields.String(required=True)


class AreasSchema(StrictSchema):
    """The areas of work of the federation."""

    items = fields.List(fields.Nested(AreaAnswer), required=True)
