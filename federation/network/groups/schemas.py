"""What programs send and get about groups."""

from marshmallow import fields, validate

from federation.kernel.api_fields import LARGEST, InstantField, StrictSchema, WholeNumber, WordsField
from federation.network.groups.actions import MOST_SEATS
from federation.network.groups.naming import LONGEST_CODE, LONGEST_NAME, LONGEST_PURPOSE
from federation.network.groups.words import KIND_TITLES, READS_TITLES


class SeatSent(StrictSchema):
    """A seat to give: to a ``person`` by number, or to a ``practice`` by its ODS code. Without ``votes`` it is a voice."""

    person = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(1, LARGEST))
    practice = WordsField(load_default=None, allow_none=True, longest=12)
    lead = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    votes = fields.Boolean(load_default=True, truthy={True}, falsy={False})


class OwnSeatSent(StrictSchema):
    """The number of the practice that takes a seat itself."""

    practice = WholeNumber(required=True, validate=validate.Range(1, LARGEST))


class GroupSent(StrictSchema):
    """A group to begin. Without a ``code`` its name gives one."""

    name = WordsField(required=True, least=1, longest=LONGEST_NAME)
    purpose = WordsField(required=True, least=1, longest=LONGEST_PURPOSE)
    kind = WordsField(load_default="sub_group", validate=[validate.OneOf(tuple(KIND_TITLES))])
    reads = WordsField(load_default="all", validate=[validate.OneOf(tuple(READS_TITLES))])
    code = WordsField(load_default="", longest=LONGEST_CODE)
    parent = WholeNumber(load_default=None, allow_none=True, validate=validate.Range(1, LARGEST))
    seats = fields.List(fields.Nested(SeatSent), load_default=list, validate=validate.Length(max=MOST_SEATS))


class GroupWordsSent(StrictSchema):
    """What is said of a group from now on; what is not sent stays."""

    name = WordsField(least=1, longest=LONGEST_NAME)
    purpose = WordsField(least=1, longest=LONGEST_PURPOSE)
    reads = WordsField(validate=[validate.OneOf(tuple(READS_TITLES))])


class SeatAnswer(StrictSchema):
    """A seat that is held now: of a person (by number), or of a practice (by code). While it ``waits`` for a second person, its
    holder reads and speaks, and no more."""

    id = fields.Integer(required=True)
    person = fields.Integer(required=True, allow_none=True)
    practice = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    lead = fields.Boolean(required=True)
    votes = fields.Boolean(required=True)
    since = InstantField(required=True)
    waits = fields.Boolean(required=True)


class StandingAnswer(StrictSchema):
    """Where a group's mandate stands, with its money in pence. ``state``: proposed, in_force, suspended, ended or withdrawn."""

    state = fields.String(required=True)
    spent_pence = fields.Integer(required=True)
    committed_pence = fields.Integer(required=True)
    left_pence = fields.Integer(required=True)
    report_due_at = InstantField(required=True, allow_none=True)


class GroupListed(StrictSchema):
    """A group, with how many seats are held now; ``mandate`` is null where the members gave it none."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    purpose = fields.String(required=True)
    reads = fields.String(required=True)
    ended_at = InstantField(required=True, allow_none=True)
    seated = fields.Integer(required=True)
    mandate = fields.Nested(StandingAnswer, required=True, allow_none=True)


class GroupAnswer(GroupListed):
    """A group, and who sits in it."""

    seats = fields.List(fields.Nested(SeatAnswer), required=True)


class GroupsSchema(StrictSchema):
    """The groups of the federation."""

    items = fields.List(fields.Nested(GroupListed), required=True)


class GroupBegun(StrictSchema):
    """A group that has begun."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)


class SeatGiven(StrictSchema):
    """A seat that was given."""

    id = fields.Integer(required=True)
