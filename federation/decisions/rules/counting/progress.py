"""How many practices must vote, and how many are still needed, while voting is open."""

from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary


def voted_needed(rule: RuleParts, summary: RollSummary) -> int | None:
    """The fewest practices that must vote, or None if the rule does not say. At least 1, also where nobody
    may vote.
    """
    return None if rule.quorum_practices is None else rule.quorum_practices.least(summary.practices)


def still_needed(rule: RuleParts, summary: RollSummary, voted: int) -> int:
    """How many more practices must vote, after ``voted`` have (abstentions counted, practices that stood
    aside not).
    """
    return max(0, (voted_needed(rule, summary) or 0) - voted)
