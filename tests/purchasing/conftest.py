"""A federation of three practices with a group that buys for them, and what tests of purchasing begin with."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from federation.kernel.days import time_now
from federation.kernel.db import unit_of_work
from federation.network.models import ThingDue
from federation.purchasing.actions.rounds import WantedRound, open_round
from federation.purchasing.actions.specifications import propose_version, write_version
from federation.purchasing.models import PurchaseRound
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import granted, group, world

__all__ = ["granted", "group", "world"]

Votes = Callable[..., int]
ITEMS = [["Examination gloves", "box of 100"]]
BUYS = {
    "areas": ["purchasing"],
    "powers": ["buy"],
    "item_pence": 600_000,
    "total_pence": 1_000_000,
    "call_in_days": 0,
}
"""A mandate to buy."""
GLOVES = "Gloves in boxes of 100, nitrile, delivered each quarter."


@pytest.fixture
def gloves(world: World, group: int) -> int:
    """A round of the Home Visiting Group, open for three weeks."""
    with world.scope():
        wanted = WantedRound(
            "Examination gloves",
            "consumables",
            time_now() + timedelta(days=21),
            [("Examination gloves", "box of 100")],
        )
        return open_round(world.actor("lead"), group, wanted)


def over(round_id: int) -> None:
    """Let the time pass in which practices can answer."""
    with unit_of_work() as session:
        ended = update(PurchaseRound).where(
            PurchaseRound.id == round_id, PurchaseRound.closes_at > time_now()
        )
        session.execute(ended.values(closes_at=time_now() - timedelta(minutes=1)))
        asked = update(ThingDue).where(ThingDue.key == f"needs:{round_id}", ThingDue.due_at > time_now())
        session.execute(asked.values(due_at=time_now() - timedelta(minutes=1)))


@pytest.fixture
def voted(app: Flask, world: World, gloves: int) -> Votes:
    """Close the round, write a version, let the members vote it, and return its number."""

    def vote(text: str = GLOVES, basis: str = "", stance: str = "for") -> int:
        with world.scope():
            lead = world.actor("lead")
            over(gloves)
            number = write_version(lead, gloves, text, {"works": "Prices are known."}, basis)
            decision = propose_version(lead, gloves)
        world.decide(decision, stance)
        run_once(app)
        return number

    return vote
