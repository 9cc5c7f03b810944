"""What awards have to do with votes: what a carried one does, and why one may not open."""

from collections.abc import Iterator
from typing import Any

from federation.decisions.events import DecisionClosed
from federation.decisions.voting.actions.opening import OpeningVote
from federation.tendering.awarding.actions.awarding import apply_award
from federation.tendering.awarding.actions.reallocating import apply_change
from federation.tendering.awarding.queries.awards import award_of, change_waits
from federation.tendering.preparing.queries.tenders import tender_here
from federation.tendering.subjects import AWARD, DEVIATION


def award_decided(event: Any) -> None:
    """Do what the members carried, and end what they did not."""
    if not isinstance(event, DecisionClosed):
        return
    if event.subject == AWARD and event.verdict == "carried":
        apply_award(event)
    elif event.subject == DEVIATION:
        apply_change(event)


def award_objections(act: Any) -> Iterator[str]:
    """In words for whoever opens a vote: it is not the members who vote, it binds nobody, one person could settle it, or the
    tender was awarded or cancelled since."""
    if not isinstance(act, OpeningVote) or act.subject not in (AWARD, DEVIATION):
        return
    if act.group_id is not None:
        yield "The members as a whole vote on an award, and no group does."
    if not act.rule.how.binds:
        yield "An award is decided by a vote that binds, not by advice."
    if act.rule.can_tie and act.rule.tie == "casting_vote":
        yield "The members award: the chair cannot decide a tie about it."
    tender = tender_here(act.terms["tender"])
    if tender.cancelled_at is not None:
        yield "This tender was cancelled."
    if act.subject == AWARD and award_of(tender.id) is not None:
        yield "This tender is awarded."
    if act.subject == DEVIATION and not change_waits(tender.id, act.terms["change"]):
        yield "This change was taken back, or holds already."
