"""What programs send and read of votes and ballots."""

from typing import Final

from marshmallow import fields, validate

from federation.decisions.models import VERDICTS
from federation.decisions.rulebook.schemas import RuleDocument, WrittenDocument
from federation.decisions.rules import CHOICES
from federation.decisions.schemas import StateSchema
from federation.kernel.api_fields import DayField, InstantField, PartSchema, StrictSchema, WordsField

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


class BallotSentSchema(StrictSchema):
    """How the practice votes: for, against, abstain; consent, object; or an option's id."""

    stance = WordsField(required=True, longest=40)
    reason = WordsField(load_default="", longest=100_000)


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
    """Who said what, in numbers."""

    stances = fields.Dict(keys=fields.String(), values=fields.Nested(CountSchema), required=True)
    voted = fields.Nested(CountSchema, required=True)
    not_voted = fields.Nested(CountSchema, required=True)
    resolved = fields.Integer(required=True)


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
    chosen = fields.String(required=True, allow_none=True)
    notes = fields.List(fields.String(), required=True)


class RollRowSchema(StrictSchema):
    """A practice that may vote, by its code; in a group also a person, whose code is their number behind `p-`."""

    practice = fields.String(required=True)
    name = fields.String(required=True)
    patients = fields.Integer(required=True)
    weight = fields.Integer(required=True)
    recused = fields.Boolean(required=True)
    recusal_reason = fields.String(required=True, allow_none=True)


class BallotRowSchema(RollRowSchema):
    """A practice and how it voted. ``answer`` and ``resolved`` are about its objection. Who cast it, when, how often it
    changed, and the way (the link in a letter, signed in, a program) is known after the close, and before it to the
    practice's own people; so is who had seen the link by which the caster's account was opened, where somebody had."""

    stance = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    resolved = fields.Boolean(required=True)
    cast_by = fields.String(required=True, allow_none=True)
    cast_at = InstantField(required=True, allow_none=True)
    changes = fields.Integer(required=True, allow_none=True)
    way = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(["link", "signed_in", "program"])
    )
    account_link_seen_by = fields.String(required=True, allow_none=True)


class OwnBallotSchema(BallotRowSchema):
    """One of your practices on the roll, with its latest ballot."""

    receipt = fields.String(required=True, allow_none=True)


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


class ReceiptSchema(StrictSchema):
    """What a practice gets for its ballot: the code finds it in the record later."""

    receipt = fields.String(required=True)
    stance = fields.String(required=True)
    reason = fields.String(required=True)
    cast_at = InstantField(required=True)


class BallotsSchema(PartSchema):
    """Who voted how: ``everybody`` once you may see it, else your own practices alone."""

    everybody = fields.Boolean(required=True)
    items = fields.List(fields.Nested(BallotRowSchema), required=True)


class RollSchema(PartSchema):
    """A part of the roll, and who holds the votes of several practices of all of it; before voting opens nothing."""

    items = fields.List(fields.Nested(RollRowSchema), required=True)
    holders = fields.Nested(HoldersSchema, required=True, allow_none=True)


class PastBallotSchema(StrictSchema):
    """A ballot that a practice cast; the highest version counts."""

    version = fields.Integer(required=True)
    stance = fields.String(required=True)
    reason = fields.String(required=True)
    cast_at = InstantField(required=True)
    cast_by = fields.String(required=True)
    receipt = fields.String(required=True)


class PastBallotsSchema(StrictSchema):
    """All that a practice cast, the newest first."""

    items = fields.List(fields.Nested(PastBallotSchema), required=True)


class ObjectionsSchema(StrictSchema):
    """The objections of a consent round: everybody reads them, because they are to be resolved."""

    items = fields.List(fields.Nested(BallotRowSchema), required=True)


class InterestSchema(StrictSchema):
    """A practice that stands aside."""

    practice = fields.String(required=True)
    reason = fields.String(required=True)


class OwedSchema(StrictSchema):
    """A vote that one of your practices owes."""

    decision_id = fields.Integer(required=True)
    title = fields.String(required=True)
    closes_at = InstantField(required=True)
    practice = fields.String(required=True)


class VotesOwedSchema(StrictSchema):
    """Votes that your practices owe, by deadline."""

    items = fields.List(fields.Nested(OwedSchema), required=True)


class RecordPlaceSchema(StrictSchema):
    """Where the record holds a receipt."""

    seq = fields.Integer(required=True)
    at = InstantField(required=True)
    hash = fields.String(required=True)


class ReceiptFoundSchema(StrictSchema):
    """The ballot that a receipt code belongs to. While ``withheld`` says why, all the rest is null: before the close,
    for all but its own practice and those who see results all the time. Others than its own practice learn after the
    close in which decision the ballot was cast and whether it counts; the rest stays null for them."""

    withheld = fields.String(required=True, allow_none=True, validate=validate.OneOf(("open", "withdrawn")))
    decision_id = fields.Integer(required=True, allow_none=True)
    number = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    counts = fields.Boolean(required=True, allow_none=True)
    cast_at = InstantField(required=True, allow_none=True)
    entry = fields.Nested(RecordPlaceSchema, required=True, allow_none=True)
    practice = fields.String(required=True, allow_none=True)
    stance = fields.String(required=True, allow_none=True)
