"""A rule in one or two sentences with the numbers of this roll, as read when a rule is chosen."""

from collections.abc import Iterable

from federation.decisions.rules.counting.method import method_of
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollSummary, RollVoter
from federation.decisions.rules.wording.phrases import practices_that_vote, votes_that_are_cast


def hint(rule: RuleParts, summary: RollSummary, roll: Iterable[RollVoter]) -> str:
    """``At least 7 of 12 vote, and more are for than against.``"""
    if summary.practices == 0:
        return f"No {summary.voters.one} may vote today."
    who_votes = [practices_that_vote(rule, summary), votes_that_are_cast(rule, summary)]
    return method_of(rule).hint(rule, summary, roll, [phrase for phrase in who_votes if phrase])
