"""The one list of tests of a rule: the same list when the rule is chosen, when it is read and when votes
are counted.
"""

from collections.abc import Sequence

from federation.decisions.rules.counting import quorum
from federation.decisions.rules.counting.checks import Case, Check, Test
from federation.decisions.rules.counting.roll import RollSummary
from federation.decisions.rules.counting.rule import Rule
from federation.decisions.rules.counting.tally import Option
from federation.decisions.rules.methods import approval, consent, majority, patients


def tests_of(rule: Rule, summary: RollSummary, options: Sequence[Option] = ()) -> tuple[Test, ...]:
    """The tests that must all be met, numbered from 1 in this order, with the numbers of this roll."""
    case = Case(rule, summary, tuple(options))
    return tuple(check.test(case) for check in checks_of(rule))


def checks_of(rule: Rule) -> tuple[Check, ...]:
    """The kinds of test that a rule has, in order: who must vote, then what they must say."""
    checks = []
    if rule.quorum_practices:
        checks.append(quorum.PRACTICES)
    if rule.quorum_weight:
        checks.append(quorum.WEIGHT)
    if rule.method == "consent":
        checks.append(consent.OBJECTIONS)
    if rule.method == "approval":
        checks.append(approval.MOST_VOTES)
        if rule.threshold:
            checks.append(approval.ENOUGH_VOTES)
    if rule.method == "majority":
        checks.append(majority.VOTES)
        if rule.double_majority:
            checks.append(patients.PATIENTS)
    return tuple(checks)
