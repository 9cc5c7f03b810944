"""What recurs: practices leave on the day of their notice, and then the roles of their people end."""

from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, union
from sqlalchemy.orm import aliased

from federation.belonging.actions.ending import end_offices, end_roles_at, lasting_offices
from federation.belonging.actions.leaving import leave_today
from federation.belonging.models import MembershipStep
from federation.belonging.rules import CERTAIN, OF_ROLES
from federation.kernel.days import today
from federation.kernel.db import db
from federation.network.models import Membership, Practice


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
        .where(
            MembershipStep.kind.in_(CERTAIN),
            MembershipStep.day <= today(),
            Practice.left_on.is_(None),
            Practice.leaves_at.is_not(None),
        )
        .distinct()
    )


def end_roles() -> int:
    """End the roles at practices that are no members any more, and those for the whole federation that go with them. Returns how
    many practices and people it concerned. Two statements where there is none."""
    due = db.session.scalars(_with_roles(Practice.id)).all()
    done = sum(end_roles_at(number) for number in sorted(due))
    db.session.rollback()
    return done + (end_offices() if db.session.execute(lasting_offices().limit(1)).first() else 0)


def where_to_end() -> Any:
    """The federations with a practice that is no member any more while somebody has a role at it, or is a member again while its
    roles are said to end; and with roles for the whole federation that may end with one."""
    offices = lasting_offices().order_by(None).subquery()
    return union(_with_roles(Practice.federation_id), select(offices.c.federation_id))


def _with_roles(column: Any) -> Select[int]:
    newest = aliased(MembershipStep)
    last = (
        select(func.max(newest.id))
        .where(newest.practice_id == Practice.id, newest.kind.in_(OF_ROLES))
        .correlate(Practice)
        .scalar_subquery()
    )
    role = exists().where(
        Membership.practice_id == Practice.id,
        Membership.federation_id == Practice.federation_id,
        Membership.ended_at.is_(None),
    )
    said = MembershipStep.kind == "off"
    gone = or_(Practice.left_on.is_not(None), Practice.closed_on.is_not(None))
    return (
        select(column)
        .outerjoin(MembershipStep, MembershipStep.id == last)
        .where(
            or_(
                and_(gone, role, or_(MembershipStep.id.is_(None), ~said, MembershipStep.day <= today())),
                and_(~gone, said),
            )
        )
        .distinct()
    )
