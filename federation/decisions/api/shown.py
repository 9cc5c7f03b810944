"""What programs get to read about decisions."""

from marshmallow import fields, validate

from federation.decisions.api.sent import ConsideredSchema, OptionSchema
from federation.decisions.models import STATES, VERDICTS
from federation.kernel.api_fields import Day, Instant, Onwards, Part
from federation.network.api.schemas import Aim


class LineSchema(Part):
    """A decision in a list."""

    id = fields.Integer(required=True)
    number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    title = fields.String(required=True)
    kind = fields.String(required=True)
    opens_at = Instant(required=True, allow_none=True)
    closes_at = Instant(required=True, allow_none=True)
    closed_at = Instant(required=True, allow_none=True)
    verdict = fields.String(required=True, allow_none=True)
    how = fields.String(required=True, allow_none=True)
    voted = fields.Integer(required=True)
    review_on = Day(required=True, allow_none=True)
    superseded_by = fields.Integer(required=True, allow_none=True)
    changed_at = Instant(required=True)


class LinesSchema(Onwards):
    """A part of the list of decisions."""

    items = fields.List(fields.Nested(LineSchema), required=True)


class PersonSchema(Part):
    """Somebody, by number and name."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class EffectRowSchema(Part):
    """What it means for one practice."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    cells = fields.List(fields.String(), required=True)


class EffectsShownSchema(Part):
    """The table of what it means for each practice: all of a short one, else your own practices' rows."""

    columns = fields.List(fields.String(), required=True)
    practices = fields.Integer(required=True)
    rows = fields.List(fields.Nested(EffectRowSchema), required=True)


class EffectRowsSchema(Onwards):
    """A part of the table of what it means for each practice."""

    columns = fields.List(fields.String(), required=True)
    items = fields.List(fields.Nested(EffectRowSchema), required=True)


class CountSchema(Part):
    """A number of practices, with their votes and patients."""

    practices = fields.Integer(required=True)
    weight = fields.Integer(required=True)
    patients = fields.Integer(required=True)


class RollSummarySchema(CountSchema):
    """The roll in numbers; those who stood aside are in none of the others."""

    recused = fields.Integer(required=True)
    as_of = Day(allow_none=True)
    fingerprint = fields.String()


class TallySchema(Part):
    """Who said what, in numbers."""

    stances = fields.Dict(keys=fields.String(), values=fields.Nested(CountSchema), required=True)
    voted = fields.Nested(CountSchema, required=True)
    not_voted = fields.Nested(CountSchema, required=True)
    resolved = fields.Integer(required=True)


class TestSchema(Part):
    """One test of the rule, counted."""

    met = fields.Boolean(required=True)
    have = fields.String(required=True)
    need = fields.String(required=True)
    words = fields.String(required=True)


class VerdictSchema(Part):
    """What a vote came to, with its arithmetic in words."""

    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    words = fields.String(required=True)
    tests = fields.List(fields.Nested(TestSchema), required=True)
    tally = fields.Nested(TallySchema, required=True)
    roll = fields.Nested(RollSummarySchema, required=True)
    chosen = fields.String(required=True, allow_none=True)
    notes = fields.List(fields.String(), required=True)


class RollRowSchema(Part):
    """A practice that may vote."""

    practice = fields.String(required=True)
    name = fields.String(required=True)
    patients = fields.Integer(required=True)
    weight = fields.Integer(required=True)
    recused = fields.Boolean(required=True)
    recusal_reason = fields.String(required=True, allow_none=True)


class BallotRowSchema(RollRowSchema):
    """A practice and how it voted. ``answer`` and ``resolved`` are about its objection. Who cast it, when, how often it
    changed, and the way (the link in a letter, signed in, a program) is known after the close, and before it to the
    practice's own people."""

    stance = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    resolved = fields.Boolean(required=True)
    cast_by = fields.String(required=True, allow_none=True)
    cast_at = Instant(required=True, allow_none=True)
    changes = fields.Integer(required=True, allow_none=True)
    way = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(["link", "signed_in", "program"])
    )


class OwnBallotSchema(BallotRowSchema):
    """One of your practices on the roll, with its latest ballot."""

    receipt = fields.String(required=True, allow_none=True)


class OutcomeSchema(Part):
    """What happens now."""

    words = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    at = Instant(required=True, allow_none=True)
    owner_id = fields.Integer(required=True, allow_none=True)
    review_on = Day(required=True, allow_none=True)


class ActionSchema(Part):
    """Something to be done because of a decision."""

    id = fields.Integer(required=True)
    decision_id = fields.Integer(required=True)
    title = fields.String(required=True)
    owner = fields.Nested(PersonSchema, required=True)
    practice = fields.String(required=True, allow_none=True)
    due_on = Day(required=True)
    state = fields.String(required=True)
    note = fields.String(required=True)


