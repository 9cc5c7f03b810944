"""The rules a vote can be held under: the presets, the federation's own, and which one is suggested."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from federation.decisions import rules
from federation.decisions.models import Decision, OwnRule, SuggestedRule
from federation.kernel.db import db
from federation.kernel.refusals import Invalid

_USUAL = {"shared": "double_majority", "rules": "special_resolution"}
"""What is suggested for a kind of matter before the members have chosen."""
_USUAL_OF_OTHERS = "simple_majority"


class RuleChoice(NamedTuple):
    """A rule as it is offered: with this roll's numbers, and where the suggestion comes from."""

    key: str
    title: str
    summary: str
    hint: str
    rule: rules.Rule
    suggested: bool
    because: str


def rule_named(key: str) -> rules.Rule:
    """A preset or one of the federation's own rules."""
    if key in rules.PRESETS:
        return rules.PRESETS[key].rule
    found = db.session.scalar(select(OwnRule.rule).where(OwnRule.key == key, OwnRule.retired_at.is_(None)))
    if found is None:
        raise Invalid("There is no such rule", "rule")
    return rules.Rule.from_dict(found)


def rule_choices(kind: str, practices: list[tuple[str, str, int | None]]) -> list[RuleChoice]:
    """All rules with the numbers of today's roll, the suggested one first."""
    own = db.session.execute(
        select(OwnRule.key, OwnRule.title, OwnRule.summary, OwnRule.rule)
        .where(OwnRule.retired_at.is_(None))
        .order_by(OwnRule.title)
    ).all()
    suggestion = db.session.execute(
        select(SuggestedRule.rule_key, Decision.year, Decision.ordinal)
        .outerjoin(Decision, Decision.id == SuggestedRule.decision_id)
        .where(SuggestedRule.kind == kind)
    ).first()
    suggested = suggestion.rule_key if suggestion else _USUAL.get(kind, _USUAL_OF_OTHERS)
    because = (
        f"Our members chose this (decision {suggestion.year}/{suggestion.ordinal})."
        if suggestion and suggestion.year
        else ""
    )
    found = [(preset.name, preset.title, preset.summary, preset.rule) for preset in rules.PRESETS.values()]
    found += [(row.key, row.title, row.summary, rules.Rule.from_dict(row.rule)) for row in own]
    choices = [
        RuleChoice(
            key,
            title,
            summary,
            _hint(rule, practices),
            rule,
            key == suggested,
            because if key == suggested else "",
        )
        for key, title, summary, rule in found
    ]
    return sorted(choices, key=lambda choice: not choice.suggested)


class Suggestion(NamedTuple):
    """Which rule is suggested for a kind of matter, and the decision that chose it, if the members have."""

    kind: str
    title: str
    rule: str
    decision_id: int | None
    number: str


def suggestions(kinds: Iterable[tuple[str, str]]) -> list[Suggestion]:
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
        found.append(Suggestion(kind, title, rule, row.decision_id if row else None, number))
    return found


def _hint(rule: rules.Rule, practices: list[tuple[str, str, int | None]]) -> str:
    roll = rules.weigh(rule, practices)
    return rules.hint(rule, rules.summarize(roll), roll)
