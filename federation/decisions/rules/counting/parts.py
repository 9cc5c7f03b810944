"""The parts of a rule, and the choices for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.need import VoteNeed
from federation.decisions.rules.counting.weights import ONE_EACH, VoteWeights

Base = Literal["cast", "cast_excluding_abstentions", "roll"]
Tie = Literal["not_carried", "referred", "casting_vote"]
Visibility = Literal["live", "after_own_vote", "after_close"]
Reasons = Literal["optional", "required", "required_against"]
EarlyClose = Literal["never", "all_voted", "met"]
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "base": get_args(Base),
    "tie": get_args(Tie),
    "visibility": get_args(Visibility),
    "reasons": get_args(Reasons),
    "early_close": get_args(EarlyClose),
}
"""By part, what can be chosen for it. The methods register themselves: see ``method``."""


@dataclass(frozen=True, kw_only=True)
class RuleParts:
    """The parts of a rule, without a question whether they go together.

    ``quorum_practices`` and ``quorum_weight`` compare what voted, abstentions included, with the roll.
    ``threshold`` is the share of the votes in ``base`` that must be for (among options: for the winning
    one). ``base``: 'cast' counts abstentions as votes, 'cast_excluding_abstentions' does not, 'roll'
    counts every vote that could be cast. ``double_majority``: the practices voting for must also have the
    threshold's share of the patients of all practices voting for or against. ``minimum_hours`` is the
    shortest time that voting is open. ``lead_may_close`` and ``lead_may_withdraw``: whether those who lead (the executive and
    the chair; in a group its leads) may close this vote early, or call it off. ``name`` is a preset's or the federation's
    own key; ``title`` is what members read. ``own`` are the parts that its method alone has, by name, in the method's order.
    """

    method: str
    weights: VoteWeights = ONE_EACH
    quorum_practices: VoteNeed | None = None
    quorum_weight: VoteNeed | None = None
    threshold: VoteNeed | None = None
    base: Base = "cast_excluding_abstentions"
    double_majority: bool = False
    tie: Tie = "not_carried"
    visibility: Visibility = "after_close"
    reasons: Reasons = "optional"
    early_close: EarlyClose = "never"
    minimum_hours: int = 0
    lead_may_close: bool = True
    lead_may_withdraw: bool = True
    name: str = ""
    title: str = ""
    own: tuple[tuple[str, Any], ...] = ()

    def part(self, name: str) -> Any:
        """The value of a part that its method alone has; None if it has none."""
        return dict(self.own).get(name)

    @property
    def then(self) -> "RuleParts | None":
        """The rule of the vote that follows if this one is objected to."""
        then: RuleParts | None = self.part("then")
        return then

    @property
    def needed(self) -> VoteNeed:
        """The threshold, of a rule that has one. Error: RuleError if it has none."""
        if self.threshold is None:
            raise RuleError("threshold", "This rule asks for no share of the votes.")
        return self.threshold
