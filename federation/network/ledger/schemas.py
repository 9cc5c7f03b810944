"""What programs read of what was given, gained and paid."""

from marshmallow import fields

from federation.kernel.api_fields import InstantField, StrictSchema


class LedgerLineSchema(StrictSchema):
    """A practice, or a person, gave, gained or paid minutes or pence."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    practice = fields.String(required=True, allow_none=True, metadata={"description": "Its code."})
    person = fields.String(required=True, allow_none=True)
    minutes = fields.Integer(required=True, allow_none=True)
    pence = fields.Integer(required=True, allow_none=True)
    words = fields.String(required=True)
    source = fields.String(required=True, metadata={"description": "The feature that says so."})
    at = InstantField(required=True)


class LedgerSchema(StrictSchema):
    """A part of the ledger."""

    items = fields.List(fields.Nested(LedgerLineSchema), required=True)
    next = fields.String(required=True, allow_none=True)
