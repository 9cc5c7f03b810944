"""Worked examples are true of every vote that they describe."""

from itertools import product
from random import Random

import pytest
from generated_polls import LAW, OPTIONS, Poll, polls, randoms, roll_by, rule_by
from hypothesis import given
from saltmarsh import MORE_THAN_HALF, PRACTICES, numbers, roll_of

from federation.decisions.rules import (
    PRESETS,
    CountedBallot,
    RollVoter,
    Rule,
    VerdictExample,
    choice_for,
    judge,
    summarize,
    weigh,
    worked_examples,
)


def filled(example: VerdictExample, roll: tuple[RollVoter, ...], random: Random) -> list[CountedBallot]:
    """One of the votes that an example describes: its open places go to practices at random."""
    named = {code for part in example.parts for code in part.named}
    left = [entry.code for entry in roll if not entry.recused and entry.code not in named]
    random.shuffle(left)
    ballots = []
    for part in example.parts:
        codes = [*part.named, *[left.pop() for _ in range(part.others)]]
        ballots += [
            CountedBallot(code, part.stance, resolved=part.resolved, choice=part.choice) for code in codes
        ]
    return ballots


@LAW
@given(polls, randoms)
def test_each_example_holds_whoever_is_left_unnamed(poll: Poll, random: Random) -> None:
    for example in worked_examples(poll.rule, poll.roll, poll.options):
        for _ in range(3):
            ballots = filled(example, poll.roll, random)
            assert judge(poll.rule, poll.roll, ballots, poll.options).verdict == example.verdict, example


@LAW
@given(randoms)
def test_both_ends_are_shown_where_the_roll_can_produce_both(random: Random) -> None:
    rule = rule_by(random)
    roll = roll_by(random, rule, most=3)
    options = OPTIONS[:2] if rule.how.options == "must" else ()
    ids = [option.id for option in options]
    stances = [None, *rule.stances(ids)]
    possible = set()
    for said_by_all in product(stances, repeat=len(roll)):
        ballots = [
            CountedBallot(entry.code, stance, choice=choice_for(rule, stance, ids))
            for entry, stance in zip(roll, said_by_all, strict=True)
            if stance
        ]
        possible.add(judge(rule, roll, ballots, options).verdict == "carried")
    examples = worked_examples(rule, roll, options)
    if rule.method == "advisory" or summarize(roll).practices == 0:
        assert len(examples) <= 1
    else:
        assert {example.verdict == "carried" for example in examples} == possible
        assert len(examples) <= 4


def told(rule: Rule, practices: int) -> list[tuple[str, str, str]]:
    """The examples on the first practices of the federation."""
    examples = worked_examples(rule, roll_of(rule, practices), OPTIONS if rule.how.options == "must" else ())
    return [(example.if_words, example.verdict, example.because) for example in examples]


@pytest.mark.parametrize(
    ("name", "practices", "expected"),
    [
        (
            "simple_majority",
            12,
            [
                ("6 practices vote, all for", "inquorate", "Test 1: 7 are needed"),
                ("6 practices vote for, 6 against", "not_carried", "Test 2: 6 of 12 is exactly half"),
                ("7 practices vote for, 5 against", "carried", "Both tests"),
                ("4 practices vote for, 3 against, 5 abstain", "carried", "Both tests"),
            ],
        ),
        (
            "special_resolution",
            12,
            [
                ("8 practices vote, all for", "inquorate", "Test 1: 9 are needed"),
                (
                    "8 practices vote for, 4 against",
                    "not_carried",
                    "Test 2: 8 of 12, and at least 75% is needed",
                ),
                ("9 practices vote for, 3 against", "carried", "Both tests"),
                ("7 practices vote for, 2 against, 3 abstain", "carried", "Both tests"),
            ],
        ),
        (
            "written_special_resolution",
            12,
            [
                (
                    "8 practices vote for, the other 4 do not vote",
                    "not_carried",
                    "The test: 8 of 12, and at least 75% is needed",
                ),
                (
                    "8 practices vote for, 4 abstain",
                    "not_carried",
                    "The test: 8 of 12, and at least 75% is needed",
                ),
                ("9 practices vote for, the other 3 do not vote", "carried", "The test is met"),
                ("9 practices vote for, 3 against", "carried", "The test is met"),
            ],
        ),
        (
            "patient_weighted",
            12,
            [
                ("6 practices vote, all for", "inquorate", "Test 1: 7 are needed"),
                (
                    "The 7 smallest vote for, the other 5 against",
                    "not_carried",
                    "Test 2: 54 of 130 votes, although they are 7 of 12 practices",
                ),
                ("The 5 largest vote for, the other 7 against", "carried", "Both tests"),
            ],
        ),
        (
            "consent",
            12,
            [
                ("6 practices vote, all consenting", "inquorate", "Test 1: 7 are needed"),
                (
                    "1 practice objects and it is not resolved, the other 11 consent",
                    "not_carried",
                    "Test 2: 1 objection is not resolved",
                ),
                ("1 practice objects and it is resolved, the other 11 consent", "carried", "Both tests"),
                ("All 12 practices consent", "carried", "Both tests"),
            ],
        ),
        (
            "advisory",
            12,
            [("Whatever practices say", "advised", "It binds nobody and has no result to carry")],
        ),
        (
            "double_majority",
            1,
            [
                ("No practice votes", "inquorate", "Test 1: 1 is needed"),
                ("The only practice votes against", "not_carried", "Test 2: nobody votes for"),
                ("The only practice votes for", "carried", "All 3 tests"),
            ],
        ),
        (
            "patient_weighted",
            2,
            [
                ("Only 1 practice votes", "inquorate", "Test 1: 2 are needed"),
                (
                    "The smaller votes for, the other against",
                    "not_carried",
                    "Test 2: 12 of 29 votes, and more than 50% is needed",
                ),
                ("The larger votes for, the other against", "carried", "Both tests"),
            ],
        ),
    ],
)
def test_examples_of_the_presets(name: str, practices: int, expected: list[tuple[str, str, str]]) -> None:
    assert told(PRESETS[name].rule, practices) == expected


def test_a_tie_between_options() -> None:
    rule = Rule(method="approval", quorum_practices=MORE_THAN_HALF, tie="referred")
    assert told(rule, 12) == [
        ("6 practices vote, all for “Kite Care”", "inquorate", "Test 1: 7 are needed"),
        (
            "6 practices vote for “Kite Care”, 6 for “Tern Homes”",
            "referred",
            "Test 2: no option has more votes than any other",
        ),
        ("7 practices vote for “Kite Care”, 5 for “Tern Homes”", "carried", "Both tests, for “Kite Care”"),
    ]


def test_nobody_may_vote() -> None:
    assert worked_examples(PRESETS["simple_majority"].rule, numbers(1, recused="A")) == ()


def test_equal_practices_are_not_called_largest() -> None:
    """With equal lists no 'largest' would be clear; the double majority is told by numbers alone."""
    rule = PRESETS["double_majority"].rule
    roll = weigh(rule, [(code, name, 5000) for code, name, _ in PRACTICES[:4]])
    for example in worked_examples(rule, roll):
        assert "test" in example.because.lower()
        assert judge(rule, roll, filled(example, roll, Random(1))).verdict == example.verdict
