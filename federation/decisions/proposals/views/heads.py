"""The head of a proposal for whoever may read it, or change it."""

from federation.decisions.proposals.actions.checks import TEXT_IS_FIXED
from federation.decisions.proposals.queries.heads import ProposalHead, head
from federation.kernel.policy import authorize, may
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.web import actor


def read_head(decision_id: int) -> ProposalHead:
    """The head of a decision that this reader may see."""
    found = head(decision_id)
    if not may(actor(), "decisions.read", found.matter):
        raise NotFound()
    return found


def write_head(decision_id: int) -> ProposalHead:
    """The head of a proposal that this reader may change now."""
    found = read_head(decision_id)
    authorize(actor(), "decisions.edit", found.matter)
    if words := TEXT_IS_FIXED.get(found.state):
        raise Refusal(words)
    return found
