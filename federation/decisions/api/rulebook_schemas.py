"""What programs send and read of rules, floors and kinds of matter."""

from typing import Any

from marshmallow import fields

from federation.kernel.api_fields import Instant, Part, Words, is_storable


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
