"""Shared purchasing in the federations that are walked: a round that is open, with what a practice needs and a specification."""

from datetime import timedelta

from federation.kernel.days import time_now
from federation.purchasing.actions.needs import say_needs
from federation.purchasing.actions.rounds import WantedRound, open_round
from federation.purchasing.actions.specifications import write_version
from federation.purchasing.queries.needs import StatedLine
from federation.testing.world import World


def buy(world: World, lead: str, group_id: int, code: str) -> dict[str, int]:
    """A round of the group. Returns numbers by the names of things."""
    actor, closes = world.actor(lead), time_now() + timedelta(days=20)
    number = open_round(actor, group_id, WantedRound(f"Gloves in {world.slug}", "consumables", closes))
    line = StatedLine("Gloves", "box of 100", 620, 435, f"Fenmark of {world.slug}")
    say_needs(world.actor("rep1"), number, code, [line])
    write_version(actor, number, f"Gloves for {world.slug}.", {"market": "Three sell them."}, "quantity")
    return {"round": number}
