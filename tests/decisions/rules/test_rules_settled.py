"""A vote is settled when nothing that those who have not voted can say changes what it comes to."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import product
from random import Random

import pytest
from generated_polls import Poll, poll_by, randoms, spreads, with_choice
from hypothesis import given, settings
from saltmarsh import numbers, said

from federation.decisions.rules import (
    PRESETS,
    CountedBallot,
    Rule,
    judge,
    settled,
    settled_count,
    summarize,
    tally,
    weigh,
)
from federation.testing.effort import steps

LEFT = 3
"""How many voters are left at most: so many that every way to go on can be tried."""


def open_poll(random: Random) -> Poll:
    """A vote under way, with few who have not voted."""
    poll = poll_by(random)
    cast = {ballot.code for ballot in poll.ballots}
    left = [entry.code for entry in poll.roll if not entry.recused and entry.code not in cast]
    stances = poll.rule.stances([option.id for option in poll.options])
    few = 2 if poll.rule.how.choice else LEFT
    more = [
        with_choice(random, poll.rule, CountedBallot(code, random.choice(stances)), poll.options)
        for code in left[random.randint(0, few) :]
    ]
    return replace(poll, ballots=(*poll.ballots, *more))


def ways_to_vote(poll: Poll) -> list[tuple[str, str]]:
    """All that somebody can say: a stance, and what stands beside it."""
    kind = poll.rule.how.choice
    return [
        (stance, choice)
        for stance in poll.rule.stances([option.id for option in poll.options])
        for choice in (spreads(poll.rule, poll.options) if kind and kind.stance == stance else [""])
    ]


def every_end(poll: Poll) -> Iterator[tuple[CountedBallot, ...]]:
    """All ways in which a vote can go on: who has not voted says anything or nothing, objections are resolved or not."""
    cast = {ballot.code for ballot in poll.ballots}
    left = [entry.code for entry in poll.roll if not entry.recused and entry.code not in cast]
    ways = (None, *ways_to_vote(poll))
    for said_by_all in product(ways, repeat=len(left)):
        more = [
            CountedBallot(code, one[0], choice=one[1])
            for code, one in zip(left, said_by_all, strict=True)
            if one
        ]
        ballots = (*poll.ballots, *more)
        yield ballots
        if poll.rule.how.resolved:
            yield tuple(replace(one, resolved=one.stance in poll.rule.how.resolved) for one in ballots)


@settings(max_examples=150, deadline=None, database=None)
@given(randoms)
def test_it_is_settled_if_and_only_if_every_end_is_the_same(random: Random) -> None:
    poll = open_poll(random)
    verdicts = [judge(poll.rule, poll.roll, ballots, poll.options) for ballots in every_end(poll)]
    ends = {(found.verdict, frozenset(found.chosen)) for found in verdicts}
    alone = verdicts[0].tally.not_voted.practices == 0
    expected = len(ends) == 1 if poll.rule.how.binds else alone
    assert settled(poll.rule, poll.roll, poll.ballots, poll.options) is expected


@pytest.mark.parametrize(
    ("name", "stances", "expected"),
    [
        ("simple_majority", "ffff----", False),
        ("simple_majority", "fffff---", True),
        ("simple_majority", "aaaa----", False),
        ("simple_majority", "aaaab---", True),
        ("written_special_resolution", "aaa-----", True),
        ("written_special_resolution", "aab-----", True),
        ("consent", "cccccccc", True),
        ("consent", "ccccccc-", False),
        ("consent", "oooooooo", False),
        ("silence", "o-------", True),
        ("silence", "--------", False),
        ("advisory", "fffffff-", False),
        ("advisory", "ffffffff", True),
    ],
)
def test_among_eight(name: str, stances: str, expected: bool) -> None:
    roll = numbers(*[1000] * 8)
    assert settled(PRESETS[name].rule, roll, said(roll, stances)) is expected


def test_its_cost_does_not_grow_with_the_roll() -> None:
    rule: Rule = PRESETS["double_majority"].rule
    costs = []
    for practices in (10, 10_000):
        roll = weigh(rule, [(f"Y{number:05}", "A Surgery", 1000) for number in range(practices)])
        counted = tally(rule, roll, [CountedBallot(entry.code, "for") for entry in roll[: practices // 2]])
        summary = summarize(roll)
        costs.append(steps(partial(settled_count, rule, summary, counted)))
    assert costs[1] <= costs[0] + 20
