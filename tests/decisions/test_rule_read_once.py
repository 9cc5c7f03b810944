"""The rule of a vote is read once, however many look at it."""

import pytest

from federation.decisions import rules
from federation.decisions.models import Decision
from federation.decisions.seen import rule_of


def test_votes_with_the_same_rule_share_it() -> None:
    preset = rules.PRESETS["double_majority"].rule
    one, other = Decision(rule=preset.to_dict()), Decision(rule=preset.to_dict())
    assert rule_of(one) == preset
    assert rule_of(other) is rule_of(one)


def test_votes_with_different_rules_do_not() -> None:
    found = [rule_of(Decision(rule=preset.rule.to_dict())) for preset in rules.PRESETS.values()]
    assert found == [preset.rule for preset in rules.PRESETS.values()]


def test_no_rule_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(rules.RuleError):
            rule_of(Decision(rule=None))
