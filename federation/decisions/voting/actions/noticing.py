"""Giving the notice of an open vote anew, where what was counted as notice before it opened does not hold."""

from federation.decisions.models import Decision
from federation.kernel.held import held


def give_notice_anew(decision_id: int) -> bool:
    """In the open unit of work: nobody closes this vote before it was open for as long as the notice, unless everybody has voted.
    Returns whether that changes anything: it is open, and could have closed before."""
    decision, now = held(Decision, decision_id)
    if not decision.takes_ballots(now) or decision.notice_from is None:
        return False
    decision.notice_from = None
    return True
