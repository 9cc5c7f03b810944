"""What programs send and get about the network."""

from typing import Final

from marshmallow import fields, validate

from federation.kernel.api_fields import CountedFrom, Day, Instant, Onwards, Part, WholeNumber, Words
from federation.kernel.policy import ROLES

MOST_PER_PAGE: Final = 1000


class Seat(Part):
    """A practice that somebody acts or reads for."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)


class Me(Part):
    """The person that a token stands for."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    practices = fields.List(fields.Nested(Seat), required=True)


class Aim(Part):
    """An aim of the federation."""

    number = fields.Integer(required=True)
    words = fields.String(required=True)


class PracticeCounts(Part):
    """How many practices there are and were; patients are those of the full members."""

    full = fields.Integer(required=True)
    associate = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    departed = fields.Integer(required=True)
    patients = fields.Integer(required=True)


class Settings(Part):
    """What the federation set."""

    neighbourhood_word = fields.String(required=True, allow_none=True)
    impact_questions = fields.Boolean(required=True)


class FederationAnswer(Part):
    """The federation."""

    slug = fields.String(required=True)
    name = fields.String(required=True)
    purpose = fields.String(required=True)
    aims = fields.List(fields.Nested(Aim), required=True)
    practices = fields.Nested(PracticeCounts, required=True)
    settings = fields.Nested(Settings, required=True)


class Purpose(Part):
    """What the federation is for."""

    purpose = Words(required=True)


class AimWords(Part):
    """What an aim says."""

    words = Words(required=True)


class Aims(Part):
    """The aims, and those that were retired."""

    items = fields.List(fields.Nested(Aim), required=True)
    retired = fields.List(fields.Nested(Aim), required=True)


class Pages(Part):
    """Which page; the first is 1."""

    page = CountedFrom(1, 1_000_000, load_default=1)
    per_page = CountedFrom(1, MOST_PER_PAGE, load_default=100)


class Practice(Part):
    """A practice. One that closed or left is marked, never deleted."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    list_size = fields.Integer(required=True, allow_none=True)
    list_size_on = Day(required=True, allow_none=True)
    membership = fields.String(required=True, validate=validate.OneOf(("full", "associate")))
    neighbourhood = fields.String(required=True, allow_none=True)
    postcode = fields.String(required=True)
    closed_on = Day(required=True, allow_none=True)
    left_on = Day(required=True, allow_none=True)


class Practices(Part):
    """A page of practices."""

    items = fields.List(fields.Nested(Practice), required=True)
    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    per_page = fields.Integer(required=True)


class PracticeChange(Part):
    """What is to change of a practice; what is left out stays."""

    membership = Words(validate=[validate.OneOf(("full", "associate"))])
    neighbourhood = Words(allow_none=True, longest=100, metadata={"description": "By name; null: in none."})


class RoleHeld(Part):
    """A role that somebody has now. While it ``waits`` for a second person to confirm it, it (or being the chair) gives
    nothing."""

    id = fields.Integer(required=True)
    role = fields.String(required=True)
    is_chair = fields.Boolean(required=True)
    practice = fields.String(required=True, allow_none=True)
    waits = fields.Boolean(required=True)


class RoleToConfirm(Part):
    """A role that waits for a second person. ``gives_nothing`` until then, or does not count in these ``decisions``;
    ``mine``: you can confirm it."""

    person_id = fields.Integer(required=True)
    name = fields.String(required=True)
    role_id = fields.Integer(required=True)
    words = fields.String(required=True)
    gives_nothing = fields.Boolean(required=True)
    decisions = fields.List(fields.Integer(), required=True)
    mine = fields.Boolean(required=True)


class ToConfirm(Part):
    """The roles that wait for a second person."""

    items = fields.List(fields.Nested(RoleToConfirm), required=True)


class PersonAnswer(Part):
    """Somebody of the federation."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    email = fields.String(metadata={"description": "For those alone who may see addresses."})
    accepted = fields.Boolean(required=True)
    roles = fields.List(fields.Nested(RoleHeld), required=True)


class People(Onwards):
    """A part of the list of people."""

    items = fields.List(fields.Nested(PersonAnswer), required=True)


class PeopleWanted(Part):
    """What a list of people is narrowed to."""

    after = CountedFrom(
        load_default=None, metadata={"description": "Where to go on: `next` of the part before."}
    )
    q = Words(load_default="", longest=120, metadata={"description": "A part of the name."})
    role = Words(load_default="", validate=[validate.OneOf(("", *ROLES))])
    practice = Words(load_default="", longest=12, metadata={"description": "An ODS code."})


class Role(Part):
    """A role to give."""

    role = Words(required=True, validate=[validate.OneOf(ROLES)])
    practice = Words(
        load_default=None,
        allow_none=True,
        longest=12,
        metadata={"description": "An ODS code, for representatives and members alone."},
    )


class Invitation(Role):
    """Who is invited, and as what."""

    email = Words(required=True, longest=254)
    name = Words(required=True, least=1, longest=120)


class Begun(Part):
    """A role that has begun."""

    person_id = fields.Integer(required=True)
    role_id = fields.Integer(required=True)
    words = fields.String(required=True)


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
