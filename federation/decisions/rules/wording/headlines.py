"""The headline of a verdict: one line, in the words of the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from federation.decisions.rules.counting.ballots import VoteOption, VoteTally
from federation.decisions.rules.counting.casting import casting_words
from federation.decisions.rules.counting.checks import CheckCase, TestResult
from federation.decisions.rules.counting.method import method_of
from federation.decisions.rules.counting.numbers import named_tests, quoted

VerdictWord = Literal["carried", "not_carried", "inquorate", "tied", "referred", "objected", "advised"]
QUORUM = ("quorum_practices", "quorum_weight")


@dataclass(frozen=True)
class VoteEnding:
    """How a vote ended: the verdict, whether votes were tied, the casting vote that counted, the options
    that won.
    """

    verdict: VerdictWord
    tied: bool
    chair: str | None
    chosen: tuple[VoteOption, ...]


def headline(ending: VoteEnding, case: CheckCase, tests: Sequence[TestResult], tally: VoteTally) -> str:
    """``Carried: all 3 tests were met``; ``Not carried: test 2 was not met``; ``Not enough votes: no
    practice voted``.
    """
    match ending.verdict:
        case "carried":
            return f"Carried: {_why_carried(ending, case, tests, tally)}"
        case "not_carried":
            return f"Not carried: {_why_not_carried(ending, case, tests, tally)}"
        case "inquorate":
            return f"Not enough votes: {_why_inquorate(case, tests, tally)}"
        case "tied":
            return "Tied: the chair’s casting vote will decide"
        case "referred":
            return "Sent back: the votes were tied"
        case "objected":
            return "Objected to: it goes to a vote"
        case "advised" if case.summary.practices == 0:
            return f"Advice given: no {case.voters.one} may vote"
        case "advised" if tally.voted.practices == 0:
            return f"Advice given: no {case.voters.one} voted"
        case "advised":
            subject = case.voters.out_of(tally.voted.practices, case.summary.practices)
            return f"Advice given: {subject[0].lower()}{subject[1:]} voted"


def _why_carried(ending: VoteEnding, case: CheckCase, tests: Sequence[TestResult], tally: VoteTally) -> str:
    method = method_of(case.rule)
    if method.won:
        return method.won(case, tally)
    if ending.chair:
        return f"the votes were tied and the chair’s casting vote was {casting_words(case, ending.chair)}"
    met = {1: "the test was met", 2: "both tests were met"}.get(
        len(tests), f"all {len(tests)} tests were met"
    )
    return f"{quoted([one.title for one in ending.chosen])} was chosen and {met}" if ending.chosen else met


def _why_not_carried(
    ending: VoteEnding, case: CheckCase, tests: Sequence[TestResult], tally: VoteTally
) -> str:
    if ending.chair:
        return f"the votes were tied and the chair’s casting vote was {casting_words(case, ending.chair)}"
    if ending.tied:
        return "the votes were tied"
    if not tally.voted.practices:
        return f"no {case.voters.one} voted"
    method = method_of(case.rule)
    if method.lost:
        return method.lost(tally)
    if tally.voted == tally.of("abstain"):
        return f"no {case.voters.one} voted {method.nothing_said}"
    return _not_met([number for number, test in enumerate(tests, 1) if not test.met], len(tests))


def _why_inquorate(case: CheckCase, tests: Sequence[TestResult], tally: VoteTally) -> str:
    if case.summary.practices == 0:
        return f"no {case.voters.one} may vote"
    if not tally.voted.practices:
        return f"no {case.voters.one} voted"
    return _not_met([n for n, test in enumerate(tests, 1) if not test.met and test.key in QUORUM], len(tests))


def _not_met(numbers: Sequence[int], tests: int) -> str:
    return f"{named_tests(numbers, tests)} {'was' if len(numbers) == 1 else 'were'} not met"
