"""What programs send and get while bids are judged."""

from typing import Any, Final

from marshmallow import INCLUDE, ValidationError, fields, post_load, validate

from federation.kernel.api_fields import LARGEST, StrictSchema, WholeNumber, WordsField
from federation.tendering.evaluating.actions.scoring import BEST, LONGEST_REASON
from federation.tendering.evaluating.queries.scores import GivenScore

MOST_CRITERIA: Final = 40
_ROW: Final = validate.Range(1, LARGEST)


class ScoreSent(StrictSchema):
    """A score from 0 to 5, and why: the bidder reads the reason, without a name."""

    points = WholeNumber(required=True, validate=validate.Range(0, BEST))
    reason = WordsField(load_default="", longest=LONGEST_REASON)


class ScoresSent(StrictSchema):
    """Scores by criterion: ``{"c1": {"points": 4, "reason": "…"}}``."""

    class Meta:
        unknown = INCLUDE

    @post_load
    def read(self, sent: dict[str, Any], **more: Any) -> dict[str, GivenScore]:
        """Each score, or what is wrong with it, under its criterion."""
        if len(sent) > MOST_CRITERIA:
            raise ValidationError(f"Send {MOST_CRITERIA} scores or fewer.")
        schema, wrong, found = ScoreSent(), {}, {}
        for key, score in sent.items():
            try:
                found[key] = GivenScore(**schema.load(score))
            except ValidationError as error:
                wrong[key] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return found


class BidsToLock(StrictSchema):
    """Which bids are locked, by number; none named: all that are not locked yet."""

    bids = fields.List(WholeNumber(validate=_ROW), load_default=list, validate=validate.Length(max=300))


class BidsLocked(StrictSchema):
    """The bids that were locked."""

    locked = fields.List(fields.Integer(), required=True)


class PricesOpened(StrictSchema):
    """How many of the two have opened their half of the prices."""

    openers = fields.Integer(required=True)


class CheckSent(StrictSchema):
    """Whether a bid has what every bid must, and what is missing."""

    passes = fields.Boolean(required=True, truthy={True}, falsy={False})
    words = WordsField(load_default="", longest=LONGEST_REASON)


class AsideSent(StrictSchema):
    """Why bids are judged without a scorer who has not locked in time."""

    reason = WordsField(required=True, least=1, longest=LONGEST_REASON)


class AgreementSent(StrictSchema):
    """What the scorers agree on: 0 to 5, in halves, and why."""

    score = fields.Float(required=True, validate=validate.Range(0, BEST))
    reason = WordsField(required=True, least=1, longest=LONGEST_REASON)


class OwnScore(StrictSchema):
    """One's own score for a criterion."""

    criterion = fields.String(required=True)
    points = fields.Integer(required=True)
    reason = fields.String(required=True)


class OwnSheet(StrictSchema):
    """One's own scores for a bid; null while they can change."""

    bid = fields.Integer(required=True)
    locked_at = fields.String(required=True, allow_none=True)
    scores = fields.List(fields.Nested(OwnScore), required=True)


class JudgedScore(StrictSchema):
    """A bid and a criterion: what was given, the lowest first and without names, and what is agreed (null: not yet)."""

    bid = fields.Integer(required=True)
    criterion = fields.String(required=True)
    given = fields.List(fields.Integer(), required=True)
    reasons = fields.List(fields.String(), required=True)
    to_talk = fields.Boolean(required=True)
    agreed = fields.Float(required=True, allow_none=True)
    reason = fields.String(required=True)


class PlacedBidAnswer(StrictSchema):
    """A bid in the ranking, points as ``52.00``; without a place where it is not ranked."""

    bid = fields.Integer(required=True)
    supplier = fields.String(required=True)
    pence = fields.Integer(required=True)
    quality = fields.String(required=True)
    price = fields.String(required=True)
    total = fields.String(required=True)
    place = fields.Integer(required=True, allow_none=True)


class FirmAnswer(StrictSchema):
    """From how many to how many points for price, of ``of``, nobody is ahead of the first."""

    least = fields.Integer(required=True)
    most = fields.Integer(required=True)
    of = fields.Integer(required=True)


class EvaluationAnswer(StrictSchema):
    """How far bids are judged: how many bids there are, how many score, how many of them have locked all, whose scores are void
    and without whom it goes on because they did not lock in time (how many); one's own sheets; then, once all have locked, every
    score; and, once the prices are open, the ranking."""

    bids = fields.Integer(required=True)
    scorers = fields.Integer(required=True)
    locked = fields.Integer(required=True)
    void = fields.Integer(required=True)
    aside = fields.Integer(required=True)
    own = fields.List(fields.Nested(OwnSheet), required=True)
    scores = fields.List(fields.Nested(JudgedScore), required=True, allow_none=True)
    agreed = fields.Boolean(required=True)
    ranking = fields.List(fields.Nested(PlacedBidAnswer), required=True, allow_none=True)
    firm = fields.Nested(FirmAnswer, required=True, allow_none=True)
