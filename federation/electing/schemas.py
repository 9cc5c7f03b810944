"""What programs send and get about elections."""

from marshmallow import fields, validate

from federation.electing.rules import MOST_SEATS, STATES
from federation.electing.terms import LONGEST_WORDS
from federation.kernel.api_fields import DayField, InstantField, StrictSchema, WholeNumber, WordsField


class ElectionSent(StrictSchema):
    """An election to begin: how many ``seats``, whether they lead and vote, whether those elected before make room, what is asked
    of who stands, and the last day on which people can stand."""

    seats = WholeNumber(required=True, validate=validate.Range(1, MOST_SEATS))
    lead = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    votes = fields.Boolean(load_default=True, truthy={True}, falsy={False})
    replaces = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    words = WordsField(required=True, least=1, longest=LONGEST_WORDS)
    until = DayField(required=True)


class CandidateSent(StrictSchema):
    """What somebody says who puts themselves forward."""

    words = WordsField(required=True, least=1, longest=LONGEST_WORDS)


class ElectionMade(StrictSchema):
    """What was begun, by number."""

    id = fields.Integer(required=True)


class ElectionVote(StrictSchema):
    """The vote that has opened."""

    decision = fields.Integer(required=True)


class CandidateSchema(StrictSchema):
    """Somebody who stands."""

    person = fields.Integer(required=True)
    name = fields.String(required=True)
    practice = fields.String(required=True)
    words = fields.String(required=True)


class ElectionListed(StrictSchema):
    """An election, and how it stands. People can put themselves forward before ``until``."""

    id = fields.Integer(required=True)
    group = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    seats = fields.Integer(required=True)
    lead = fields.Boolean(required=True)
    votes = fields.Boolean(required=True)
    replaces = fields.Boolean(required=True)
    words = fields.String(required=True)
    until = InstantField(required=True)
    candidates = fields.Integer(required=True)
    decision = fields.Integer(required=True, allow_none=True)


class ElectionsSchema(StrictSchema):
    """The elections to a group, the newest first."""

    items = fields.List(fields.Nested(ElectionListed), required=True)


class ElectionSchema(ElectionListed):
    """An election, and who stands."""

    standing = fields.List(fields.Nested(CandidateSchema), required=True)
