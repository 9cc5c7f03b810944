"""What programs read of one decision."""

from marshmallow import fields, validate

from federation.decisions.models import STATES
from federation.decisions.outcomes.schemas import ActionSchema, OutcomeSchema
from federation.decisions.proposals.schemas import TextSchema
from federation.decisions.schemas import PersonSchema
from federation.decisions.voting.schemas.ballots import OwnBallotSchema
from federation.decisions.voting.schemas.votes import RollSummarySchema, TallySchema, VerdictSchema
from federation.kernel.api_fields import DayField, InstantField, StrictSchema


class OtherSchema(StrictSchema):
    """Another decision."""

    id = fields.Integer(required=True)
    title = fields.String(required=True)


class DecidingGroupSchema(StrictSchema):
    """The group that decides."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class CastingVoteSchema(StrictSchema):
    """How the chair decided a tie."""

    stance = fields.String(required=True)
    reason = fields.String(required=True)
    by = fields.String(required=True)


class StandingAsideSchema(StrictSchema):
    """Who stands aside, and why; ``demanded_by`` is the title of the feature that demands it, null where they said so."""

    practice_id = fields.Integer(required=True, allow_none=True)
    person_id = fields.Integer(required=True, allow_none=True)
    name = fields.String(required=True)
    reason = fields.String(required=True)
    demanded_by = fields.String(required=True, allow_none=True)
    shut_out = fields.Boolean(
        required=True, metadata={"description": "They read neither discussion nor papers."}
    )


class DecisionSchema(TextSchema):
    """A decision, whatever its state.

    ``results`` is how the votes stand, once you may see it; ``tests`` is what the rule asks of this roll. For a few
    seconds after ``closes_at`` a vote is ``open`` without results: it takes no ballots any more, and is being counted.
    """

    id = fields.Integer(required=True)
    number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    group = fields.Nested(
        DecidingGroupSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null: the members as a whole decide."},
    )
    voters = fields.String(required=True, validate=validate.OneOf(["practices", "people", "both"]))
    subject = fields.String(required=True)
    chosen = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "The ids of the options chosen, the best first; several where they are equal."
        },
    )
    version = fields.Integer(required=True)
    author = fields.Nested(PersonSchema, required=True)
    author_practice = fields.String(required=True, allow_none=True)
    author_as = fields.String(
        required=True,
        metadata={
            "description": "The role in which the author wrote it: chair, executive, representative …, in a group lead, "
            "seat or voice."
        },
    )
    coauthors = fields.List(fields.Nested(PersonSchema), required=True)
    aside = fields.List(
        fields.Nested(StandingAsideSchema),
        required=True,
        metadata={"description": "Who will stand aside, before voting opens; afterwards the roll says so."},
    )
    shut_out = fields.Boolean(
        required=True,
        metadata={"description": "Whether the rules keep you from its discussion and papers."},
    )
    created_at = InstantField(required=True)
    changed_at = InstantField(required=True)
    comments = fields.Integer(required=True)
    rule = fields.Dict(required=True, allow_none=True)
    tests = fields.List(fields.String(), required=True)
    roll = fields.Nested(RollSummarySchema, required=True, allow_none=True)
    opens_at = InstantField(required=True, allow_none=True)
    opened_at = InstantField(required=True, allow_none=True)
    closes_at = InstantField(required=True, allow_none=True)
    closed_at = InstantField(required=True, allow_none=True)
    close_reason = fields.String(required=True, allow_none=True)
    withdrawn_reason = fields.String(required=True, allow_none=True)
    voted = fields.Integer(required=True)
    needed = fields.Integer(required=True, allow_none=True)
    still_needed = fields.Integer(required=True, allow_none=True)
    own_ballots = fields.List(fields.Nested(OwnBallotSchema), required=True)
    results = fields.Nested(TallySchema, required=True, allow_none=True)
    verdict = fields.Nested(VerdictSchema, required=True, allow_none=True)
    how = fields.String(required=True, allow_none=True)
    casting_vote = fields.Nested(CastingVoteSchema, required=True, allow_none=True)
    outcome = fields.Nested(OutcomeSchema, required=True, allow_none=True)
    actions = fields.List(fields.Nested(ActionSchema), required=True)
    review_on = DayField(required=True, allow_none=True)
    supersedes = fields.Nested(OtherSchema, required=True, allow_none=True)
    superseded_by = fields.Nested(OtherSchema, required=True, allow_none=True)
