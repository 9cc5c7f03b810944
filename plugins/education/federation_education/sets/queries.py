"""Action learning sets, who is in them, and their meetings."""

from collections.abc import Sequence

from sqlalchemy import select

from federation.toolkit import NotFound, session

from ..models import LearningSet, LearningSetMeeting, LearningSetMember


def set_here(set_id: int) -> LearningSet:
    """One set. Raises ``NotFound``."""
    row = session.get(LearningSet, set_id)
    if row is None:
        raise NotFound()
    return row


def sets(most: int) -> Sequence[LearningSet]:
    """The newest sets. One statement."""
    return session.scalars(select(LearningSet).order_by(LearningSet.id.desc()).limit(most)).all()


def members_of(set_id: int) -> Sequence[LearningSetMember]:
    """Who is in a set, in the order in which they joined. One statement."""
    return session.scalars(
        select(LearningSetMember).where(LearningSetMember.set_id == set_id).order_by(LearningSetMember.id)
    ).all()


def meetings_of(set_id: int) -> Sequence[LearningSetMeeting]:
    """The meetings of a set, the newest first. One statement."""
    return session.scalars(
        select(LearningSetMeeting)
        .where(LearningSetMeeting.set_id == set_id)
        .order_by(LearningSetMeeting.held_on.desc(), LearningSetMeeting.id.desc())
    ).all()
