"""A federation of three practices whose group may open tenders, and a tender that it has begun."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from federation.kernel.days import time_now
from federation.tendering.preparing.actions.proposing import propose_sharing, propose_start
from federation.tendering.preparing.actions.writing import begin_tender
from federation.tendering.preparing.rules.content import SCALE, TenderContent, TenderCriterion
from federation.tendering.preparing.rules.sharing import SharingWay
from federation.testing.world import World
from federation.worker import run_once
from tests.mandates.conftest import granted, group, world

__all__ = ["granted", "group", "world"]

WAY = SharingWay("patients", 1_000, "visits a year", 200)
VISITS = "Visits at home on weekdays, for all practices."


def asked(**changes: Any) -> TenderContent:
    """Everything that is fixed before any bid: bids for thirty days."""
    content = TenderContent(
        need=VISITS,
        regime="own",
        advised_by="Moss and Tarn Solicitors",
        value_pence=155_610_000,
        lots=(),
        criteria=(
            TenderCriterion("c1", "Safe care", "How visits are kept safe", 40),
            TenderCriterion("c2", "Working with practices", "", 20),
        ),
        scale=SCALE,
        price_points=40,
        price_formula="lowest",
        floor=35,
        tie="quality",
        questions_until=None,
        closes_at=time_now() + timedelta(days=30),
        award_by=None,
        starts_on=None,
        ends_on=None,
        standstill_days=8,
        social_value="",
    )
    return replace(content, **changes)


@pytest.fixture
def tender(world: World, group: int) -> int:
    """A tender of the Home Visiting Group, whose lead has no interest in it."""
    with world.scope():
        return begin_tender(world.actor("lead"), group, "Home visiting service", asked(), True).id


@pytest.fixture
def started(app: Flask, world: World, tender: int, granted: Any) -> Callable[[], int]:
    """Let the group have its mandate and the members vote both: what is asked, and how it is shared. Returns the tender."""
    granted()

    def vote() -> int:
        with world.scope():
            lead = world.actor("lead")
            decisions = [propose_start(lead, tender), propose_sharing(lead, tender, WAY)]
        for decision in decisions:
            world.decide(decision)
            run_once(app)
        return tender

    return vote
