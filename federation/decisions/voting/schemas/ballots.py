"""What programs send and read of ballots, rolls and receipts."""

from marshmallow import fields, validate

from federation.decisions.voting.schemas.votes import HoldersSchema
from federation.kernel.api_fields import (
    InstantField,
    PartSchema,
    StrictSchema,
    WholeNumber,
    WordsField,
)


class ChoiceField(fields.Dict):
    """The points that a ballot gives, by the id of the option; null where its stance says all."""

    def __init__(self) -> None:
        super().__init__(keys=fields.String(), values=fields.Integer(), required=True, allow_none=True)


class BallotSentSchema(StrictSchema):
    """How the practice votes, as its stance: for, against, abstain; consent, object; or an option's id. Where points are
    given, the points of each option as its choice instead, or the stance abstain."""

    stance = WordsField(load_default="", longest=40)
    choice = fields.Dict(
        keys=WordsField(longest=40),
        values=WholeNumber(),
        load_default=None,
        metadata={"description": "Points by the id of the option."},
    )
    reason = WordsField(load_default="", longest=100_000)


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
    choice = ChoiceField()
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


class ReceiptSchema(StrictSchema):
    """What a practice gets for its ballot: the code finds it in the record later."""

    receipt = fields.String(required=True)
    stance = fields.String(required=True)
    choice = ChoiceField()
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
    choice = ChoiceField()
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
    choice = ChoiceField()
