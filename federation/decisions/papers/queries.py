"""Who may open the files of proposals."""

from sqlalchemy import select

from federation.decisions.apart import is_shut_out
from federation.decisions.held import proposal_read_by
from federation.decisions.models import ProposalVersion
from federation.kernel.db import db
from federation.kernel.policy import Actor


def reads_paper(reader: Actor, owner_id: int, file_id: int) -> bool:
    """Whether somebody may read a paper: a version of the proposal that they read names it. Who reads the result alone does
    not read earlier versions."""
    if proposal_read_by(reader, owner_id) is None or is_shut_out(owner_id):
        return False
    versions = db.session.scalars(
        select(ProposalVersion.papers).where(
            ProposalVersion.decision_id == owner_id, ProposalVersion.papers.is_not(None)
        )
    )
    return any(one[0] == file_id for papers in versions for one in papers or ())
