"""The rules a vote can be held under: the presets, the federation's own, and which one is suggested."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import Decision, OwnRule, SuggestedRule
from federation.decisions.rulebook.queries.floors import floors_now, replaced_by
from federation.kernel.db import db
from federation.kernel.refusals import Invalid, NotFound

_USUAL = {"shared": "double_majority", "rules": "special_resolution"}
"""What is suggested for a kind of matter before the members have chosen."""
_USUAL_OF_OTHERS = "simple_majority"

_COMMON = ("simple_majority", "double_majority", "consent", "advisory")
"""Offered at first, beside the one suggested; the others one click away."""
_BECAUSE = {
    "shared": "We suggest it because this shares out money, work or staff: it should have most practices and most "
    "patients behind it.",
    "rules": "We suggest it because this changes our rules or who may join.",
}
_BECAUSE_OF_OTHERS = "We suggest it because it is the usual rule for everyday matters."
_CHOSEN = "It was chosen for matters of this kind."
_AS_MUCH = "We suggest it because it asks for as much as the decision that this one replaces."
_OF_THE_FLOORS = "We suggest it because it meets the floors for our votes."


class OfferedRule(NamedTuple):
    """A rule that a vote can be held under."""

    key: str
    title: str
    summary: str
    rule: rules.Rule


def preset_rules(called: rules.VoterNoun = rules.PRACTICES) -> list[OfferedRule]:
    """The rules that every federation has, as far as they fit these voters."""
    presets = rules.presets_for(called).values()
    return [OfferedRule(one.name, one.title, one.summary, one.rule) for one in presets]


def own_rules(key: str | None = None) -> list[OfferedRule]:
    """The federation's own rules by title, those that are retired left out; or the one with this key."""
    asked = select(OwnRule.key, OwnRule.title, OwnRule.summary, OwnRule.rule).where(
        OwnRule.retired_at.is_(None)
    )
    if key is not None:
        asked = asked.where(OwnRule.key == key)
    return [
        OfferedRule(row.key, row.title, row.summary, rules.Rule.from_dict(row.rule))
        for row in db.session.execute(asked.order_by(OwnRule.title))
    ]


def own_rule(key: str) -> OfferedRule:
    """One of the federation's own rules; NotFound where there is none such."""
    found = own_rules(key)
    if not found:
        raise NotFound()
    return found[0]


def offered_rules(called: rules.VoterNoun = rules.PRACTICES) -> list[OfferedRule]:
    """The presets, then the federation's own rules by title: those that fit these voters."""
    own = [one for one in own_rules() if rules.misfit(one.rule, called) is None]
    return [*preset_rules(called), *own]


class RuleChoice(NamedTuple):
    """A rule as it is offered: with this roll's numbers, and where the suggestion comes from."""

    key: str
    title: str
    summary: str
    hint: str
    rule: rules.Rule
    suggested: bool
    because: str
    common: bool
    """Among the few that are offered at first."""


def rule_named(key: str) -> rules.Rule:
    """A preset or one of the federation's own rules."""
    if key in rules.PRESETS:
        return rules.PRESETS[key].rule
    found = db.session.scalar(select(OwnRule.rule).where(OwnRule.key == key, OwnRule.retired_at.is_(None)))
    if found is None:
        raise Invalid("There is no such rule", "rule")
    return rules.Rule.from_dict(found)


def rule_choices(
    kind: str, voters: list[tuple[str, str, int | None]], called: rules.VoterNoun = rules.PRACTICES
) -> list[RuleChoice]:
    """All rules that fit these voters, with the numbers of today's roll, the suggested one first."""
    found = offered_rules(called)
    suggestion = db.session.execute(
        select(SuggestedRule.rule_key, Decision.year, Decision.ordinal)
        .outerjoin(Decision, Decision.id == SuggestedRule.decision_id)
        .where(SuggestedRule.kind == kind)
    ).first()
    suggested = suggestion.rule_key if suggestion else _USUAL.get(kind, _USUAL_OF_OTHERS)
    because = (
        f"Our members chose this (decision {suggestion.year}/{suggestion.ordinal})."
        if suggestion and suggestion.year
        else _BECAUSE.get(kind, _BECAUSE_OF_OTHERS)
        if suggested == _USUAL.get(kind, _USUAL_OF_OTHERS)
        else _CHOSEN
    )
    choices = [
        RuleChoice(
            key,
            title,
            summary,
            _hint(rule, voters, called),
            rule,
            key == suggested,
            because if key == suggested else "",
            key == suggested or key in _COMMON,
        )
        for key, title, summary, rule in found
    ]
    return sorted(choices, key=lambda choice: (not choice.suggested, not choice.common))


def rules_for(decision: Decision, choices: list[RuleChoice], has_options: bool) -> list[RuleChoice]:
    """Of all rules those that this proposal can be put to the vote under, as the floors have it.

    Where the rule suggested cannot be used, the first that can takes its place.
    """
    floors, replaced = floors_now(), replaced_by(decision)
    same = replaced is not None and floors.replacing == "same"
    if replaced and same:
        floors = floors.with_those_of(replaced.floors)
    kept = [
        choice
        for choice in choices
        if (has_options or choice.rule.how.options != "must")
        and not floors.against(choice.rule)
        and not (replaced and same and rules.against_replacing(choice.rule, replaced.rule))
        and not (floors.own_rules == "nobody" and rules.is_own(choice.rule))
    ]
    if kept and not kept[0].suggested:
        why = _AS_MUCH if replaced else _OF_THE_FLOORS
        kept[0] = kept[0]._replace(suggested=True, because=why, common=True)
    return kept


class RuleSuggestion(NamedTuple):
    """Which rule is suggested for a kind of matter, and the decision that chose it, if the members have."""

    kind: str
    title: str
    rule: str
    decision_id: int | None
    number: str


def suggestions(kinds: Iterable[tuple[str, str]]) -> list[RuleSuggestion]:
    """The rule suggested for each kind of matter, by key and title. One statement."""
    rows = {
        row.kind: row
        for row in db.session.execute(
            select(
                SuggestedRule.kind,
                SuggestedRule.rule_key,
                SuggestedRule.decision_id,
                OwnRule.title,
                Decision.year,
                Decision.ordinal,
            )
            .outerjoin(OwnRule, OwnRule.key == SuggestedRule.rule_key)
            .outerjoin(Decision, Decision.id == SuggestedRule.decision_id)
        )
    }
    found = []
    for kind, title in kinds:
        row = rows.get(kind)
        key = row.rule_key if row else _USUAL.get(kind, _USUAL_OF_OTHERS)
        rule = rules.PRESETS[key].title if key in rules.PRESETS else (row.title or "" if row else "")
        number = f"{row.year}/{row.ordinal}" if row and row.year else ""
        found.append(RuleSuggestion(kind, title, rule, row.decision_id if row else None, number))
    return found


def _hint(rule: rules.Rule, voters: list[tuple[str, str, int | None]], called: rules.VoterNoun) -> str:
    roll = rules.weigh(rule, voters, called)
    return rules.hint(rule, rules.summarize(roll, called), roll)
