"""Whether enough practices could vote, before a vote opens."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from federation.decisions.rules.counting.ballots import CountedBallot, VoteOption
from federation.decisions.rules.counting.method import choice_for, method_of, needs_reason, stances_of
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.roll import RollVoter, summarize
from federation.decisions.rules.counting.strictness import quorum_of
from federation.decisions.rules.wording.verdict import judge

TIGHT: Final = Fraction(3, 4)
"""Where more than this part of those who can vote is needed, a few who do not are enough to stop it."""


@dataclass(frozen=True)
class TurnoutOutlook:
    """Of ``practices`` on the roll ``able`` can vote, and ``needed`` must. ``without`` are the names of the others.

    ``can_succeed``: whether it would be carried if all who can vote for it did, or advice would be given.
    """

    practices: int
    able: int
    needed: int
    can_succeed: bool
    without: tuple[str, ...]

    @property
    def runs_short(self) -> bool:
        """Whether some cannot vote, and too many of those who can are needed."""
        return self.can_succeed and self.able < self.practices and self.needed > TIGHT * self.able

    @property
    def warns(self) -> bool:
        """Whether somebody should look twice before this vote opens."""
        return not self.can_succeed or self.runs_short


def turnout(
    rule: RuleParts, roll: Sequence[RollVoter], able: Collection[str], options: Sequence[VoteOption] = ()
) -> TurnoutOutlook:
    """Work out whether a vote can succeed; ``able`` are the codes of the practices that somebody can vote for."""
    on_roll = [entry for entry in roll if not entry.recused]
    voting = [entry for entry in on_roll if entry.code in able]
    summary, quorum = summarize(roll), quorum_of(rule)
    ids = [option.id for option in options]
    for_it = stances_of(rule, ids)[0]
    reason, choice = "Because." if needs_reason(rule, for_it) else "", choice_for(rule, for_it, ids)
    all_for_it = [CountedBallot(entry.code, for_it, reason, choice=choice) for entry in voting]
    best = judge(rule, roll, all_for_it, options)
    return TurnoutOutlook(
        practices=len(on_roll),
        able=len(voting),
        needed=quorum.least(summary.practices) if quorum and method_of(rule).binds else 1,
        can_succeed=bool(voting) and best.verdict in ("carried", "advised"),
        without=tuple(entry.name for entry in on_roll if entry.code not in able),
    )
