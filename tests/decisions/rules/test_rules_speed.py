"""Ten thousand practices are counted at once."""

from time import process_time

import pytest

from federation.decisions.rules import PRESETS, Ballot, judge, weigh

GOAL = 0.1  # seconds of processor time


@pytest.mark.parametrize("name", list(PRESETS))
def test_ten_thousand_practices(name: str) -> None:
    rule = PRESETS[name].rule
    roll = weigh(rule, [(f"Y{number:05}", f"Practice {number}", 1000 + number) for number in range(10_000)])
    stances = rule.stances()
    ballots = [Ballot(entry.code, stances[place % 2]) for place, entry in enumerate(roll)]
    spent = []
    for _ in range(3):
        begun = process_time()
        judge(rule, roll, ballots)
        spent.append(process_time() - begun)
    assert min(spent) < GOAL
