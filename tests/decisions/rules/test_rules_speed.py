"""Ten thousand practices are counted at once."""

import pytest

from federation.decisions.rules import PRESETS, CountedBallot, choice_for, judge, weigh
from federation.testing.effort import steps

EACH = 25
"""Lines of Python that a practice may cost."""


@pytest.mark.parametrize("name", list(PRESETS))
def test_ten_thousand_practices(name: str) -> None:
    rule = PRESETS[name].rule
    roll = weigh(rule, [(f"Y{number:05}", f"Practice {number}", 1000 + number) for number in range(10_000)])
    stances = rule.stances()
    said = [(stance, choice_for(rule, stance, ())) for stance in stances]
    ballots = [
        CountedBallot(entry.code, said[place % 2][0], choice=said[place % 2][1])
        for place, entry in enumerate(roll)
    ]
    assert steps(lambda: judge(rule, roll, ballots)) < EACH * len(roll)
