"""What programs send about decisions."""

from typing import Any, Final

from marshmallow import fields, validate

from federation.decisions.models import STATES, VERDICTS
from federation.kernel.api import Onward
from federation.kernel.api_fields import (
    LARGEST,
    CountedFrom,
    Day,
    Instant,
    Part,
    WholeNumber,
    Words,
    is_storable,
)

LONGEST_REASON: Final = 4_000
_ID: Final[dict[str, Any]] = {"validate": [validate.Range(1, LARGEST)]}


class Document(fields.Dict):
    """Named parts whose meaning the rules check."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        found: Any = super()._deserialize(value, attr, data, **more)  # type: ignore[no-untyped-call]
        if not _all_storable(found):
            raise self.make_error("invalid")
        return found


def _all_storable(value: Any) -> bool:
    if isinstance(value, dict):
        return all(is_storable(name) and _all_storable(part) for name, part in value.items())
    if isinstance(value, list):
        return all(_all_storable(part) for part in value)
    return not isinstance(value, str) or (is_storable(value) and len(value) <= 300)


class OptionSchema(Part):
    """One of several things to choose among; ``id`` is a letter, given where it is left out."""

    id = Words(longest=1)
    title = Words(required=True)
    text = Words(load_default="")


class ConsideredSchema(Part):
    """An option that the authors looked at."""

    title = Words(required=True)
    text = Words(load_default="")


class ImpactSchema(Part):
    """Answers to the four impact questions."""

    enhanced = Words()
    restored = Words()
    replaced = Words()
    mutated = Words()


class EffectsSchema(Part):
    """What it means for each practice: titles of columns, and for each practice's code as many cells."""

    columns = fields.List(Words(), required=True)
    rows = fields.Dict(keys=Words(longest=12), values=fields.List(Words()), required=True)


class ProposalPartsSchema(Part):
    """The parts of a proposal that can be left out."""

    reasons = Words()
    kind = Words(longest=60, metadata={"description": "A key of the kinds of matter: see the rules."})
    options = fields.List(fields.Nested(OptionSchema))
    considered = fields.List(fields.Nested(ConsideredSchema))
    aims = fields.List(WholeNumber(**_ID), metadata={"description": "Numbers of the federation's aims."})
    impact = fields.Nested(ImpactSchema)
    effects = fields.Nested(EffectsSchema, allow_none=True)
    supersedes = WholeNumber(
        allow_none=True, metadata={"description": "The decision that this one takes the place of."}, **_ID
    )


class ProposalSchema(ProposalPartsSchema):
    """A new proposal. ``body`` is the exact text that is decided."""

    title = Words(required=True)
    body = Words(required=True)
    practice = Words(
        longest=12, metadata={"description": "Which of your practices you write for, by ODS code."}
    )


class RevisionSchema(ProposalPartsSchema):
    """Parts of a proposal to change; what is left out stays."""

    title = Words()
    body = Words()
    based_on = WholeNumber(
        metadata={"description": "The version that you began with: refused (409) when there is a newer one."},
        **_ID,
    )


class ReasonSchema(Part):
    """A reason that every member reads."""

    reason = Words(required=True, least=1, longest=LONGEST_REASON)


class OpeningSchema(Part):
    """How a proposal is put to the vote: under a preset or an own rule by its key, or a rule written out."""

    preset = Words(longest=60)
    rule = Document(metadata={"description": "A rule: see the rules of the federation for its parts."})
    opens_at = Instant(
        metadata={"description": "When voting opens by itself; left out, it opens now."},
        load_default=None,
        allow_none=True,
    )
    closes_at = Instant(required=True)
    visibility = Words(validate=[validate.OneOf(("live", "after_own_vote", "after_close"))])
    reasons = Words(validate=[validate.OneOf(("optional", "required", "required_against"))])
    early_close = Words(validate=[validate.OneOf(("never", "all_voted"))])


