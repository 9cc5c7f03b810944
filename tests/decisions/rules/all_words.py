"""Everything that is said of a poll, and of rules, to whoever votes."""

from generated_polls import Poll

from federation.decisions.rules import (
    METHODS,
    PRACTICES,
    STANCES,
    CountedBallot,
    Rule,
    RuleError,
    VoteFloors,
    VoteHolder,
    VoterNoun,
    against_replacing,
    explain,
    hint,
    holders_in_words,
    judge,
    presets_for,
    summarize,
    weigh,
    worked_examples,
)
from federation.decisions.rules import tests_of as listed


def everything_said(poll: Poll, voters: VoterNoun = PRACTICES) -> list[str]:
    """All words on a poll, from choosing its rule to its verdict: sentences."""
    verdict = judge(poll.rule, poll.roll, poll.ballots, poll.options, voters=voters)
    summary = summarize(poll.roll, voters)
    examples = worked_examples(poll.rule, poll.roll, poll.options, voters)
    tests = listed(poll.rule, summary, poll.options)
    return [
        hint(poll.rule, summary, poll.roll),
        *explain(poll.rule, voters),
        *[words for test in tests for words in (test.words, test.check_words)],
        *[test.words for test in verdict.tests],
        *verdict.notes,
        verdict.words + ".",
        *[f"{words}." for example in examples for words in (example.if_words, example.because)],
    ]


def said_of_rules(one: Rule, other: Rule, floors: VoteFloors, voters: VoterNoun) -> list[str]:
    """All words on two rules and floors that compare them, for these voters."""
    return [
        *[short.words for short in floors.against(one, voters)],
        *against_replacing(one, other, voters),
        *against_replacing(other, one, voters),
    ]


def said_to_choose(voters: VoterNoun) -> list[str]:
    """The words of methods, ways to vote and presets, who holds votes, and what a roll or ballots cannot be."""
    holders = [VoteHolder("Ann Lee", 3), VoteHolder("Bob Day", 2)]
    return [
        *[voters.worded(method.means) for method in METHODS.values()],
        *[voters.worded(words) for method in METHODS.values() for words, _ in method.reason_words.values()],
        *[stance.meaning(voters) for stance in STANCES.values()],
        *[words for method in METHODS.values() for words in method.meanings.values()],
        *[preset.summary for preset in presets_for(voters).values()],
        *[holders_in_words(holders[:some], all_of_them, voters) for some in (1, 2) for all_of_them in (3, 8)],
        *_refused(voters),
    ]


def _refused(voters: VoterNoun) -> list[str]:
    """What is said to a roll with somebody twice, a ballot of nobody on the roll, and two ballots of one."""
    rule = Rule(method="advisory")
    ballot, stranger = CountedBallot("A", "for"), CountedBallot("Z", "for")
    roll = weigh(rule, [("A", "Ann", None)])
    said = []
    for wrong in (
        lambda: weigh(rule, [("A", "Ann", None)] * 2, voters),
        lambda: judge(rule, roll, [ballot, ballot], voters=voters),
        lambda: judge(rule, roll, [stranger], voters=voters),
    ):
        try:
            wrong()
        except RuleError as error:
            said.append(error.message)
    return said
