"""A rule: how a decision is made, as one value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from federation.decisions.rules.counting.coherence import check_coherent
from federation.decisions.rules.counting.document import read_rule, write_rule
from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.need import Need
from federation.decisions.rules.counting.weights import ONE_EACH, Weights

Method = Literal["majority", "consent", "advisory", "approval"]
Base = Literal["cast", "cast_excluding_abstentions", "roll"]
Tie = Literal["not_carried", "referred", "casting_vote"]
Visibility = Literal["live", "after_own_vote", "after_close"]
Reasons = Literal["optional", "required", "required_against"]
EarlyClose = Literal["never", "all_voted"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How a decision is made. Errors: RuleError if its parts do not go together (see ``coherence``).

    ``quorum_practices`` and ``quorum_weight`` compare what voted, abstentions included, with the roll.
    ``threshold`` is the share of the votes in ``base`` that must be for (with 'approval': for the winning
    option). ``base``: 'cast' counts abstentions as votes, 'cast_excluding_abstentions' does not, 'roll'
    counts every vote that could be cast. ``double_majority``: the practices voting for must also have the
    threshold's share of the patients of all practices voting for or against. ``minimum_hours`` is the
    shortest time that voting is open. ``name`` is a preset's or the federation's own key; ``title`` is what
    members read.
    """

    method: Method
    weights: Weights = ONE_EACH
    quorum_practices: Need | None = None
    quorum_weight: Need | None = None
    threshold: Need | None = None
    base: Base = "cast_excluding_abstentions"
    double_majority: bool = False
    tie: Tie = "not_carried"
    visibility: Visibility = "after_close"
    reasons: Reasons = "optional"
    early_close: EarlyClose = "never"
    minimum_hours: int = 0
    name: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        check_coherent(self)

    @property
    def needed(self) -> Need:
        """The threshold, of a rule that has one. Error: RuleError if it has none."""
        if self.threshold is None:
            raise RuleError("threshold", "This rule asks for no share of the votes.")
        return self.threshold

    @property
    def can_tie(self) -> bool:
        """Whether a tie is possible: for one option among several, or where more than half is needed."""
        return self.method == "approval" or (self.threshold is not None and self.threshold.more_than_half)

    def stances(self, option_ids: Sequence[str] = ()) -> tuple[str, ...]:
        """What a practice may say, in the order in which it is counted.

        Errors: RuleError if an option comes twice or is called 'abstain'.
        """
        if len({*option_ids, "abstain"}) != len(option_ids) + 1:
            raise RuleError("options", "Each option needs its own id, other than abstain.")
        match self.method:
            case "consent":
                return ("consent", "object")
            case "approval":
                return (*option_ids, "abstain")
            case "advisory" if option_ids:
                return tuple(option_ids)
            case _:
                return ("for", "against", "abstain")

    def needs_reason(self, stance: str) -> bool:
        """Whether a ballot with this stance must give a reason."""
        return self.reasons == "required" or (
            self.reasons == "required_against" and stance in ("against", "object")
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON, always in the same order; fractions as "3/4"."""
        return write_rule(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "Rule":
        """The rule that ``to_dict`` wrote; parts left out have their defaults. Errors: RuleError naming the
        part at fault.
        """
        return cls(**read_rule(data))
