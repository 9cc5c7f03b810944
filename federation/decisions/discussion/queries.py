"""Who reads a proposal. What is said about it is narrowed further, in :mod:`federation.decisions.models.readers`."""

from federation.decisions.held import proposal_read_by
from federation.kernel.policy import Actor


def reads_proposal(reader: Actor, owner_id: int) -> bool:
    """Whether somebody may read a proposal, and so what they may read of what is said about it."""
    return proposal_read_by(reader, owner_id) is not None
