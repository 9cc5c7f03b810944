"""Who may open the files of proposals and of comments."""

from sqlalchemy import select

from federation.decisions.held import matter_of
from federation.decisions.models import Decision, DecisionComment
from federation.kernel.db import db
from federation.kernel.policy import Actor, may


def reads_proposal(reader: Actor, owner_id: int) -> bool:
    """Whether somebody may read a proposal, a draft of others not among them, and so its papers."""
    decision = db.session.scalars(select(Decision).where(Decision.id == owner_id)).first()
    return decision is not None and may(reader, "decisions.read", matter_of(decision))


def reads_comment(reader: Actor, owner_id: int) -> bool:
    """Whether somebody may read a comment; nobody may once it is withdrawn."""
    decision_id = db.session.scalar(
        select(DecisionComment.decision_id).where(
            DecisionComment.id == owner_id, DecisionComment.withdrawn_at.is_(None)
        )
    )
    return decision_id is not None and reads_proposal(reader, decision_id)
