"""The budget of groups: envelopes and a reserve that are the total, always. Money is whole pence."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """How a total is shared out: ``envelopes`` by the number of a group, and the ``reserve``, which no group spends.

    Raises :class:`ValueError` for anything below nothing, and for parts that are not the total.
    """

    total_pence: int
    reserve_pence: int
    envelopes: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if min(self.reserve_pence, *self.envelopes.values(), 0) < 0:
            raise ValueError("an envelope, and the reserve, hold nothing or more")
        if sum(self.envelopes.values()) + self.reserve_pence != self.total_pence:
            raise ValueError("envelopes and reserve are the total")

    def moved(self, group: int, pence: int) -> "BudgetPlan":
        """The plan after so much went from the reserve to an envelope, or back where it is below nothing. Raises
        :class:`ValueError` for more than there is."""
        envelopes = {**self.envelopes, group: self.envelopes.get(group, 0) + pence}
        return BudgetPlan(self.total_pence, self.reserve_pence - pence, envelopes)


@dataclass(frozen=True, slots=True)
class EnvelopeUse:
    """What a group has of its envelope, in pence: all of it, what is spent, and what is promised and not spent."""

    pence: int
    spent_pence: int = 0
    committed_pence: int = 0

    @property
    def left_pence(self) -> int:
        """What is neither spent nor promised. Below nothing where the members have made an envelope smaller since."""
        return self.pence - self.spent_pence - self.committed_pence
