"""Tenders in the federations that are walked: one that is being written, and one for which bids can come."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from federation.decisions.events import DecisionClosed
from federation.decisions.models import Decision
from federation.decisions.seen import told_of
from federation.decisions.voting.actions import casting, closing, opening
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.kernel.policy import GUEST, Actor
from federation.network.for_plugins import actor_of
from federation.network.groups.queries import people_seated
from federation.network.guests.actions import _hash
from federation.network.models import InvitedGuest
from federation.tendering.bidding.actions.asking import ask
from federation.tendering.bidding.actions.inviting import invite_bidder
from federation.tendering.models import TenderBidder
from federation.tendering.preparing.actions.applying import apply_sharing, apply_start
from federation.tendering.preparing.actions.declaring import declare_interest
from federation.tendering.preparing.actions.naming import name_part
from federation.tendering.preparing.actions.proposing import propose_sharing, propose_start
from federation.tendering.preparing.actions.writing import begin_tender
from federation.testing.world import World
from tests.decisions.votes import in_hours, preset
from tests.tendering.conftest import WAY, asked

GUEST_CODE = "246813"
"""The code that was mailed to the bidder."""


def tender_for(world: World, lead: str, group_id: int) -> dict[str, Any]:
    """Two tenders of the group, in which nobody has an interest. Returns numbers by the names of things."""
    made: dict[str, Any] = {}
    for name in ("open_tender", "tender"):
        content = asked(need=f"Visits in {world.slug}")
        tender = begin_tender(world.actor(lead), group_id, f"Visits in {world.slug}", content, True).id
        for person in people_seated(group_id):
            declare_interest(actor_of(person), tender, False)
        name_part(world.actor(lead), tender, world.people["rep1"], "opener")
        made[name] = tender
    actor = world.actor(lead)
    _carry(world, lead, propose_start(actor, made["open_tender"]), apply_start)
    _carry(world, lead, propose_sharing(actor, made["open_tender"], replace(WAY, least=100)), apply_sharing)
    declare_interest(world.actor("rep1"), made["open_tender"], False)
    declare_interest(world.actor("rep1"), made["tender"], False)
    invited = invite_bidder(
        actor, made["open_tender"], f"bids@{world.slug}.example", "Tess Marlow", organisation="Brightwater"
    )
    made["bid_link"] = urlsplit(invited.link).path.rpartition("/")[2]
    made["bid_question"] = _asked_by(invited.id, world)
    return made | {"named_person": world.people["rep1"]}


def _asked_by(bidder: int, world: World) -> int:
    """A question of a bidder, to whom a code was mailed that lasts."""
    guest = db.session.get_one(InvitedGuest, db.session.get_one(TenderBidder, bidder).guest_id)
    with unit_of_work():
        guest.code_hash, guest.code_until = _hash(guest.id, GUEST_CODE), time_now() + timedelta(days=9)
    actor = Actor(guest.person_id, "Tess Marlow", "", world.federation_id, frozenset({GUEST}))
    return ask(actor, f"Where is {world.slug}?")


def _carry(world: World, lead: str, decision: int, apply: Callable[[DecisionClosed], None]) -> None:
    opening.open_vote(world.actor(lead), decision, preset("simple_majority"), in_hours(100))
    for name in ("rep1", "rep2", "rep3", "rep5", "rep6"):
        casting.cast(world.actor(name), decision, world.practice_of(name), "for", "Because")
    closing.close_early(world.actor("executive"), decision, "It may start.")
    with unit_of_work():
        apply(DecisionClosed(**told_of(db.session.get_one(Decision, decision)), verdict="carried"))
