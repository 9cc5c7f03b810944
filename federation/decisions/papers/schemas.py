"""What programs send and read of a proposal's papers."""

from marshmallow import fields

from federation.network.files.schemas import AttachedFileSchema


class PaperSchema(AttachedFileSchema):
    """A paper that was added, and the version of the text that has it."""

    version = fields.Integer(required=True)
