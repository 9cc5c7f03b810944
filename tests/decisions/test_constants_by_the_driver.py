"""What a page reads by statements that are constants costs the ORM nothing, once they have come back often enough."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from federation.kernel import constants
from federation.kernel.db import db
from federation.testing.world import World, make_world
from tests.decisions.votes import propose


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


def _of_the_orm(app: Flask, client: Any, address: str) -> list[Any]:
    """The statements that were not run by the driver alone, in a page that has been read before."""
    found: list[Any] = []

    def note(_connection: Any, statement: Any, *_: Any) -> None:
        found.append(statement)

    for _ in range(constants._OFTEN + 2):
        client.get(address)
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(engine, "before_execute", note)
    return found


def test_of_the_page_of_a_proposal_two_statements_are_left_to_the_orm(app: Flask, world: World) -> None:
    """The one that loads the decision as an object, and one that is made anew for each page."""
    decision = propose(world)
    client = world.client(app, "rep1")
    assert len(_of_the_orm(app, client, world.address(f"decisions/{decision}"))) == 2


def test_of_the_register_nothing_is(app: Flask, world: World) -> None:
    assert _of_the_orm(app, world.client(app, "rep1"), world.address("decisions/")) == []
