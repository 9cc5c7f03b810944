"""What programs send and get about the record and its checkpoints."""

from marshmallow import fields

from federation.kernel.api_fields import CountedFrom, Instant, Onwards, Part, WholeNumber


class Entry(Part):
    """An entry of the record, as it was hashed."""

    seq = WholeNumber(required=True)
    at = Instant(required=True)
    actor = fields.Integer(required=True, allow_none=True)
    action = fields.String(required=True)
    subject = fields.String(required=True)
    data = fields.String(required=True, metadata={"description": "JSON, as it was hashed."})
    prev = fields.String(required=True)
    hash = fields.String(required=True)


class Entries(Onwards):
    """A part of the record."""

    items = fields.List(fields.Nested(Entry), required=True)


class EntriesWanted(Part):
    """Which part of the record."""

    after = CountedFrom(load_default=0, metadata={"description": "The number of an entry."})
    limit = CountedFrom(1, 1000, load_default=100)


class Checkpoint(Part):
    """How far the record had come: the number and fingerprint of its last entry, signed."""

    federation = fields.Integer(required=True)
    seq = fields.Integer(required=True)
    hash = fields.String(required=True)
    at = Instant(required=True)
    key = fields.String(required=True)
    signature = fields.String(required=True)


class Checkpoints(Onwards):
    """A part of the checkpoints; ``key`` is the installation's key now."""

    items = fields.List(fields.Nested(Checkpoint), required=True)
    key = fields.String(required=True)


class CheckpointsWanted(Part):
    """Which part of the checkpoints."""

    after = CountedFrom(metadata={"description": "Where to go on: `next` of the part before."})
    limit = CountedFrom(1, 200, load_default=50)
