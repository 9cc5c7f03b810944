"""What a project with outside money costs the members."""

from typing import NamedTuple

from federation.kernel.measures import cross_subsidy


class ProjectMoney(NamedTuple):
    """A project, in pence: its income, what it costs directly and its part of the overhead; the salaries that go on after it
    and the income of the federation that is sure."""

    income_pence: int
    direct_pence: int
    overhead_pence: int
    salaries_pence: int = 0
    secure_pence: int = 0

    @property
    def subsidy_pence(self) -> int:
        """What the members' fees pay of it."""
        return cross_subsidy(self.income_pence, self.direct_pence, self.overhead_pence)

    @property
    def full_cost_pence(self) -> int:
        """All that it costs."""
        return self.direct_pence + self.overhead_pence
