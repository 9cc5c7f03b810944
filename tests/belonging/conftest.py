"""A federation of four practices, and what tests of membership begin with."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from federation.belonging.actions.joining import propose_rules
from federation.belonging.actions.suspending import answer, propose_suspension
from federation.kernel.days import today
from federation.testing.world import World, make_world
from federation.worker import run_once

Suspends = Callable[..., int]


@pytest.fixture
def world(app: Flask) -> World:
    """The federation."""
    return make_world(practices=4)


@pytest.fixture
def agreed(app: Flask, world: World) -> int:
    """The members have agreed how practices join; returns the number of the decision."""
    with world.scope():
        number = propose_rules(world.actor("rep1"), "A GP practice in our area.")
    world.decide(number)
    run_once(app)
    return number


@pytest.fixture
def suspended(app: Flask, world: World) -> Suspends:
    """Let the members suspend the practice of a representative; returns the number of the decision."""

    def done(name: str = "rep4", days: int = 30) -> int:
        with world.scope():
            until = in_days(days)
            number = propose_suspension(
                world.actor("rep1"), world.practice_of(name), "It does not pay its share.", until
            )
            answer(world.actor(name), number, "We will pay.")
        world.decide(number)
        run_once(app)
        return number

    return done


def in_days(days: int) -> date:
    """A day from today on."""
    return today() + timedelta(days=days)
