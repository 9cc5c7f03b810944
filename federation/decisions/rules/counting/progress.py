"""How far an open vote has come: how many practices must vote, and how many are still needed."""

from federation.decisions.rules.counting.method import method_of
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


def so_far(rule: RuleParts, summary: RollSummary, voted: int, closes: str) -> str:
    """How far an open vote has come, in words: ``2 of 12 practices have voted``. ``closes`` is the day on which voting closes.
    Never who has voted, nor how.
    """
    said = f"{voted:,} of {summary.voters.counted(summary.practices)} {'has' if voted == 1 else 'have'}"
    own = method_of(rule).so_far
    return own(rule, summary, said if voted else "", closes) if own else f"{said} voted"
