"""What is public of a tender, as open data."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from federation.kernel import tenancy
from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.network.models import Federation
from federation.people.addresses import full_address
from federation.purchasing.queries.contracts import contract_here
from federation.tendering.awarding.queries.awards import ShownAward, award_of
from federation.tendering.awarding.rules.ocds import (
    OcdsAward,
    OcdsBidder,
    OcdsContract,
    OcdsFacts,
    record_package,
    release_package,
)
from federation.tendering.evaluating.queries.opened import opened_bids
from federation.tendering.models import TenderBidder
from federation.tendering.preparing.queries.tenders import ShownTender, tender_here

_REGIMES = {
    "own": "Our own rules",
    "act": "Procurement Act 2023",
    "selection": "Provider selection regime",
    "framework": "Call-off from a framework",
}


def open_data_of(tender_id: int) -> dict[str, Any]:
    """The record package of a tender, with its releases; empty of bidders until the members have awarded it. Raises
    ``NotFound``."""
    facts, uri = _published(tender_id, "tendering.open_data")
    return record_package(facts, uri, time_now())


def open_releases_of(tender_id: int) -> dict[str, Any]:
    """The same as a release package. Raises ``NotFound``."""
    facts, uri = _published(tender_id, "tendering.open_releases")
    return release_package(facts, uri, time_now())


def _published(tender_id: int, endpoint: str) -> tuple[OcdsFacts, str]:
    """What is public of a tender, and the address at which it is."""
    tender, award = tender_here(tender_id), award_of(tender_id)
    slug, name = db.session.execute(
        select(Federation.slug, Federation.name).where(Federation.id == tenancy.current())
    ).one()
    uri = full_address(endpoint, federation=slug, tender_id=tender_id)
    return _facts(tender, award, (slug, name)), uri


def _facts(tender: ShownTender, award: ShownAward | None, buyer: tuple[str, str]) -> OcdsFacts:
    content = tender.content
    started = tender.started.voted_at if tender.started else tender.opened_at
    return OcdsFacts(
        buyer=buyer,
        group=(f"{buyer[0]}-group-{tender.group_id}", tender.group),
        id=str(tender.id),
        number=tender.number,
        title=tender.title,
        need=content.need,
        regime=_REGIMES[content.regime],
        criteria=f"{content.quality_points} points for quality, {content.price_points} for price",
        pence=content.value_pence,
        planned_at=started,
        invited_at=_invited_at(tender.id),
        closes_at=tender.closes_at,
        cancelled_at=tender.cancelled_at,
        bidders=[OcdsBidder(f"bidder-{one.id}", one.name) for one in opened_bids(tender.id)] if award else (),
        award=OcdsAward(f"award-{award.id}", f"bidder-{award.bid_id}", award.pence, award.awarded_at)
        if award
        else None,
        contract=_contract(award) if award else None,
    )


def _contract(award: ShownAward) -> OcdsContract | None:
    if award.contract_id is None or award.signed_at is None:
        return None
    found = contract_here(award.contract_id)
    return OcdsContract(f"contract-{found.id}", award.pence, found.starts_on, found.ends_on, award.signed_at)


def _invited_at(tender_id: int) -> datetime | None:
    first: datetime | None = db.session.scalar(
        select(func.min(TenderBidder.invited_at)).where(TenderBidder.tender_id == tender_id)
    )
    return first
