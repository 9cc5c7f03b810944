"""What recurs: practices leave on the day of their notice."""

from typing import Any

from sqlalchemy import Select, select

from federation.belonging.actions.leaving import leave_today
from federation.belonging.models import MembershipStep
from federation.belonging.rules import CERTAIN
from federation.kernel.days import today
from federation.kernel.db import db
from federation.network.models import Practice


def let_leave() -> int:
    """Let the practices leave whose notice is due. Returns how many left. Two statements where there is none."""
    due = db.session.scalars(_due(MembershipStep.practice_id)).all()
    return sum(leave_today(number) for number in sorted(due))


def where_to_leave() -> Select[int]:
    """The federations with a practice whose notice is due."""
    return _due(MembershipStep.federation_id)


def _due(column: Any) -> Select[int]:
    return (
        select(column)
        .join(Practice, Practice.id == MembershipStep.practice_id)
        .where(MembershipStep.kind.in_(CERTAIN), MembershipStep.day <= today(), Practice.left_on.is_(None))
        .distinct()
    )
