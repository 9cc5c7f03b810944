"""The award: proposed by the group with its ranking and with what each practice gets, decided by the members, and never without
them."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from federation.decisions.events import DecisionClosed
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel import record
from federation.kernel.days import day_at
from federation.kernel.db import db, unit_of_work
from federation.kernel.held import held, plain_text
from federation.kernel.measures import CannotShare
from federation.kernel.policy import Actor, authorize, may
from federation.kernel.refusals import Invalid, NotYours, Refusal
from federation.kernel.working_days import add_working_days
from federation.network.models import Practice
from federation.tendering.awarding.letters import tell_bidders
from federation.tendering.awarding.queries.awards import (
    award_of,
    members_sharing,
    shared_by_agreement,
    way_here,
)
from federation.tendering.awarding.rules import worth_of
from federation.tendering.evaluating.queries.results import BidRanking, PlacedBid, ranking_for
from federation.tendering.evaluating.words import firm_words, points_words
from federation.tendering.models import AllocationChange, AllocationLine, Tender, TenderAward
from federation.tendering.preparing.actions.declaring import stand_aside
from federation.tendering.preparing.queries.tenders import ShownTender, tender_here
from federation.tendering.subjects import AWARD

LONGEST_REASON: Final = 2_000
_TEXT: Final = (
    "The {group} asks the members to award tender {number} to {supplier}. What stands below was fixed before any bid came, or "
    "follows from it: nobody chooses points for price, or what each practice gets."
)
_NO_MEMBER: Final = (
    "Only the executive and people of practices can propose something to the members. "
    "Ask one of those who sit in the group."
)
_NOT_FIRST: Final = (
    "This bid is not the first. Say why the members should award to it: all of them read your reason"
)


def propose_award(actor: Actor, tender_id: int, bid_id: int, reason: str = "") -> int:
    """Put an award to the members: a proposal in discussion, which its author puts to the vote. The first in the ranking needs no
    reason, another one does, and it is read by all. Returns the number of the decision."""
    tender = tender_here(tender_id)
    authorize(actor, "tendering.run", tender.whose)
    if not may(actor, "mandates.propose"):
        raise NotYours(_NO_MEMBER)
    ranking = ranking_for(actor, tender_id)
    if tender.cancelled_at is not None or award_of(tender_id) is not None:
        raise Refusal("This tender was cancelled." if tender.cancelled_at else "This tender is awarded.")
    won = _chosen(ranking, bid_id)
    reason = plain_text(reason, "reason", "" if won.place == 1 else _NOT_FIRST)
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"Use {LONGEST_REASON:,} characters or fewer", "reason")
    terms = _terms(tender, ranking, won, "" if won.place == 1 else reason)
    draft = Draft(
        title=f"Award tender {tender.number} to {won.name}"[:120],
        body=_TEXT.format(group=tender.group, number=tender.number, supplier=won.name),
        reasons=reason if won.place == 1 else "",
    )
    with unit_of_work():
        held(Tender, tender_id)
        number = proposals.start(actor, draft, subject=AWARD, terms=terms, fixed=True)
        stand_aside(actor, tender_id, number)
        proposals.to_discussion(actor, number)
        record.append(
            actor.person_id,
            "tender.award_proposed",
            f"tender:{tender_id}",
            decision=number,
            bid=bid_id,
            first=won.place == 1,
        )
    return number


def apply_award(event: DecisionClosed) -> None:
    """What the members decided: the award, what each practice gets, and letters to those who bid. Once, however often it is
    told; of two awards of one tender the first holds."""
    terms = event.terms
    row, now = held(Tender, terms["tender"])
    known = db.session.scalar(select(TenderAward.decision_id).where(TenderAward.tender_id == row.id))
    if known == event.decision_id:
        return
    if known is not None or row.cancelled_at is not None:
        record.append(None, "tender.vote_too_late", f"tender:{row.id}", decision=event.decision_id)
        return
    award = TenderAward(
        tender_id=row.id,
        bid_id=terms["bid"],
        decision_id=event.decision_id,
        supplier=terms["supplier"],
        pence=terms["pence"],
        awarded_at=now,
        standstill_until=add_working_days(day_at(now), terms["standstill"]),
    )
    db.session.add(award)
    db.session.flush()
    change = AllocationChange(
        award_id=award.id,
        number=1,
        kind="award",
        total=terms["total"],
        reason="",
        beyond=False,
        asked_at=now,
        decision_id=event.decision_id,
        holds_from=now,
    )
    db.session.add(change)
    db.session.flush()
    add_lines(change, {one["practice"]: one["amount"] for one in terms["amounts"]})
    record.append(
        None,
        "tender.awarded",
        f"tender:{row.id}",
        decision=event.decision_id,
        bid=award.bid_id,
        pence=award.pence,
        amounts=amounts_digest({one["practice"]: one["amount"] for one in terms["amounts"]}),
    )
    tell_bidders(row, award)


def add_lines(
    change: AllocationChange, amounts: Mapping[str, int], frozen: frozenset[str] = frozenset()
) -> None:
    """Keep what each practice gets, by code."""
    named = select(Practice.code, Practice.id).where(Practice.code.in_(amounts))
    known = {row.code: row.id for row in db.session.execute(named)}
    db.session.add_all(
        AllocationLine(change_id=change.id, practice_id=known[code], amount=units, frozen=code in frozen)
        for code, units in amounts.items()
    )
    db.session.flush()


def amounts_digest(amounts: Mapping[str, int]) -> str:
    """The fingerprint of what each practice gets, as the record keeps it."""
    return record.digest(sorted(amounts.items()))


def amount_rows(amounts: Mapping[str, int], pence: int) -> list[dict[str, Any]]:
    """What each practice gets, as terms keep it, in the order of names."""
    worth = worth_of(amounts, pence)
    return [
        {
            "practice": one.code,
            "name": one.name,
            "patients": one.patients or 0,
            "amount": amounts[one.code],
            "pence": worth[one.code],
        }
        for one in members_sharing()
        if one.code in amounts
    ]


def _chosen(ranking: BidRanking, bid_id: int) -> PlacedBid:
    won = ranking.named(bid_id)
    if won is None:
        raise Invalid("There is no such bid", "bid")
    if won.place is None:
        raise Invalid("This bid lacks what every bid must have, or points for quality", "bid")
    return won


def _terms(tender: ShownTender, ranking: BidRanking, won: PlacedBid, reason: str) -> dict[str, Any]:
    way = way_here(tender)
    try:
        amounts = shared_by_agreement(tender)
    except (CannotShare, ValueError) as refused:
        raise Refusal(f"It cannot be shared by the agreement: {refused}.") from None
    first = ranking.bids[0]
    return {
        "tender": tender.id,
        "number": tender.number,
        "title": tender.title,
        "group": tender.group,
        "bid": won.id,
        "supplier": won.name,
        "pence": won.pence,
        "reason": reason,
        "firm": firm_words(first.name, ranking.held, tender.content.price_points),
        "ranking": [
            {
                "bid": one.id,
                "supplier": one.name,
                "pence": one.pence,
                "quality": points_words(one.ranked.quality),
                "price": points_words(one.ranked.price),
                "total": points_words(one.ranked.total),
                "place": one.place,
            }
            for one in ranking.bids
        ],
        "agreement": tender.sharing.decision if tender.sharing else "",
        "total": way.total,
        "unit": way.unit,
        "amounts": amount_rows(amounts, won.pence),
        "standstill": tender.content.standstill_days,
    }