class ActionsSchema(Onwards):
    """A part of a list of actions."""

    items = fields.List(fields.Nested(ActionSchema), required=True)


class OtherSchema(Part):
    """Another decision."""

    id = fields.Integer(required=True)
    title = fields.String(required=True)


class CastingVoteSchema(Part):
    """How the chair decided a tie."""

    stance = fields.String(required=True)
    reason = fields.String(required=True)
    by = fields.String(required=True)


class TextSchema(Part):
    """What a version of a proposal says."""

    title = fields.String(required=True)
    body = fields.String(required=True)
    kind = fields.String(required=True)
    reasons = fields.String(required=True)
    options = fields.List(fields.Nested(OptionSchema), required=True)
    considered = fields.List(fields.Nested(ConsideredSchema), required=True)
    aims = fields.List(fields.Nested(Aim), required=True)
    impact = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    effects = fields.Nested(EffectsShownSchema, required=True, allow_none=True)


class DecisionSchema(TextSchema):
    """A decision, whatever its state.

    ``results`` is how the votes stand, once you may see it; ``tests`` is what the rule asks of this roll. For a few
    seconds after ``closes_at`` a vote is ``open`` without results: it takes no ballots any more, and is being counted.
    """

    id = fields.Integer(required=True)
    number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    version = fields.Integer(required=True)
    author = fields.Nested(PersonSchema, required=True)
    author_practice = fields.String(required=True, allow_none=True)
    coauthors = fields.List(fields.Nested(PersonSchema), required=True)
    created_at = Instant(required=True)
    changed_at = Instant(required=True)
    comments = fields.Integer(required=True)
    rule = fields.Dict(required=True, allow_none=True)
    tests = fields.List(fields.String(), required=True)
    roll = fields.Nested(RollSummarySchema, required=True, allow_none=True)
    opens_at = Instant(required=True, allow_none=True)
    opened_at = Instant(required=True, allow_none=True)
    closes_at = Instant(required=True, allow_none=True)
    closed_at = Instant(required=True, allow_none=True)
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
    review_on = Day(required=True, allow_none=True)
    supersedes = fields.Nested(OtherSchema, required=True, allow_none=True)
    superseded_by = fields.Nested(OtherSchema, required=True, allow_none=True)


class StateSchema(Part):
    """A decision's state after an act."""

    id = fields.Integer(required=True)
    state = fields.String(required=True)


class WrittenSchema(StateSchema):
    """A proposal after it was written."""

    version = fields.Integer(required=True)


class TurnoutShownSchema(Part):
    """Whether enough practices can vote: how many have a representative who can sign in, and which have none."""

    practices = fields.Integer(required=True)
    able = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    can_succeed = fields.Boolean(required=True)
    runs_short = fields.Boolean(required=True)
    without = fields.List(fields.String(), required=True)


class OpenedSchema(StateSchema):
    """A vote that is open, or scheduled: then ``roll`` is as of today, and the number is given when it opens."""

    number = fields.String(required=True, allow_none=True)
    opens_at = Instant(required=True, allow_none=True)
    closes_at = Instant(required=True)
    roll = fields.Nested(RollSummarySchema, required=True)
    rule = fields.Dict(required=True)
    turnout = fields.Nested(TurnoutShownSchema, required=True)


class ClosedSchema(StateSchema):
    """A vote that is closed."""

    verdict = fields.Nested(VerdictSchema, required=True)


class ReceiptSchema(Part):
    """What a practice gets for its ballot: the code finds it in the record later."""

    receipt = fields.String(required=True)
    stance = fields.String(required=True)
    reason = fields.String(required=True)
    cast_at = Instant(required=True)


class BallotsSchema(Onwards):
    """Who voted how: ``everybody`` once you may see it, else your own practices alone."""

    everybody = fields.Boolean(required=True)
    items = fields.List(fields.Nested(BallotRowSchema), required=True)


class RollSchema(Onwards):
    """A part of the roll."""

    items = fields.List(fields.Nested(RollRowSchema), required=True)


class PastBallotSchema(Part):
    """A ballot that a practice cast; the highest version counts."""

    version = fields.Integer(required=True)
    stance = fields.String(required=True)
    reason = fields.String(required=True)
    cast_at = Instant(required=True)
    cast_by = fields.String(required=True)
    receipt = fields.String(required=True)


class PastBallotsSchema(Part):
    """All that a practice cast, the newest first."""

    items = fields.List(fields.Nested(PastBallotSchema), required=True)


