"""A tender whose bids were opened, for tests of judging and awarding: three scorers, two openers, bids by their prices."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from flask import Flask
from sqlalchemy import select

from federation.kernel.days import time_now
from federation.kernel.db import db
from federation.kernel.policy import GUEST, Actor, OneThing
from federation.mandates.actions.granting import propose_mandate
from federation.network.models import InvitedGuest
from federation.tendering.bidding.actions.drafting import save_draft
from federation.tendering.bidding.actions.inviting import TENDER, invite_bidder
from federation.tendering.bidding.actions.opening import open_half
from federation.tendering.bidding.actions.submitting import hand_in
from federation.tendering.evaluating.actions.scoring import lock_scores, score_bid
from federation.tendering.evaluating.queries.moderation import quality_agreed
from federation.tendering.evaluating.queries.scores import GivenScore
from federation.tendering.models import TenderBidder
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.tendering.preparing.actions.naming import name_part
from federation.tendering.preparing.actions.proposing import propose_sharing, propose_start
from federation.tendering.preparing.actions.writing import begin_tender
from federation.tendering.preparing.rules.content import SCALE, TenderContent, TenderCriterion
from federation.tendering.preparing.rules.sharing import SharingWay
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import loaded

Travel = Callable[[timedelta], None]
SCORERS, OPENERS = ("rep1", "rep3", "lay"), ("chair", "admin")
SUPPLIERS = ("Brightwater Health CIC", "Harbour and Downs", "Coastway Care Ltd")


class OpenedTender(NamedTuple):
    """A tender and its bids, in the order in which they were handed in."""

    id: int
    bids: tuple[int, ...]


def content(now: datetime) -> TenderContent:
    """60 points for quality in two criteria, 40 for price, at least 35 for quality."""
    return TenderContent(
        need="Visits to people who cannot come to us.",
        regime="own",
        advised_by="Moss and Tarn Solicitors",
        value_pence=80_000_000,
        lots=(),
        criteria=(
            TenderCriterion("c1", "Safe visits", "Who goes, how soon.", 40),
            TenderCriterion("c2", "Staff", "Skills, the same faces.", 20),
        ),
        scale=SCALE,
        price_points=40,
        price_formula="lowest",
        floor=20,
        tie="quality",
        questions_until=None,
        closes_at=now + timedelta(days=30),
        award_by=None,
        starts_on=date(2027, 4, 1),
        ends_on=date(2029, 3, 31),
        standstill_days=8,
        social_value="",
    )


def start_tender(app: Flask, world: World, group: int, way: SharingWay) -> int:
    """A tender that the members voted to start, and how it is shared; its number. The group has a mandate to open tenders."""
    with world.scope():
        lead = world.actor("lead")
        mandate = propose_mandate(world.actor("rep1"), group, loaded(time_now()))
    _carry(app, world, mandate)
    with world.scope():
        made = begin_tender(lead, group, "Home visits", content(time_now()), clear=True).id
        start = propose_start(lead, made)
    _carry(app, world, start)
    with world.scope():
        sharing = propose_sharing(lead, made, way)
    _carry(app, world, sharing)
    return made


def _carry(app: Flask, world: World, decision: int) -> None:
    world.decide(decision)
    run_once(app)


def name_people(world: World, tender: int) -> None:
    """Who scores and who opens; none of them has an interest."""
    with world.scope():
        for name in SCORERS + OPENERS:
            part = "scorer" if name in SCORERS else "opener"
            name_part(world.actor("lead"), tender, world.people[name], part)
            declare_interest(world.actor(name), tender, False)


def bid(world: World, tender: int, name: str, pence: int, lead: str = "lead") -> int:
    """A bid that is handed in; its number."""
    with world.scope():
        email = f"{name.split()[0].lower()}@{'suppliers' if lead == 'lead' else world.slug}.example"
        made = invite_bidder(world.actor(lead), tender, email, "Nora Northwold", name)
        person = db.session.scalar(
            select(InvitedGuest.person_id)
            .join(TenderBidder, TenderBidder.guest_id == InvitedGuest.id)
            .where(TenderBidder.id == made.id)
        )
        guest = Actor(
            person or 0,
            name,
            email,
            world.federation_id,
            frozenset({GUEST}),
            only=OneThing(TENDER, tender),
        )
        save_draft(guest, pence, {"c1": "We go within 2 hours.", "c2": "Twelve named nurses."})
        return hand_in(guest, True).id


def opened_tender(
    app: Flask, world: World, group: int, travel: Travel, prices: Sequence[int], way: SharingWay
) -> OpenedTender:
    """A tender whose bids two people have opened."""
    made = start_tender(app, world, group, way)
    name_people(world, made)
    names = (*SUPPLIERS, *(f"Supplier{number} Ltd" for number in range(len(prices))))
    bids = [bid(world, made, name, pence) for name, pence in zip(names, prices, strict=False)]
    travel(timedelta(days=31))
    with world.scope():
        for name in OPENERS:
            open_half(world.actor(name), made)
    return OpenedTender(made, tuple(bids))


def score_all(world: World, found: OpenedTender, points: Mapping[str, Sequence[tuple[int, int]]]) -> None:
    """Let each scorer give each bid points for both criteria, and lock them all."""
    with world.scope():
        for name, given in points.items():
            for number, (first, second) in zip(found.bids, given, strict=True):
                scores = {
                    "c1": GivenScore(first, f"{name} on visits."),
                    "c2": GivenScore(second, f"{name} on staff."),
                }
                score_bid(world.actor(name), found.id, number, scores)
            lock_scores(world.actor(name), found.id)


def open_prices(world: World, found: OpenedTender) -> None:
    """Let the two people open the prices."""
    with world.scope():
        for name in OPENERS:
            open_half(world.actor(name), found.id, "price", quality_agreed)


VISITS = SharingWay("patients", 3_000, "visits", 100)
