"""What a test is: read before voting, counted after it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.need import Need
from federation.decisions.rules.counting.roll import RollSummary
from federation.decisions.rules.counting.rule import Rule
from federation.decisions.rules.counting.tally import Option, Tally


@dataclass(frozen=True)
class Test:
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
class Case:
    """What a test looks at: the rule, the numbers of the roll, the options if there are any."""

    rule: Rule
    summary: RollSummary
    options: tuple[Option, ...] = ()

    def quorum(self, field: Literal["quorum_practices", "quorum_weight"]) -> Need:
        """How much of the roll must vote. Error: RuleError if the rule does not say."""
        need: Need | None = getattr(self.rule, field)
        if need is None:
            raise RuleError(field, "This rule does not say how many must vote.")
        return need

    @property
    def all_practices(self) -> str:
        """Who would vote if all did: ``all 12``, ``both``, ``the only practice``."""
        return {1: "the only practice", 2: "both"}.get(
            self.summary.practices, f"all {self.summary.practices:,}"
        )

    @property
    def vote(self) -> str:
        """The verb that goes with ``all_practices``."""
        return "votes" if self.summary.practices == 1 else "vote"


@dataclass(frozen=True)
class Check:
    """A kind of test: how it reads before voting, and how it is counted."""

    key: str
    read: Callable[[Case], tuple[str, str]]
    count: Callable[[Case, Tally], TestResult]

    def test(self, case: Case) -> Test:
        """The test for this roll."""
        return Test(self.key, *self.read(case))
