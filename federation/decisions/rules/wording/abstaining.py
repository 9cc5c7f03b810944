"""The effect of abstaining under a rule, in words."""

from federation.decisions.rules.counting.listing import checks_of
from federation.decisions.rules.counting.method import method_of
from federation.decisions.rules.counting.numbers import named_tests
from federation.decisions.rules.counting.parts import RuleParts

SHARE_OF_VOTES = ("votes", "enough_votes")


def abstaining(rule: RuleParts, counted: bool = False) -> str:
    """One sentence: ``Abstaining counts for test 1 only.`` With ``counted`` as a fact of the past.

    It counts for every quorum. In the share of votes it has the effect of a vote against if abstentions are
    votes cast, or if the whole roll is counted. It never counts for patients.
    """
    keys = [check.key for check in checks_of(rule)]
    quorums = [number for number, key in enumerate(keys, 1) if key.startswith("quorum")]
    shares = [number for number, key in enumerate(keys, 1) if key in SHARE_OF_VOTES]
    counts, has = ("counted", "had") if counted else ("counts", "has")
    for_quorums = f"{counts} for {named_tests(quorums, len(keys))}"
    if rule.base == "cast_excluding_abstentions":
        return f"Abstaining {for_quorums} only." if quorums else f"Abstaining {counts} for no test."
    as_against = f"{has} the same effect as voting {method_of(rule).as_against}"
    if len(keys) > 1:
        as_against += f" in {named_tests(shares, len(keys))}"
    return f"Abstaining {for_quorums}, and {as_against}." if quorums else f"Abstaining {as_against}."
