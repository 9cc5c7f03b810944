"""The verdict: what a vote came to, with its arithmetic in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from federation.decisions.rules.counting.ballots import CountedBallot, VoteOption, VoteTally
from federation.decisions.rules.counting.casting import check_casting_vote, notes_on_casting_vote
from federation.decisions.rules.counting.checks import CheckCase, TestResult
from federation.decisions.rules.counting.listing import checks_of
from federation.decisions.rules.counting.method import dissents, method_of
from federation.decisions.rules.counting.nouns import PRACTICES, VoterNoun
from federation.decisions.rules.counting.parts import RuleParts, Tie
from federation.decisions.rules.counting.roll import RollSummary, RollVoter, summarize
from federation.decisions.rules.counting.tally import tally
from federation.decisions.rules.wording.headlines import QUORUM, VerdictWord, VoteEnding, headline
from federation.decisions.rules.wording.notes import notes_on_tests

TIED: dict[Tie, VerdictWord] = {"not_carried": "not_carried", "referred": "referred", "casting_vote": "tied"}


@dataclass(frozen=True)
class VoteVerdict:
    """The verdict of a vote. ``words`` is the headline; ``chosen`` the ids of the options that won, if options
    were voted on: the best first, several where several are chosen or tied.
    """

    verdict: VerdictWord
    words: str
    tests: tuple[TestResult, ...]
    tally: VoteTally
    roll: RollSummary
    chosen: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As JSON: {verdict, words, tests: [{met, have, need, words}], tally, roll}."""
        return {
            "verdict": self.verdict,
            "words": self.words,
            "tests": [
                {"met": test.met, "have": test.have, "need": test.need, "words": test.words}
                for test in self.tests
            ],
            "tally": self.tally.to_dict(),
            "roll": self.roll.to_dict(),
        }


def judge(
    rule: RuleParts,
    roll: Sequence[RollVoter],
    ballots: Iterable[CountedBallot],
    options: Sequence[VoteOption] = (),
    casting_vote: str | None = None,
    voters: VoterNoun = PRACTICES,
) -> VoteVerdict:
    """Count a vote and say what it came to. Voters that stood aside are out of every number.

    In this order:

    * advice: always ``advised``;
    * nobody may vote (nobody is on the roll, or all stood aside): ``inquorate``;
    * by silence, where nobody need vote: ``objected`` if enough object, else ``carried``;
    * fewer voted than a quorum asks for, abstentions counted as voting: ``inquorate``;
    * nobody voted: ``inquorate``; where the whole roll is the base, ``not_carried``;
    * all tests met: ``carried``;
    * a tie: every test not met asks for more than half and has exactly half of something (or, among
      options, several have the most votes and the share needed, or half where more than half is needed): by
      the rule ``not_carried`` or ``referred``, or ``tied`` until the chair's casting vote is given ('for',
      'against' or the id of a tied option), then ``carried`` or ``not_carried``;
    * anything else, all abstaining among it: ``not_carried``.

    In a consent round one objection that is not resolved is ``not_carried``. A casting vote where nothing
    is tied is not counted, and a note says so. Errors: RuleError if the casting vote or a ballot is not one
    that the rule knows.
    """
    case = CheckCase(rule, summarize(roll, voters), tuple(options))
    counted = tally(rule, roll, ballots, options, voters)
    word, tied, tests, ahead = outcome_of(case, counted)
    check_casting_vote(rule, casting_vote, ahead if word == "tied" else case.options)
    chair = casting_vote if word == "tied" else None
    if chair:
        word = "not_carried" if dissents(chair) else "carried"
    won = tuple(option for option in ahead if chair in (None, option.id)) if word == "carried" else ()
    words = headline(VoteEnding(word, tied, chair, won), case, tests, counted)
    notes = (*notes_on_tests(case, counted), *notes_on_casting_vote(case, casting_vote, chair))
    return VoteVerdict(word, words, tests, counted, case.summary, tuple(one.id for one in won), notes)


class VoteOutcome(NamedTuple):
    """What a count comes to before a casting vote: the verdict, whether votes were tied, the tests, and the options that
    have most votes.
    """

    word: VerdictWord
    tied: bool
    tests: tuple[TestResult, ...]
    ahead: tuple[VoteOption, ...]


def outcome_of(case: CheckCase, counted: VoteTally) -> VoteOutcome:
    """What a count comes to."""
    tests = tuple(check.count(case, counted) for check in checks_of(case.rule))
    return VoteOutcome(*_word(case, counted, tests), tests, method_of(case.rule).ahead(case, counted))


def _word(case: CheckCase, counted: VoteTally, tests: Sequence[TestResult]) -> tuple[VerdictWord, bool]:
    """The verdict before a casting vote, and whether the votes were tied."""
    lost = [test for test in tests if not test.met]
    if not method_of(case.rule).binds:
        return "advised", False
    if case.summary.practices == 0 or any(test.key in QUORUM for test in lost):
        return "inquorate", False
    if method_of(case.rule).silent:
        return ("objected" if lost else "carried"), False
    if counted.voted.practices == 0:
        return ("not_carried" if case.rule.base == "roll" else "inquorate"), False
    if not lost:
        return "carried", False
    if all(test.tied for test in lost):
        return TIED[case.rule.tie], True
    return "not_carried", False
