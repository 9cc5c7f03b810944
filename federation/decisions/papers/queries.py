"""Who may open the files of proposals and of comments."""

from sqlalchemy import select

from federation.decisions.held import matter_of
from federation.decisions.models import Decision, DecisionComment, ProposalVersion
from federation.kernel.db import db
from federation.kernel.policy import Actor, may


def reads_paper(reader: Actor, owner_id: int, file_id: int) -> bool:
    """Whether somebody may read a paper: a version of the proposal that they read names it. Who reads the result alone does
    not read earlier versions."""
    if not _reads(reader, owner_id):
        return False
    versions = db.session.scalars(
        select(ProposalVersion.papers).where(
            ProposalVersion.decision_id == owner_id, ProposalVersion.papers.is_not(None)
        )
    )
    return any(one[0] == file_id for papers in versions for one in papers or ())


def _reads(reader: Actor, decision_id: int) -> bool:
    decision = db.session.scalars(select(Decision).where(Decision.id == decision_id)).first()
    return decision is not None and may(reader, "decisions.read", matter_of(decision))


def reads_comment(reader: Actor, owner_id: int) -> bool:
    """Whether somebody may read a comment; nobody may once it is withdrawn."""
    decision_id = db.session.scalar(
        select(DecisionComment.decision_id).where(
            DecisionComment.id == owner_id, DecisionComment.withdrawn_at.is_(None)
        )
    )
    return decision_id is not None and _reads(reader, decision_id)
