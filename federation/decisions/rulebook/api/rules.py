"""The rules that votes can be held under."""

from typing import Any

from flask import Response

from federation.decisions import rules
from federation.decisions.blueprint import programs
from federation.decisions.proposals.texts import kinds_of
from federation.decisions.rulebook.actions import rules as keeping
from federation.decisions.rulebook.queries.rulebook import offered_rules
from federation.decisions.rulebook.schemas import (
    OwnRuleSentSchema,
    RuleOfferedSchema,
    RulesSchema,
    SuggestionSchema,
)
from federation.decisions.schemas import StateSchema
from federation.kernel.api import Endpoint, address, answer, nothing
from federation.kernel.refusals import Invalid
from federation.kernel.web import actor, here, permission

_KEY = "/rules/<plain:key>"


@programs.route("/rules")
class RulesView(Endpoint):
    """All rules."""

    @permission("decisions.read")
    @programs.response(200, RulesSchema)
    def get(self) -> Response:
        """The presets and the federation's own rules, in words and as data."""
        kinds = [{"key": key, "title": title} for key, title in kinds_of(here().settings)]
        return answer({"items": [_rule(*one) for one in offered_rules()], "kinds": kinds})

    @permission("decisions.rules")
    @programs.arguments(OwnRuleSentSchema)
    @programs.response(201, RuleOfferedSchema)
    def post(self, sent: dict[str, Any]) -> Response:
        """Keep a rule of the federation's own."""
        key = keeping.keep_rule(actor(), rule_from(sent["rule"]), sent["title"], sent["summary"])
        return answer(_kept(key), 201, address(f"rules/{key}"))


@programs.route(_KEY)
class RuleView(Endpoint):
    """One of the federation's own rules."""

    @permission("decisions.rules")
    @programs.arguments(OwnRuleSentSchema)
    @programs.response(200, RuleOfferedSchema)
    def put(self, sent: dict[str, Any], key: str) -> Response:
        """Change a rule; votes that were opened under it keep it as it was."""
        keeping.keep_rule(actor(), rule_from(sent["rule"]), sent["title"], sent["summary"], key)
        return answer(_kept(key))

    @permission("decisions.rules")
    @programs.response(204)
    def delete(self, key: str) -> Response:
        """Offer a rule no more."""
        keeping.retire_rule(actor(), key)
        return nothing()


@programs.route("/rules/suggestions")
class SuggestionsView(Endpoint):
    """Which rule is suggested for a kind of matter."""

    @permission("decisions.propose")
    @programs.arguments(SuggestionSchema)
    @programs.response(201, StateSchema)
    def post(self, sent: dict[str, Any]) -> Response:
        """Begin a proposal about which rule is suggested for a kind of matter: the members decide."""
        made = keeping.propose_suggestion(actor(), sent["kind"], sent["rule"])
        return answer({"id": made, "state": "draft"}, 201, address(f"decisions/{made}"))


def _kept(key: str) -> dict[str, Any]:
    return next(_rule(*one) for one in offered_rules() if one.key == key)


def _rule(key: str, title: str, summary: str, rule: rules.Rule) -> dict[str, Any]:
    return {
        "key": key,
        "title": title,
        "summary": summary,
        "preset": key in rules.PRESETS,
        "rule": rule.to_dict(),
        "words": list(rules.explain(rule)),
    }


def rule_from(data: dict[str, Any]) -> rules.Rule:
    """A rule that was written out; what is wrong with it, by its part."""
    try:
        return rules.Rule.from_dict(data)
    except rules.RuleError as error:
        raise Invalid(error.message, error.within("rule").field) from None
