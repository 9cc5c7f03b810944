"""A tender in the federations that are walked whose bids were opened, scored and ranked, and which the members have awarded: told
as it happened, three months ago."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from federation.decisions.events import DecisionClosed
from federation.decisions.models import Decision
from federation.decisions.seen import told_of
from federation.decisions.voting.actions import casting, closing, opening
from federation.demo.travel import travelling
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.mandates.actions.granting import apply_grant, propose_mandate
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.tendering.awarding.actions.awarding import apply_award, propose_award
from federation.tendering.awarding.actions.concluding import note_challenge
from federation.tendering.awarding.actions.reallocating import WantedChange, ask_change
from federation.tendering.bidding.actions.opening import open_half
from federation.tendering.evaluating.actions.scoring import lock_scores, score_bid
from federation.tendering.evaluating.queries.moderation import quality_agreed
from federation.tendering.evaluating.queries.scores import GivenScore
from federation.tendering.preparing.actions.applying import apply_sharing, apply_start
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.tendering.preparing.actions.naming import name_part
from federation.tendering.preparing.actions.proposing import propose_sharing, propose_start
from federation.tendering.preparing.actions.writing import begin_tender
from federation.testing.world import World
from tests.decisions.votes import in_hours, preset
from tests.mandates.conftest import loaded
from tests.tendering.conftest import WAY, asked
from tests.tendering.judging import bid

LEAD = "rep8"
SCORERS, OPENERS = ("lay", "author"), ("chair", "admin")
CLEAR = (LEAD, *SCORERS, *OPENERS)
"""Who has said that they have no interest in it: bids and scores are closed to everybody else."""


JUDGING = (
    *(
        f"tendering.{name}"
        for name in (
            "read_bids",
            "score",
            "moderation",
            "agreed_score",
            "confirm_agreed",
            "bid_check",
            "go_on",
            "confirm_aside",
            "open_prices",
            "award",
            "allocation",
            "allocation_csv",
            "new_change",
            "confirm_allocation",
            "take_back_allocation",
            "propose_allocation",
            "new_challenge",
            "challenge",
            "tender_contract",
            "open_data",
            "open_releases",
            "award_notice",
            "evaluation_pack",
        )
    ),
    *(
        f"api_tendering.{name}View"
        for name in (
            "TenderBids",
            "BidScores",
            "ScoreLocks",
            "BidChecks",
            "ScorerAside",
            "ScorerAsideConfirmation",
            "AgreedScore",
            "AgreedConfirmation",
            "PriceOpenings",
            "Evaluation",
            "Award",
            "Allocation",
            "AllocationChanges",
            "AllocationChange",
            "AllocationConfirmation",
            "AllocationProposal",
            "Challenges",
            "ChallengeAnswer",
            "TenderContract",
            "Ocds",
            "OcdsReleases",
        )
    ),
)
"""The endpoints that are walked on this tender."""
_OF_THE_CLEAR = (
    "tendering.read_bids",
    "api_tendering.TenderBidsView",
    "tendering.evaluation_pack",
    "api_tendering.EvaluationView",
    "tendering.moderation",
)
_OF_OPENERS = ("tendering.open_prices", "api_tendering.PriceOpeningsView")


def who_judges(endpoint: str, method: str, needed: str) -> tuple[str, ...] | None:
    """Those who may do this to the bids of the tender, by name; None where the table of permissions says it all."""
    if endpoint in _OF_THE_CLEAR or (endpoint, method) == ("tendering.agreed_score", "GET"):
        return CLEAR
    if endpoint in _OF_OPENERS:
        return OPENERS
    return {
        "tendering.score": SCORERS,
        "tendering.judge": (LEAD, *SCORERS),
        "tendering.share": (LEAD,),
    }.get(needed)


class Judged(NamedTuple):
    """The tender and its bids."""

    tender: int
    bids: list[int]


def judged_tender(world: World) -> dict[str, Any]:
    """Tell it all, before anything else happens in the federation. Returns numbers by the names of things."""
    begins = datetime.now(UTC) - timedelta(days=100)
    with unit_of_work() as session, travelling(session) as clock:
        clock.set(begins)
        found = _asked_for(world)
        clock.set(begins + timedelta(days=31))
        for name in OPENERS:
            open_half(world.actor(name), found.tender)
        _score(world, found)
        for name in OPENERS:
            open_half(world.actor(name), found.tender, "price", quality_agreed)
        _carry(world, propose_award(world.actor(LEAD), found.tender, found.bids[1]), apply_award)
        challenge = note_challenge(world.actor("rep8"), found.tender, found.bids[0], f"Why not {world.slug}?")
        change = ask_change(world.actor(LEAD), found.tender, WantedChange("Fewer are needed.", total=900))
    return {
        "judged_tender": found.tender,
        "bid": found.bids[0],
        "scorer": world.people[SCORERS[0]],
        "challenge": challenge,
        "allocation_change": change,
    }


def _asked_for(world: World) -> Judged:
    """The members have voted that it starts and how it is shared, people are named, and two bids came in."""
    seats = (SeatWanted(world.people[LEAD], is_lead=True),)
    group = begin_group(world.actor("admin"), GroupWanted(f"Visits of {world.slug}", "Visits.", seats=seats))
    mandate = loaded(time_now(), areas=["tendering"], powers=["recommend", "spend", "open_tender"])
    _carry(world, propose_mandate(world.actor("author"), group, mandate), apply_grant)
    lead = world.actor(LEAD)
    tender = begin_tender(lead, group, f"Dressings in {world.slug}", asked(need="Dressings."), True).id
    _carry(world, propose_start(lead, tender), apply_start)
    _carry(world, propose_sharing(lead, tender, replace(WAY, least=50)), apply_sharing)
    for name in SCORERS + OPENERS:
        name_part(lead, tender, world.people[name], "scorer" if name in SCORERS else "opener")
        declare_interest(world.actor(name), tender, False)
    bids = [
        bid(world, tender, f"{name} of {world.slug}", pence, LEAD)
        for name, pence in (("Brightwater", 12_500_000), ("Fenmark", 10_000_000))
    ]
    return Judged(tender, bids)


def _score(world: World, found: Judged) -> None:
    for name in SCORERS:
        for number in found.bids:
            given = {key: GivenScore(4, f"As {key} asks.") for key in ("c1", "c2")}
            score_bid(world.actor(name), found.tender, number, given)
        db.session.flush()
        lock_scores(world.actor(name), found.tender)
        db.session.flush()


def _carry(world: World, decision: int, apply: Callable[[DecisionClosed], None]) -> None:
    author = world.people["author"] == db.session.scalar(
        select(Decision.author_id).where(Decision.id == decision)
    )
    by = world.actor("author" if author else LEAD)
    opening.open_vote(by, decision, preset("simple_majority"), in_hours(100))
    for name in ("rep1", "rep2", "rep3", "rep5", "rep6"):
        casting.cast(world.actor(name), decision, world.practice_of(name), "for", "Because")
    closing.close_early(world.actor("executive"), decision, "It may be so.")
    db.session.flush()
    apply(DecisionClosed(**told_of(db.session.get_one(Decision, decision)), verdict="carried"))
