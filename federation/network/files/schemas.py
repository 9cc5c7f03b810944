"""What programs read of files."""

from marshmallow import fields, validate

from federation.kernel.api_fields import StrictSchema
from federation.kernel.files.kinds import KINDS


class AttachedFileSchema(StrictSchema):
    """A file that belongs to something; its content is at ``files/ID``. ``sha256`` stands in the record too."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(tuple(KINDS)))
    size = fields.Integer(required=True, metadata={"description": "In bytes."})
    sha256 = fields.String(required=True)
