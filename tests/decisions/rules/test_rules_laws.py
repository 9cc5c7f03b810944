"""What holds for every vote, whatever the rule, the roll and the ballots."""

import json
from dataclasses import replace
from random import Random

from generated_polls import LAW, SIZES, Poll, majority_polls, poll_by, polls, randoms, rule_by
from hypothesis import given

from federation.decisions.rules import (
    CountedBallot,
    Rule,
    RuleError,
    VoteVerdict,
    judge,
    still_needed,
    tally,
    voted_needed,
    weigh,
)


def judged(poll: Poll, **changed: object) -> VoteVerdict:
    """The verdict of a poll, without the chair."""
    poll = replace(poll, **changed)
    return judge(poll.rule, poll.roll, poll.ballots, poll.options)


@LAW
@given(polls)
def test_the_order_of_ballots_and_of_the_roll_does_not_matter(poll: Poll) -> None:
    found = judged(poll)
    assert judged(poll, ballots=poll.ballots[::-1]) == found
    assert judged(poll, roll=poll.roll[::-1]) == found


@LAW
@given(polls)
def test_ballots_of_practices_that_stand_aside_change_nothing(poll: Poll) -> None:
    aside = {entry.code for entry in poll.roll if entry.recused}
    without = tuple(ballot for ballot in poll.ballots if ballot.code not in aside)
    assert judged(poll, ballots=without) == judged(poll)
    left = tuple(entry for entry in poll.roll if not entry.recused)
    found = judged(poll, ballots=without, roll=left)
    assert found.to_dict() | {"roll": {}} == judged(poll).to_dict() | {"roll": {}}


@LAW
@given(majority_polls, randoms)
def test_one_more_for_never_turns_carried_into_not_carried(poll: Poll, random: Random) -> None:
    voters = [entry.code for entry in poll.roll if not entry.recused]
    if judged(poll).verdict != "carried" or not voters:
        return
    code = random.choice(voters)
    others = tuple(ballot for ballot in poll.ballots if ballot.code != code)
    assert judged(poll, ballots=(*others, CountedBallot(code, "for"))).verdict == "carried"


@LAW
@given(polls)
def test_every_vote_is_counted_once(poll: Poll) -> None:
    counted = tally(poll.rule, poll.roll, poll.ballots, poll.options)
    found = judged(poll)
    whole = counted.voted + counted.not_voted
    assert (whole.practices, whole.weight, whole.patients) == (
        found.roll.practices,
        found.roll.weight,
        found.roll.patients,
    )
    assert sum(count.weight for _, count in counted.stances) == counted.voted.weight
    assert found.roll.practices + found.roll.recused == len(poll.roll)


@LAW
@given(randoms)
def test_a_rule_survives_being_written_down(random: Random) -> None:
    rule = rule_by(random)
    assert Rule.from_dict(json.loads(json.dumps(rule.to_dict()))) == rule
    assert list(rule.to_dict()) == list(Rule.from_dict(rule.to_dict()).to_dict())


@LAW
@given(polls)
def test_carried_if_and_only_if_all_tests_are_met(poll: Poll) -> None:
    found = judged(poll)
    if found.verdict != "advised":
        assert (found.verdict == "carried") == all(test.met for test in found.tests)


@LAW
@given(polls)
def test_a_casting_vote_changes_ties_alone(poll: Poll) -> None:
    before = judged(poll)
    try:
        after = judge(poll.rule, poll.roll, poll.ballots, poll.options, poll.casting_vote)
    except RuleError:
        assert before.verdict == "tied"
        return
    if before.verdict == "tied" and poll.casting_vote:
        assert after.verdict == ("not_carried" if poll.casting_vote == "against" else "carried")
    else:
        assert after.verdict == before.verdict
    assert after.tests == before.tests


@LAW
@given(randoms)
def test_weights_are_whole_numbers_within_their_limits(random: Random) -> None:
    rule = rule_by(random)
    practices = [(f"Y{number:05}", "A", random.choice([None, *SIZES])) for number in range(12)]
    roll = weigh(rule, practices)
    weights = replace(rule.weights, cap=None, cap_share=None)
    uncapped = sum(entry.weight for entry in weigh(replace(rule, weights=weights), practices))
    cap, share = rule.weights.cap, rule.weights.cap_share
    for entry in roll:
        assert type(entry.weight) is int
        assert 0 <= entry.weight <= (uncapped if cap is None else cap)
        assert share is None or entry.weight <= max(1, share * uncapped)
    assert weigh(rule, practices[::-1]) == roll


@LAW
@given(polls)
def test_the_practices_that_are_needed_are_just_enough(poll: Poll) -> None:
    found = judged(poll)
    needed = voted_needed(poll.rule, found.roll)
    if needed is None:
        assert still_needed(poll.rule, found.roll, 0) == 0
        return
    met = next(test.met for test in found.tests if test.key == "quorum_practices")
    assert met == (found.tally.voted.practices >= needed)
    assert (still_needed(poll.rule, found.roll, found.tally.voted.practices) == 0) == met


def test_advice_is_always_advised() -> None:
    for seed in range(200):
        assert judged(poll_by(Random(seed), "advisory")).verdict == "advised"
