"""What programs send and read of rules, floors and kinds of matter."""

import json
from collections.abc import Iterator
from typing import Any, Final

from marshmallow import ValidationError, fields

from federation.kernel.api_fields import InstantField, StrictSchema, WholeNumber, WordsField, is_storable
from federation.kernel.patient_data import objection_to

LONGEST_TEXT: Final = 300


class RuleDocument(fields.Dict):
    """Named parts whose meaning the rules check; each text in them is short, and tells of no patient."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        found: Any = super()._deserialize(value, attr, data, **more)  # type: ignore[no-untyped-call]
        for text in _texts(found):
            if not is_storable(text) or len(text) > LONGEST_TEXT:
                raise self.make_error("invalid")
            if words := objection_to(text):
                raise ValidationError(words)
        return found


class WrittenDocument(fields.String):
    """A document within an address, where everything is text: its JSON."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        try:
            found = json.loads(super()._deserialize(value, attr, data, **more))
        except (ValueError, RecursionError):
            raise self.make_error("invalid") from None
        return RuleDocument().deserialize(found, attr, data)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


class OwnRuleSentSchema(StrictSchema):
    """A rule of the federation's own."""

    title = WordsField(required=True, least=1, longest=120)
    summary = WordsField(load_default="", longest=300)
    rule = RuleDocument(required=True)


class SuggestionSchema(StrictSchema):
    """Which rule is to be suggested for a kind of matter."""

    kind = WordsField(required=True, longest=60)
    rule = WordsField(
        required=True, longest=60, metadata={"description": "The key of a preset or of an own rule."}
    )


class RuleOfferedSchema(StrictSchema):
    """A rule that a vote can be held under."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    preset = fields.Boolean(required=True)
    rule = fields.Dict(required=True)
    words = fields.List(fields.String(), required=True)


class KindSchema(StrictSchema):
    """A kind of matter."""

    key = fields.String(required=True)
    title = fields.String(required=True)


class RulesSchema(StrictSchema):
    """The presets and the federation's own rules, and the kinds of matter that one can be suggested for."""

    items = fields.List(fields.Nested(RuleOfferedSchema), required=True)
    kinds = fields.List(fields.Nested(KindSchema), required=True)


class FloorsChangeSchema(StrictSchema):
    """A decision that changed the floors."""

    decision_id = fields.Integer(required=True)
    number = fields.String(required=True)
    closed_at = InstantField(required=True)
    words = fields.List(fields.String(), required=True)


class FloorsSentSchema(StrictSchema):
    """Other floors. What is left out stays as it is now; ``quorum`` and ``share`` may be null: none is asked for."""

    notice_hours = WholeNumber()
    quorum = RuleDocument(
        allow_none=True,
        metadata={"description": 'Which practices must vote: {"fraction": "1/2", "strict": true}.'},
    )
    share = RuleDocument(
        allow_none=True, metadata={"description": "Which share of the votes must be for; like quorum."}
    )
    methods = fields.List(WordsField(longest=60))
    weights = fields.List(WordsField(longest=60))
    own_rules = WordsField(longest=60)
    replacing = WordsField(longest=60)


class FloorsShownSchema(StrictSchema):
    """What every vote asks for at least. Only a decision of the members changes it."""

    floors = fields.Dict(required=True)
    words = fields.List(fields.String(), required=True)
    changes = fields.List(fields.Nested(FloorsChangeSchema), required=True)


class AgreedChangeSchema(StrictSchema):
    """A decision that changed a value."""

    decision_id = fields.Integer(required=True)
    number = fields.String(required=True)
    closed_at = InstantField(required=True)
    value = fields.Raw(required=True)


class AgreedSchema(StrictSchema):
    """A value that only a decision of the members changes: a whole number, or a share as text, like ``1/5``; null where nothing
    holds until the members have decided it."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True)
    words = fields.String(required=True)
    least = fields.Raw(required=True)
    most = fields.Raw(required=True)
    changes = fields.List(fields.Nested(AgreedChangeSchema), required=True)


class AgreedListSchema(StrictSchema):
    """What the members have agreed."""

    items = fields.List(fields.Nested(AgreedSchema), required=True)


class AgreedValueField(fields.Raw):
    """A whole number, or a share as text."""

    _text = WordsField(longest=40)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        return self._text.deserialize(value, attr, data) if isinstance(value, str) else value


class AgreedSentSchema(StrictSchema):
    """Another value."""

    value = AgreedValueField(
        required=True, metadata={"description": "A whole number, or a share as text, like 1/5."}
    )


class AgreedTerms(StrictSchema):
    """What a decision about a value does: the value as it was (null: nothing held), and as it will be."""

    setting = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True)


class SuggestedTerms(StrictSchema):
    """What a decision about a suggested rule does."""

    kind = fields.String(required=True)
    rule_key = fields.String(required=True)


class FloorsTerms(StrictSchema):
    """What a decision about the floors does: the floors as they were, and as they will be."""

    before = fields.Dict(required=True)
    after = fields.Dict(required=True)


class PluginTerms(StrictSchema):
    """What a decision about a plugin does."""

    plugin = fields.String(required=True)
    on = fields.Boolean(required=True)


class SwitchingTerms(StrictSchema):
    """What a decision about who switches plugins does: whether the members do."""

    members = fields.Boolean(required=True)
