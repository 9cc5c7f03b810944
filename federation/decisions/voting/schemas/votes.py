"""What programs send and read of votes: how they open, what they count, what they come to."""

from typing import Final

from marshmallow import fields, validate

from federation.decisions.models import VERDICTS
from federation.decisions.rulebook.schemas import RuleDocument, WrittenDocument
from federation.decisions.rules import CHOICES
from federation.decisions.schemas import StateSchema
from federation.kernel.api_fields import (
    DayField,
    InstantField,
    StrictSchema,
    WordsField,
)

LONGEST_REASON: Final = 4_000


class ReasonSchema(StrictSchema):
    """A reason that every member reads."""

    reason = WordsField(required=True, least=1, longest=LONGEST_REASON)


class OpeningSchema(StrictSchema):
    """How a proposal is put to the vote: under a preset or an own rule by its key, or a rule written out."""

    preset = WordsField(longest=60)
    rule = RuleDocument(metadata={"description": "A rule: see the rules of the federation for its parts."})
    opens_at = InstantField(
        metadata={"description": "When voting opens by itself; left out, it opens now."},
        load_default=None,
        allow_none=True,
    )
    closes_at = InstantField(required=True)
    visibility = WordsField(validate=[validate.OneOf(CHOICES["visibility"])])
    reasons = WordsField(validate=[validate.OneOf(CHOICES["reasons"])])
    early_close = WordsField(validate=[validate.OneOf(CHOICES["early_close"])])


class ResolvingSchema(StrictSchema):
    """The answer to an objection."""

    words = WordsField(required=True, longest=LONGEST_REASON)


class CastingVoteSentSchema(StrictSchema):
    """How the chair decides a tie."""

    stance = WordsField(required=True, longest=40)
    reason = WordsField(required=True, least=1, longest=LONGEST_REASON)


class CountSchema(StrictSchema):
    """A number of practices, with their votes and patients."""

    practices = fields.Integer(required=True)
    weight = fields.Integer(required=True)
    patients = fields.Integer(required=True)


class RollSummarySchema(CountSchema):
    """The roll in numbers; those who stood aside are in none of the others."""

    recused = fields.Integer(required=True)
    as_of = DayField(allow_none=True)
    fingerprint = fields.String()


class TallySchema(StrictSchema):
    """Who said what, in numbers; ``points`` by option where they are given."""

    stances = fields.Dict(keys=fields.String(), values=fields.Nested(CountSchema), required=True)
    voted = fields.Nested(CountSchema, required=True)
    not_voted = fields.Nested(CountSchema, required=True)
    resolved = fields.Integer(required=True)
    points = fields.Dict(keys=fields.String(), values=fields.Integer())


class TestSchema(StrictSchema):
    """One test of the rule, counted."""

    met = fields.Boolean(required=True)
    have = fields.String(required=True)
    need = fields.String(required=True)
    words = fields.String(required=True)


class VerdictSchema(StrictSchema):
    """What a vote came to, with its arithmetic in words."""

    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    words = fields.String(required=True)
    tests = fields.List(fields.Nested(TestSchema), required=True)
    tally = fields.Nested(TallySchema, required=True)
    roll = fields.Nested(RollSummarySchema, required=True)
    chosen = fields.List(fields.String(), required=True)
    notes = fields.List(fields.String(), required=True)


class HolderSchema(StrictSchema):
    """Somebody who can cast the votes of more than one practice."""

    name = fields.String(required=True)
    practices = fields.Integer(required=True)


class HoldersSchema(StrictSchema):
    """Who holds the votes of several practices, whoever holds most first; in ``words``, which are empty where nobody
    does. ``most``: one of them holds more than half."""

    words = fields.String(required=True)
    most = fields.Boolean(required=True)
    people = fields.List(fields.Nested(HolderSchema), required=True)


class TurnoutShownSchema(StrictSchema):
    """Whether enough practices can vote: how many have a representative who can sign in, and which have none."""

    practices = fields.Integer(required=True)
    able = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    can_succeed = fields.Boolean(required=True)
    runs_short = fields.Boolean(required=True)
    without = fields.List(fields.String(), required=True)
    holders = fields.Nested(HoldersSchema, required=True)


class RuleWantedSchema(StrictSchema):
    """Under which rule: by its key, or written out. Neither, where it was planned on the web or the vote is open."""

    preset = WordsField(longest=60)
    rule = WrittenDocument(metadata={"description": "A rule written out, as JSON."})


class OpenedSchema(StateSchema):
    """A vote that is open, or scheduled: then ``roll`` is as of today, and the number is given when it opens."""

    number = fields.String(required=True, allow_none=True)
    opens_at = InstantField(required=True, allow_none=True)
    closes_at = InstantField(required=True)
    roll = fields.Nested(RollSummarySchema, required=True)
    rule = fields.Dict(required=True)
    turnout = fields.Nested(TurnoutShownSchema, required=True)


class ClosedSchema(StateSchema):
    """A vote that is closed."""

    verdict = fields.Nested(VerdictSchema, required=True)