class BallotSentSchema(Part):
    """How the practice votes: for, against, abstain; consent, object; or an option's id."""

    stance = Words(required=True, longest=40)
    reason = Words(load_default="", longest=100_000)


class ResolvingSchema(Part):
    """The answer to an objection."""

    words = Words(required=True, longest=LONGEST_REASON)


class CastingVoteSentSchema(Part):
    """How the chair decides a tie."""

    stance = Words(required=True, longest=40)
    reason = Words(required=True, least=1, longest=LONGEST_REASON)


class OutcomeSentSchema(Part):
    """What happens now."""

    words = Words(required=True)
    owner = Words(
        allow_none=True,
        load_default=None,
        longest=254,
        metadata={"description": "A person's email address, or name."},
    )
    review_on = Day(allow_none=True, load_default=None)


class ActionSentSchema(Part):
    """Something to be done."""

    title = Words(required=True)
    owner = Words(required=True, longest=254, metadata={"description": "A person's email address, or name."})
    due_on = Day(required=True)
    practice = Words(
        allow_none=True, load_default=None, longest=200, metadata={"description": "An ODS code, or a name."}
    )


class ActionChangeSchema(Part):
    """What is to change of an action; what is left out stays."""

    title = Words()
    owner = Words(longest=254)
    due_on = Day()
    practice = Words(allow_none=True, longest=200)
    state = Words(validate=[validate.OneOf(("not_started", "under_way", "done"))])
    note = Words()


class CommentSentSchema(Part):
    """Something to say for all members to read."""

    words = Words(required=True)
    answer_to = WholeNumber(allow_none=True, load_default=None, **_ID)
    practice = Words(
        allow_none=True,
        load_default=None,
        longest=12,
        metadata={"description": "For which of your practices, by ODS code."},
    )


class CommentChangeSchema(Part):
    """What a comment says from now on."""

    words = Words(required=True)


class CoAuthorSentSchema(Part):
    """Who is to write with the author."""

    person_id = WholeNumber(required=True, **_ID)


class OwnRuleSentSchema(Part):
    """A rule of the federation's own."""

    title = Words(required=True, least=1, longest=120)
    summary = Words(load_default="", longest=300)
    rule = Document(required=True)


class SuggestionSchema(Part):
    """Which rule is to be suggested for a kind of matter."""

    kind = Words(required=True, longest=60)
    rule = Words(
        required=True, longest=60, metadata={"description": "The key of a preset or of an own rule."}
    )


class DecisionsWantedSchema(Onward):
    """What a list of decisions is narrowed to."""

    state = Words(load_default="", validate=[validate.OneOf(("", *STATES))])
    verdict = Words(load_default="", validate=[validate.OneOf(("", *VERDICTS))])
    year = CountedFrom(most=9999, load_default=None)
    q = Words(
        load_default="", longest=200, metadata={"description": "Words of the title, the text or the outcome."}
    )


class ActionsWantedSchema(Part):
    """Which actions: not done, late, or done."""

    which = Words(load_default="open", validate=[validate.OneOf(("open", "overdue", "done"))])
    mine = Words(
        load_default="no",
        validate=[validate.OneOf(("yes", "no"))],
        metadata={"description": "Only yours and your practices'."},
    )
    after = Words(load_default="", longest=80, ours=True)


class ThreadsWantedSchema(Part):
    """Where to go on."""

    after = CountedFrom(
        load_default=0, metadata={"description": "The number of a comment: `next` of the part before."}
    )


class RegisterWantedSchema(Part):
    """What the register is narrowed to; ``result`` as on its page."""

    q = Words(load_default="", longest=200)
    result = fields.List(
        Words(validate=[validate.OneOf(("carried", "not_carried", "inquorate", "open_ended", "advised"))]),
        load_default=list,
    )
    aim = CountedFrom(most=9999, load_default=None)
    year = CountedFrom(most=9999, load_default=None)
    review = Words(load_default="", validate=[validate.OneOf(("", "due"))])
