"""Ten thousand practices are counted at once."""

import pytest

from federation.decisions.rules import PRESETS, CountedBallot, judge, weigh
from federation.testing.effort import steps

EACH = 25
"""Lines of Python that a practice may cost."""


@pytest.mark.parametrize("name", list(PRESETS))
def test_ten_thousand_practices(name: str) -> None:
    rule = PRESETS[name].rule
    roll = weigh(rule, [(f"Y{number:05}", f"Practice {number}", 1000 + number) for number in range(10_000)])
    stances = rule.stances()
    ballots = [CountedBallot(entry.code, stances[place % 2]) for place, entry in enumerate(roll)]
    assert steps(lambda: judge(rule, roll, ballots)) < EACH * len(roll)
