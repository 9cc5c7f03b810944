"""Who reads what is said about a proposal."""

from sqlalchemy import select

from federation.decisions.held import proposal_read_by
from federation.decisions.models import RollEntry
from federation.kernel.db import db
from federation.kernel.policy import Actor


def reads_talk(reader: Actor, owner_id: int) -> bool:
    """Whether somebody may read the discussion of a proposal: of a group's decision not who reads its result alone, who reads
    no roll either."""
    decision = proposal_read_by(reader, owner_id)
    if decision is None:
        return False
    if decision.group_id is None or decision.state != "closed" or reader.sits_in(decision.group_id):
        return True
    roll = select(RollEntry.id).where(RollEntry.decision_id == owner_id).limit(1)
    return db.session.scalar(roll) is not None
