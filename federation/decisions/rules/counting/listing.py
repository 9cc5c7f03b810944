"""The one list of tests of a rule: the same list when the rule is chosen, when it is read and when votes
are counted.
"""

from collections.abc import Sequence

from federation.decisions.rules.counting import quorum
from federation.decisions.rules.counting.ballots import VoteOption
from federation.decisions.rules.counting.checks import CheckCase, CheckKind, RuleTest
from federation.decisions.rules.counting.method import method_of
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary


def tests_of(
    rule: RuleParts, summary: RollSummary, options: Sequence[VoteOption] = ()
) -> tuple[RuleTest, ...]:
    """The tests that must all be met, numbered from 1 in this order, with the numbers of this roll."""
    case = CheckCase(rule, summary, tuple(options))
    return tuple(check.test(case) for check in checks_of(rule))


def checks_of(rule: RuleParts) -> tuple[CheckKind, ...]:
    """The kinds of test that a rule has, in order: who must vote, then what they must say."""
    return (
        *([quorum.PRACTICES] if rule.quorum_practices else []),
        *([quorum.WEIGHT] if rule.quorum_weight else []),
        *method_of(rule).checks(rule),
    )