class ObjectionsSchema(Part):
    """The objections of a consent round: everybody reads them, because they are to be resolved."""

    items = fields.List(fields.Nested(BallotRowSchema), required=True)


class InterestSchema(Part):
    """A practice that stands aside."""

    practice = fields.String(required=True)
    reason = fields.String(required=True)


class CommentSchema(Part):
    """A comment. ``words`` is empty once its author withdrew it."""

    id = fields.Integer(required=True)
    person = fields.Nested(PersonSchema, required=True)
    as_of = fields.String(required=True)
    words = fields.String(required=True)
    written_at = Instant(required=True)
    edited = fields.Boolean(required=True)
    withdrawn = fields.Boolean(required=True)


class ThreadSchema(CommentSchema):
    """A comment with its answers."""

    answers = fields.List(fields.Nested(CommentSchema), required=True)


class ThreadsSchema(Onwards):
    """A part of a discussion, in whole threads."""

    items = fields.List(fields.Nested(ThreadSchema), required=True)


class SaidSchema(Part):
    """What a comment said from one moment on."""

    at = Instant(required=True)
    words = fields.String(required=True)


class CommentHistorySchema(CommentSchema):
    """A comment with all that it said, the newest first."""

    history = fields.List(fields.Nested(SaidSchema), required=True)


class MadeSchema(Part):
    """The number of what was made."""

    id = fields.Integer(required=True)


class SavedVersionSchema(Part):
    """When a version was saved, and by whom."""

    number = fields.Integer(required=True)
    at = Instant(required=True)
    by = fields.String(required=True)


class VersionsSchema(Part):
    """The versions of a proposal that you may read, the newest first."""

    items = fields.List(fields.Nested(SavedVersionSchema), required=True)


class VersionTextSchema(TextSchema):
    """What a version says."""

    number = fields.Integer(required=True)
    saved_at = Instant(required=True)


class RuleOfferedSchema(Part):
    """A rule that a vote can be held under."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    preset = fields.Boolean(required=True)
    rule = fields.Dict(required=True)
    words = fields.List(fields.String(), required=True)


class KindSchema(Part):
    """A kind of matter."""

    key = fields.String(required=True)
    title = fields.String(required=True)


class RulesSchema(Part):
    """The presets and the federation's own rules, and the kinds of matter that one can be suggested for."""

    items = fields.List(fields.Nested(RuleOfferedSchema), required=True)
    kinds = fields.List(fields.Nested(KindSchema), required=True)


class FloorsChangeSchema(Part):
    """A decision that changed the floors."""

    decision_id = fields.Integer(required=True)
    number = fields.String(required=True)
    closed_at = Instant(required=True)
    words = fields.List(fields.String(), required=True)


class FloorsShownSchema(Part):
    """What every vote asks for at least. Only a decision of the members changes it."""

    floors = fields.Dict(required=True)
    words = fields.List(fields.String(), required=True)
    changes = fields.List(fields.Nested(FloorsChangeSchema), required=True)


class OwedSchema(Part):
    """A vote that one of your practices owes."""

    decision_id = fields.Integer(required=True)
    title = fields.String(required=True)
    closes_at = Instant(required=True)
    practice = fields.String(required=True)


class VotesOwedSchema(Part):
    """Votes that your practices owe, by deadline."""

    items = fields.List(fields.Nested(OwedSchema), required=True)


class RegisteredSchema(Part):
    """A decision in the register."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    verdict = fields.String(required=True)
    closed_at = Instant(required=True)
    how = fields.String(required=True)
    review_on = Day(required=True, allow_none=True)
    replaced_by = fields.Integer(required=True, allow_none=True)


class RegisterSchema(Part):
    """The register, narrowed."""

    decisions = fields.List(fields.Nested(RegisteredSchema), required=True)


class RecordPlaceSchema(Part):
    """Where the record holds a receipt."""

    seq = fields.Integer(required=True)
    at = Instant(required=True)
    hash = fields.String(required=True)


class ReceiptFoundSchema(Part):
    """The ballot that a receipt code belongs to. While ``withheld`` says why, all the rest is null: before the close,
    for all but its own practice and those who see results all the time. Others than its own practice learn after the
    close in which decision the ballot was cast and whether it counts; the rest stays null for them."""

    withheld = fields.String(required=True, allow_none=True, validate=validate.OneOf(("open", "withdrawn")))
    decision_id = fields.Integer(required=True, allow_none=True)
    number = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    counts = fields.Boolean(required=True, allow_none=True)
    cast_at = Instant(required=True, allow_none=True)
    entry = fields.Nested(RecordPlaceSchema, required=True, allow_none=True)
    practice = fields.String(required=True, allow_none=True)
    stance = fields.String(required=True, allow_none=True)
