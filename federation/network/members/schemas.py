"""What programs send and get about people and their roles."""

from marshmallow import fields, validate

from federation.kernel.api_fields import CountedFrom, PartSchema, StrictSchema, WordsField
from federation.kernel.policy import ROLES


class RoleHeld(StrictSchema):
    """A role that somebody has now. While it ``waits`` for a second person to confirm it, it (or being the chair) gives
    nothing."""

    id = fields.Integer(required=True)
    role = fields.String(required=True)
    is_chair = fields.Boolean(required=True)
    practice = fields.String(required=True, allow_none=True)
    waits = fields.Boolean(required=True)


class RoleToConfirm(StrictSchema):
    """A role that waits for a second person. ``gives_nothing`` until then, or does not count in these ``decisions``;
    ``mine``: you can confirm it."""

    person_id = fields.Integer(required=True)
    name = fields.String(required=True)
    role_id = fields.Integer(required=True)
    words = fields.String(required=True)
    gives_nothing = fields.Boolean(required=True)
    decisions = fields.List(fields.Integer(), required=True)
    mine = fields.Boolean(required=True)


class ToConfirmSchema(StrictSchema):
    """The roles that wait for a second person."""

    items = fields.List(fields.Nested(RoleToConfirm), required=True)


class PersonAnswer(StrictSchema):
    """Somebody of the federation."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    email = fields.String(metadata={"description": "For those alone who may see addresses."})
    accepted = fields.Boolean(required=True)
    roles = fields.List(fields.Nested(RoleHeld), required=True)


class PeopleSchema(PartSchema):
    """A part of the list of people."""

    items = fields.List(fields.Nested(PersonAnswer), required=True)


class PeopleWanted(StrictSchema):
    """What a list of people is narrowed to."""

    after = CountedFrom(
        load_default=None, metadata={"description": "Where to go on: `next` of the part before."}
    )
    q = WordsField(load_default="", longest=120, metadata={"description": "A part of the name."})
    role = WordsField(load_default="", validate=[validate.OneOf(("", *ROLES))])
    practice = WordsField(load_default="", longest=12, metadata={"description": "An ODS code."})


class RoleSchema(StrictSchema):
    """A role to give."""

    role = WordsField(required=True, validate=[validate.OneOf(ROLES)])
    practice = WordsField(
        load_default=None,
        allow_none=True,
        longest=12,
        metadata={"description": "An ODS code, for representatives and members alone."},
    )


class InvitationSchema(RoleSchema):
    """Who is invited, and as what."""

    email = WordsField(required=True, longest=254)
    name = WordsField(required=True, least=1, longest=120)


class BegunSchema(StrictSchema):
    """A role that has begun."""

    person_id = fields.Integer(required=True)
    role_id = fields.Integer(required=True)
    words = fields.String(required=True)
