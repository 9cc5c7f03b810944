"""What programs send and get about the record and its checkpoints."""

from marshmallow import fields

from federation.kernel.api_fields import CountedFrom, InstantField, PartSchema, StrictSchema, WholeNumber


class EntrySchema(StrictSchema):
    """An entry of the record, as it was hashed."""

    seq = WholeNumber(required=True)
    at = InstantField(required=True)
    actor = fields.Integer(required=True, allow_none=True)
    action = fields.String(required=True)
    subject = fields.String(required=True)
    data = fields.String(required=True, metadata={"description": "JSON, as it was hashed."})
    prev = fields.String(required=True)
    hash = fields.String(required=True)


class EntriesSchema(PartSchema):
    """A part of the record."""

    items = fields.List(fields.Nested(EntrySchema), required=True)


class EntriesWanted(StrictSchema):
    """Which part of the record."""

    after = CountedFrom(load_default=0, metadata={"description": "The number of an entry."})
    limit = CountedFrom(1, 1000, load_default=100)


class CheckpointSchema(StrictSchema):
    """How far the record had come: the number and fingerprint of its last entry, signed."""

    federation = fields.Integer(required=True)
    seq = fields.Integer(required=True)
    hash = fields.String(required=True)
    at = InstantField(required=True)
    key = fields.String(required=True)
    signature = fields.String(required=True)


class CheckpointsSchema(PartSchema):
    """A part of the checkpoints; ``key`` is the installation's key now."""

    items = fields.List(fields.Nested(CheckpointSchema), required=True)
    key = fields.String(required=True)


class CheckpointsWanted(StrictSchema):
    """Which part of the checkpoints."""

    after = CountedFrom(metadata={"description": "Where to go on: `next` of the part before."})
    limit = CountedFrom(1, 200, load_default=50)
