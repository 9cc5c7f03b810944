"""Reading awards, and how each is shared out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select

from federation.kernel.db import db
from federation.kernel.refusals import NotFound, Refusal
from federation.network.for_plugins import PracticeFacts, practices
from federation.network.models import Practice
from federation.tendering.awarding.rules import shared_again, worth_of
from federation.tendering.models import AllocationChange, AllocationLine, TenderAward, TenderContract
from federation.tendering.preparing.queries.tenders import ShownTender
from federation.tendering.preparing.rules.sharing import SharingPractice, SharingWay

NO_AWARD = "The members have not awarded this tender yet."


class ShownAward(NamedTuple):
    """An award that the members carried. ``standstill_until`` is its last day, to midnight; ``contract_id`` None: none yet."""

    id: int
    tender_id: int
    bid_id: int
    decision_id: int
    supplier: str
    pence: int
    awarded_at: datetime
    standstill_until: date
    contract_id: int | None
    signed_at: datetime | None


class SharedLine(NamedTuple):
    """What a practice gets: its units, whether it keeps them when the rest is shared anew, and what they are worth."""

    practice_id: int
    code: str
    name: str
    patients: int
    amount: int
    frozen: bool
    pence: int


class ShownAllocation(NamedTuple):
    """How an award is shared out, from the award on or by a change; ``holds_from`` is None while nobody has confirmed it, and
    ``ended_at`` says when it was taken back or not carried."""

    id: int
    number: int
    kind: str
    total: int
    reason: str
    beyond: bool
    asked_by: int | None
    asked_at: datetime
    decision_id: int | None
    holds_from: datetime | None
    ended_at: datetime | None
    lines: tuple[SharedLine, ...]

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person, or for the members."""
        return self.holds_from is None and self.ended_at is None

    @property
    def amounts(self) -> dict[str, int]:
        """What each practice gets, by code."""
        return {one.code: one.amount for one in self.lines}


def award_of(tender_id: int) -> ShownAward | None:
    """The award of a tender. One statement."""
    row = db.session.execute(
        select(TenderAward, TenderContract.contract_id, TenderContract.signed_at)
        .outerjoin(TenderContract, TenderContract.award_id == TenderAward.id)
        .where(TenderAward.tender_id == tender_id)
    ).first()
    if row is None:
        return None
    award = row.TenderAward
    return ShownAward(
        award.id,
        award.tender_id,
        award.bid_id,
        award.decision_id,
        award.supplier,
        award.pence,
        award.awarded_at,
        award.standstill_until,
        row.contract_id,
        row.signed_at,
    )


def award_here(tender_id: int) -> ShownAward:
    """The same. Raises ``NotFound`` where there is none."""
    found = award_of(tender_id)
    if found is None:
        raise NotFound(NO_AWARD)
    return found


def allocations_of(award: ShownAward) -> list[ShownAllocation]:
    """How an award was shared out, and what somebody has asked for since, the newest first. Two statements."""
    changes = db.session.scalars(
        select(AllocationChange)
        .where(AllocationChange.award_id == award.id)
        .order_by(AllocationChange.number.desc())
    ).all()
    rows = db.session.execute(
        select(
            AllocationLine.change_id,
            Practice.id,
            Practice.code,
            Practice.name,
            func.coalesce(Practice.list_size, 0),
            AllocationLine.amount,
            AllocationLine.frozen,
        )
        .join(Practice, Practice.id == AllocationLine.practice_id)
        .where(AllocationLine.change_id.in_([one.id for one in changes]))
        .order_by(Practice.name, Practice.id)
    ).all()
    found = []
    for change in changes:
        mine = [row[1:] for row in rows if row.change_id == change.id]
        worth = worth_of({row[1]: row[4] for row in mine}, award.pence)
        lines = tuple(SharedLine(*row, worth[row[1]]) for row in mine)
        found.append(
            ShownAllocation(
                change.id,
                change.number,
                change.kind,
                change.total,
                change.reason,
                change.beyond,
                change.asked_by,
                change.asked_at,
                change.decision_id,
                change.holds_from,
                change.ended_at,
                lines,
            )
        )
    return found


def allocation_now(award: ShownAward) -> ShownAllocation:
    """How an award is shared out now: the newest that holds."""
    return next(one for one in allocations_of(award) if one.holds_from is not None)


def change_waits(tender_id: int, change_id: int) -> bool:
    """Whether a change, by the number of its row, still waits."""
    award = award_of(tender_id)
    return award is not None and any(one.waits for one in allocations_of(award) if one.id == change_id)


def shared_by_agreement(
    tender: ShownTender, total: int | None = None, kept: Mapping[str, int] | None = None, without: str = ""
) -> dict[str, int]:
    """What each practice would get by the agreement of the members, by code: with another total, where some keep what they
    have, or without a practice. Raises ``CannotShare`` and ``ValueError``. One statement."""
    agreed = way_here(tender)
    way = agreed if total is None else replace(agreed, total=total)
    entered = [
        SharingPractice(one.code, one.patients or 0) for one in members_sharing() if one.code != without
    ]
    return shared_again(way, entered, kept or {})


def way_here(tender: ShownTender) -> SharingWay:
    """How the members agreed to share it. Raises ``Refusal`` where they have not."""
    if tender.sharing is None:
        raise Refusal("The members have not agreed how this is shared.")
    return tender.sharing.way


def members_sharing() -> list[PracticeFacts]:
    """The practices among which an award is shared: the full members. One statement."""
    return [one for one in practices() if one.membership == "full"]
