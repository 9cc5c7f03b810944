"""Two counts written apart agree on the verdict of every poll."""

import json
from collections import Counter
from random import Random

from generated_polls import poll_by
from second_count import count, votes_of

from federation.decisions.rules import RuleError, judge

POLLS = 6_000


def _points(choice: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(choice)["points"] if choice else {}
    return found


def test_both_counts_agree_on_generated_polls() -> None:
    seen: Counter[str] = Counter()
    for seed in range(POLLS):
        poll = poll_by(Random(seed))
        try:
            verdict = judge(poll.rule, poll.roll, poll.ballots, poll.options, poll.casting_vote)
        except RuleError as error:  # the chair chose an option that was not tied
            assert (error.field, poll.rule.method) == ("casting_vote", "approval"), seed
            seen["refused"] += 1
            continue
        expected = count(
            poll.rule.to_dict(),
            [(entry.code, entry.patients, entry.weight, entry.recused) for entry in poll.roll],
            {
                ballot.code: (ballot.stance, ballot.resolved, _points(ballot.choice))
                for ballot in poll.ballots
            },
            [option.id for option in poll.options],
            poll.casting_vote,
        )
        assert (verdict.verdict, list(verdict.chosen)) == expected, (seed, verdict.words, poll)
        seen[verdict.verdict] += 1
    assert seen["refused"]
    words = ("carried", "not_carried", "inquorate", "tied", "referred", "objected", "advised")
    assert min(seen[word] for word in words) > 30


def test_both_counts_give_the_same_votes() -> None:
    for seed in range(3_000):
        poll = poll_by(Random(seed))
        practices = [(entry.code, entry.patients) for entry in poll.roll]
        assert {entry.code: entry.weight for entry in poll.roll} == votes_of(
            poll.rule.to_dict()["weights"], practices
        ), seed
