"""A federation of three practices with a group that a person leads, and what tests of mandates begin with."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask

from federation.kernel.days import time_now
from federation.mandates.actions.granting import propose_mandate
from federation.mandates.queries.standing import StandingMandate, mandate_of
from federation.mandates.terms import WantedMandate
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.beginnings import Database, KeptBeginnings

Grants = Callable[..., StandingMandate]


def wanted(now: datetime, **changes: Any) -> dict[str, Any]:
    """A mandate for a year as programs send it: £2,500 an item, £15,000 in all."""
    return {
        "areas": ["tendering", "premises"],
        "task": "Specify, tender and watch over one home visiting service",
        "powers": ["recommend", "spend", "open_tender"],
        "item_pence": 250_000,
        "total_pence": 1_500_000,
        "reserved": ["Employ people"],
        "ends_at": (now + timedelta(days=365)).isoformat(),
        "report_days": 90,
        "grace_days": 14,
        "ratify": "silence",
        "call_in_days": 10,
        **changes,
    }


def loaded(now: datetime, **changes: Any) -> Mapping[str, Any]:
    """The same as actions take it."""
    found: Mapping[str, Any] = WantedMandate().load(wanted(now, **changes))
    return found


@pytest.fixture
def world(app: Flask) -> World:
    """The federation."""
    return make_world(practices=3)


@pytest.fixture
def group(world: World, database_template: Database, kept_beginnings: KeptBeginnings) -> Iterator[int]:
    """The Home Visiting Group: a lead with a vote, a practice with a vote, a lay partner with a voice."""
    world.add("lead", "member", "Z99002")
    with world.scope():
        number = begin_group(
            world.actor("admin"),
            GroupWanted(
                "Home Visiting Group",
                "Looks after home visits.",
                seats=(
                    SeatWanted(world.people["lead"], is_lead=True),
                    SeatWanted(practice="Z99003"),
                    SeatWanted(world.people["lay"], has_vote=False),
                ),
            ),
        )
    kept_beginnings.note(database_template)
    yield number
    kept_beginnings.forget()


@pytest.fixture
def granted(
    app: Flask, world: World, group: int, database_template: Database, kept_beginnings: KeptBeginnings
) -> Grants:
    """Let the members give the group a mandate, changed in places; returns it as it stands."""

    def vote(changes: Mapping[str, Any]) -> None:
        with world.scope():
            number = propose_mandate(world.actor("rep1"), group, loaded(time_now(), **changes))
        world.decide(number)
        run_once(app)
        with world.scope():
            found = mandate_of(group)
            assert found is not None and found.decision_id == number

    def grant(**changes: Any) -> StandingMandate:
        kept_beginnings.have(database_template, f"mandate {sorted(changes.items())}", partial(vote, changes))
        with world.scope():
            found = mandate_of(group)
            assert found is not None
            return found

    return grant
