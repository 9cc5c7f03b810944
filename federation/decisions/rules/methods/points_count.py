"""Who is ahead where points are given."""

from federation.decisions.rules.counting.ballots import VoteOption, VoteTally
from federation.decisions.rules.counting.checks import CheckCase
from federation.decisions.rules.counting.parts import RuleParts


def last_place(rule: RuleParts, tally: VoteTally) -> int:
    """The points of the last place: an option with as many is chosen."""
    most = sorted((points for _, points in tally.points if points), reverse=True)
    return most[min(int(rule.part("seats")), len(most)) - 1] if most else 0


def ahead_by_points(case: CheckCase, tally: VoteTally) -> tuple[VoteOption, ...]:
    """The options that are chosen, the best first: as many as the rule says, and those that are equal to the last."""
    least, points = last_place(case.rule, tally), dict(tally.points)
    found = [option for option in case.options if least and points[option.id] >= least]
    return tuple(sorted(found, key=lambda option: -points[option.id]))
