"""How many practices and patients there are: as last written, or counted now."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select

from federation.kernel.db import db
from federation.network.models import Practice, PracticeTotals


class PracticeTally(NamedTuple):
    """How many practices there are; see :class:`~federation.network.models.PracticeTotals`."""

    full: int = 0
    associate: int = 0
    closed: int = 0
    departed: int = 0
    patients: int = 0
    unsized: int = 0

    @property
    def members(self) -> int:
        """Practices that belong now."""
        return self.full + self.associate

    @property
    def all(self) -> int:
        """Every practice that the federation has or had."""
        return self.members + self.closed + self.departed


_WRITTEN = select(
    PracticeTotals.full,
    PracticeTotals.associate,
    PracticeTotals.closed,
    PracticeTotals.departed,
    PracticeTotals.patients,
    PracticeTotals.unsized,
)


def totals() -> PracticeTally:
    """The totals as last written; counted now where nothing has been written yet."""
    row = db.session.execute(_WRITTEN).first()
    return PracticeTally._make(row) if row else count_totals()


def count_totals() -> PracticeTally:
    """The totals, counted now."""
    full = Practice.belongs() & (Practice.membership == "full")
    row = db.session.execute(
        select(
            _count(full),
            _count(Practice.belongs() & (Practice.membership == "associate")),
            _count(Practice.closed_on.is_not(None)),
            _count(Practice.closed_on.is_(None) & Practice.left_on.is_not(None)),
            func.coalesce(func.sum(case((full, Practice.list_size), else_=0)), 0),
            _count(Practice.belongs() & Practice.list_size.is_(None)),
        )
    ).one()
    return PracticeTally._make(int(value) for value in row)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
