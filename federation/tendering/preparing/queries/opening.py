"""Why a vote about a tender may not open."""

from collections.abc import Iterator

from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.seen import told_of
from federation.decisions.voting.actions.opening import OpeningVote
from federation.kernel.db import db
from federation.mandates.queries.authority import may_act
from federation.mandates.rules import GroupAct, OutsideMandate
from federation.mandates.words import REASON_WORDS
from federation.tendering.preparing.queries.tenders import ShownTender, tender_here
from federation.tendering.subjects import CANCEL, SHARING, START


def objections_to(act: OpeningVote) -> Iterator[str]:
    """In words for whoever opens it: it is not the members who vote, it binds nobody, one person could settle it, there is a
    later version, it comes too late, or the group has no mandate."""
    if act.subject not in (START, SHARING, CANCEL):
        return
    if act.group_id is not None:
        yield "The members as a whole vote on a tender, and no group does."
    if not act.rule.how.binds:
        yield "A tender is decided by a vote that binds, not by advice."
    if act.rule.can_tie and act.rule.tie == "casting_vote":
        yield "The members decide about a tender: the chair cannot decide a tie about it."
    found = tender_here(act.terms["tender"])
    if found.cancelled_at is not None:
        yield "This tender is cancelled."
    elif act.subject != CANCEL:
        yield from _of_tender(act, found)


def votes_running(tender_id: int, subject: str) -> bool:
    """Whether the members are voting on this about a tender, or a time is set from which they will."""
    running = select(Decision).where(Decision.subject == subject, Decision.state.in_(("scheduled", "open")))
    return any(told_of(one)["terms"]["tender"] == tender_id for one in db.session.scalars(running))


def _of_tender(act: OpeningVote, found: ShownTender) -> Iterator[str]:
    answer = may_act(found.group_id, GroupAct("open_tender", "tendering", 0, f"Tender {found.number}"))
    if isinstance(answer, OutsideMandate):
        yield from (REASON_WORDS[reason] for reason in answer.reasons)
    if found.closes_at <= found.now:
        yield "The time for bids is over. Write a version with another time."
    if act.subject == START:
        if found.newest != act.terms["version"]:
            yield "There is a later version of this tender. Put that one to the members."
        if found.started and found.sharing:
            yield "Bids can come already: what is asked stays as the members voted it."
        if votes_running(found.id, START):
            yield "The members are voting on a version of this tender already."
        if found.started and votes_running(found.id, SHARING):
            yield "The members are voting how it is shared. Once they have, bids can come by the version that they voted."
    elif found.started and votes_running(found.id, START):
        yield "The members are voting on another version of this tender. Wait until they have."
    elif votes_running(found.id, SHARING):
        yield "The members are voting how this tender is shared already."
