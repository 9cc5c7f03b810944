"""The tests of a rule: read before voting, counted after it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from federation.decisions.rules.counting.ballots import VoteOption, VoteTally
from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.need import VoteNeed
from federation.decisions.rules.counting.nouns import VoterNoun
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary


@dataclass(frozen=True)
class RuleTest:
    """One test, before voting. ``words``: as members read it. ``check_words``: with what it means if all
    vote.
    """

    __test__ = False  # for pytest: not a class of tests

    key: str
    words: str
    check_words: str


@dataclass(frozen=True)
class TestResult:
    """One test, counted. ``tied``: not met, and exactly half where more than half was needed."""

    __test__ = False

    key: str
    met: bool
    have: str
    need: str
    words: str
    tied: bool = False


@dataclass(frozen=True)
class CheckCase:
    """The case that a test looks at: the rule, the numbers of the roll, the options if there are any."""

    rule: RuleParts
    summary: RollSummary
    options: tuple[VoteOption, ...] = ()

    def quorum(self, field: Literal["quorum_practices", "quorum_weight"]) -> VoteNeed:
        """How much of the roll must vote. Error: RuleError if the rule does not say."""
        need: VoteNeed | None = getattr(self.rule, field)
        if need is None:
            raise RuleError(field, "This rule does not say how many must vote.")
        return need

    @property
    def voters(self) -> VoterNoun:
        """What the voters are called."""
        return self.summary.voters

    @property
    def everybody(self) -> str:
        """Who would vote if all did: ``all 12``, ``both``, ``the only practice``."""
        return {1: f"the only {self.voters.one}", 2: "both"}.get(
            self.summary.practices, f"all {self.summary.practices:,}"
        )

    def in_votes(self, have: str, always: bool = False) -> str:
        """``5 of 12`` where a practice has one vote, else ``63 of 130 votes``."""
        if self.rule.weights.kind == "one" and not always:
            return have
        return f"{have} {'vote' if have.endswith(' of 1') else 'votes'}"

    @property
    def vote(self) -> str:
        """The verb that goes with ``everybody``."""
        return "votes" if self.summary.practices == 1 else "vote"


@dataclass(frozen=True)
class CheckShortfall:
    """A test that was not met, in a vote that was counted."""

    case: CheckCase
    lost: TestResult
    tests: Sequence[TestResult]
    tally: VoteTally


@dataclass(frozen=True)
class CheckKind:
    """A kind of test: how it reads before voting, how it is counted, and how an example says why it was not met."""

    key: str
    read: Callable[[CheckCase], tuple[str, str]]
    count: Callable[[CheckCase, VoteTally], TestResult]
    why: Callable[[CheckShortfall], str]

    def test(self, case: CheckCase) -> RuleTest:
        """The test for this roll."""
        return RuleTest(self.key, *self.read(case))
