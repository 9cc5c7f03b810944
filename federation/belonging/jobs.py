"""What recurs: practices leave on the day of their notice."""

from sqlalchemy import select

from federation.belonging.actions.leaving import leave_today
from federation.belonging.models import MembershipStep
from federation.belonging.rules import CERTAIN
from federation.kernel.days import today
from federation.kernel.db import db
from federation.network.models import Practice


def let_leave() -> int:
    """Let the practices leave whose notice is due. Returns how many left. Two statements where there is none."""
    due = db.session.scalars(
        select(MembershipStep.practice_id)
        .join(Practice, Practice.id == MembershipStep.practice_id)
        .where(MembershipStep.kind.in_(CERTAIN), MembershipStep.day <= today(), Practice.left_on.is_(None))
        .distinct()
    ).all()
    return sum(leave_today(number) for number in sorted(due))
