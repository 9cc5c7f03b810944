"""What several rooms send or show of decisions."""

from typing import Any, Final

from marshmallow import fields, validate

from federation.kernel.api_fields import LARGEST, StrictSchema

A_NUMBER: Final[dict[str, Any]] = {"validate": [validate.Range(1, LARGEST)]}


class PersonSchema(StrictSchema):
    """Somebody, by number and name."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class StateSchema(StrictSchema):
    """A decision's state after an act."""

    id = fields.Integer(required=True)
    state = fields.String(required=True)
