"""A rule: how a decision is made, as one value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from federation.decisions.rules.counting.coherence import check_coherent
from federation.decisions.rules.counting.document import read_rule, write_rule
from federation.decisions.rules.counting.method import VotingMethod, method_of, needs_reason, stances_of
from federation.decisions.rules.counting.parts import RuleParts


@dataclass(frozen=True, kw_only=True)
class Rule(RuleParts):
    """How a decision is made. Errors: RuleError if its parts do not go together (see ``coherence``)."""

    def __post_init__(self) -> None:
        check_coherent(self)

    @property
    def how(self) -> VotingMethod:
        """All about the way to decide."""
        return method_of(self)

    @property
    def can_tie(self) -> bool:
        """Whether a tie is possible: for one option among several, or where more than half is needed."""
        return self.how.can_tie(self)

    def stances(self, option_ids: Sequence[str] = ()) -> tuple[str, ...]:
        """The ways in which a practice may vote, in the order in which it is counted.

        Errors: RuleError if an option comes twice or is called 'abstain'.
        """
        return stances_of(self, option_ids)

    def needs_reason(self, stance: str) -> bool:
        """Whether a ballot with this stance must give a reason."""
        return needs_reason(self, stance)

    def to_dict(self) -> dict[str, Any]:
        """As JSON, always in the same order; fractions as "3/4"."""
        return write_rule(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "Rule":
        """The rule that ``to_dict`` wrote; parts left out have their defaults. Errors: RuleError naming the
        part at fault.
        """
        return cls(**read_rule(data))
