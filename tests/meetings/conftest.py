"""A federation of three practices with a group, whose meetings are called."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from federation.kernel.days import time_now
from federation.meetings.actions.calling import MeetingWanted, call_meeting
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group
from federation.testing.world import World, make_world

Calls = Callable[..., int]


@pytest.fixture
def world(app: Flask) -> World:
    """The federation."""
    return make_world(practices=3)


@pytest.fixture
def group(world: World) -> int:
    """The Home Visiting Group, which keeps what it writes to itself: a lead with a vote, a practice with a vote, a voice."""
    world.add("lead", "member", "Z99002")
    with world.scope():
        return begin_group(
            world.actor("admin"),
            GroupWanted(
                "Home Visiting Group",
                "Looks after home visits.",
                reads="seated",
                seats=(
                    SeatWanted(world.people["lead"], is_lead=True),
                    SeatWanted(practice="Z99003"),
                    SeatWanted(world.people["lay"], has_vote=False),
                ),
            ),
        )


@pytest.fixture
def call(world: World) -> Calls:
    """Call a meeting in so many days; returns its number."""

    def made(who: str = "admin", kind: str = "business", group: int | None = None, days: float = 14) -> int:
        with world.scope():
            starts = time_now() + timedelta(days=days)
            return call_meeting(world.actor(who), MeetingWanted(kind, group, starts, "Tidemill Hall"))

    return made
