"""Shared purchasing in the federations that are walked: a round that is open, one in which something is ordered, a contract."""

from datetime import date, timedelta

from sqlalchemy import update

from federation.decisions.events import DecisionClosed
from federation.decisions.models import Decision
from federation.decisions.seen import told_of
from federation.decisions.voting.actions import casting, closing, opening
from federation.kernel.days import time_now
from federation.kernel.db import db, unit_of_work
from federation.purchasing.actions.billing import note_delivery
from federation.purchasing.actions.changing import ask_late
from federation.purchasing.actions.contracts import WantedContract, keep_contract
from federation.purchasing.actions.finishing import WantedFinish, ask_finish
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.offers import WantedOffer, write_offer
from federation.purchasing.actions.ordering import place_order
from federation.purchasing.actions.rounds import WantedRound, open_round
from federation.purchasing.actions.specifications import apply_vote, propose_version, write_version
from federation.purchasing.models import PurchaseRound
from federation.purchasing.queries.deliveries import deliveries_of
from federation.purchasing.queries.needs import StatedLine
from federation.testing.world import World
from tests.decisions.votes import in_hours, preset


def buy(world: World, lead: str, group_id: int, code: str) -> dict[str, int]:
    """Two rounds of the group, with an offer and an order, and a contract. Returns numbers by the names of things."""
    actor = world.actor(lead)
    number, ordered = (_ask(world, lead, group_id, code, what) for what in ("Gloves", "Paper"))
    offer = WantedOffer(f"Fenmark of {world.slug}", "Gloves", "box of 100", 372)
    paper = write_offer(actor, ordered, offer._replace(item="Paper"))
    with unit_of_work() as session:
        past = time_now() - timedelta(hours=1)
        session.execute(update(PurchaseRound).where(PurchaseRound.id == ordered).values(closes_at=past))
    _vote(world, lead, ordered)
    contract = WantedContract(
        f"Waste in {world.slug}", "Tern", [code], ["On time"], date(2027, 1, 1), date(2027, 12, 31)
    )
    order = place_order(actor, ordered, paper).id
    note_delivery(actor, ordered, 10, date(2027, 1, 4))
    second = world.actor("rep2")
    late = [StatedLine("Pens", "each", 5, None, f"Fenmark of {world.slug}")]
    return {
        "late": ask_late(second, ordered, second.representing[0].code, late, f"Late in {world.slug}."),
        "finish": ask_finish(actor, ordered, WantedFinish(0, "quantity", "", f"Enough in {world.slug}.")),
        "delivery": deliveries_of(order)[0].id,
        "round": number,
        "offer": write_offer(actor, number, offer),
        "ordered_round": ordered,
        "order": order,
        "contract": keep_contract(actor, group_id, contract),
    }


def _ask(world: World, lead: str, group_id: int, code: str, what: str) -> int:
    actor, closes = world.actor(lead), time_now() + timedelta(days=20)
    number = open_round(actor, group_id, WantedRound(f"{what} in {world.slug}", "consumables", closes))
    line = StatedLine(what, "box of 100", 620, 435, f"Fenmark of {world.slug}")
    say_needs(world.actor("rep1"), number, code, [line])
    write_version(actor, number, f"{what} for {world.slug}.", {"market": "Three sell them."}, "quantity")
    return number


def _vote(world: World, lead: str, number: int) -> None:
    """Let the members vote what is to be bought."""
    actor = world.actor(lead)
    decision = propose_version(actor, number)
    opening.open_vote(actor, decision, preset("simple_majority"), in_hours(100))
    for name in ("rep1", "rep2", "rep3", "rep5", "rep6"):
        casting.cast(world.actor(name), decision, world.practice_of(name), "for", "Because")
    closing.close_early(world.actor("executive"), decision, "They may buy.")
    with unit_of_work():
        told = told_of(db.session.get_one(Decision, decision))
        apply_vote(DecisionClosed(**told, verdict="carried"))
