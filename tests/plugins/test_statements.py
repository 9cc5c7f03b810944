"""A page costs the same number of SQL statements with no plugin and with ten; a panel adds what it reads itself."""

from typing import Any

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select

from federation.kernel.db import db, unit_of_work
from federation.network.models import Federation, Practice
from federation.network.plugins.actions.switching import switch_from_terminal
from federation.plugin.door import door
from federation.plugin.feature import Panel
from federation.plugin.hooks import hookimpl
from federation.testing.world import World, make_world
from tests.api.programs import statements
from tests.decisions.votes import opened
from tests.plugins import tame
from tests.plugins.conftest import MakeApp

PAGES = ("", "decisions/", "decisions/1", "practices/", "practices/1", "our-federation/", "shared-work/")
WITH_PANELS = ("", "decisions/1", "practices/1")
NAMES = [f"ten{number}" for number in range(10)]


class OneOfTen:
    """A plugin that adds a panel everywhere, with a statement of its own where ``reads``."""

    def __init__(self, name: str, reads: bool) -> None:
        self.name, self.reads = name, reads

    @hookimpl
    def panels(self, place: str, subject: Any) -> list[Panel]:
        if self.reads:
            db.session.execute(select(Practice.id).limit(1)).all()
        return [Panel(f"{self.name}/panel.html", {})]

    @hookimpl
    def objections(self, act: Any) -> list[Any]:
        return []


def costs(app: Flask, world: World) -> dict[str, int]:
    client = world.client(app, "rep1")
    found = {}
    for page in PAGES:
        client.get(f"/f/saltmarsh/{page}")
        with statements(app) as run:
            answer = client.get(f"/f/saltmarsh/{page}")
        assert answer.status_code == 200
        found[page] = len(run)
    return found


@pytest.mark.both_databases
@pytest.mark.parametrize("reads", [False, True])
def test_ten_plugins_cost_no_statement(app_with: MakeApp, reads: bool) -> None:
    app = app_with(tame.feature)
    panels = {f"{name}/panel.html": "<p>One of ten</p>" for name in NAMES}
    app.jinja_loader = ChoiceLoader([app.jinja_loader, DictLoader(panels)])  # type: ignore[assignment]
    for name in NAMES:
        door().calls.register(OneOfTen(name, reads), name, core=False)
    world = make_world(practices=3)
    opened(world)
    none = costs(app, world)
    with unit_of_work() as session:
        federation = session.get_one(Federation, world.federation_id)
        federation.settings = {**federation.settings, "plugins": NAMES}
    ten = costs(app, world)
    text = world.client(app, "rep1").get("/f/saltmarsh/").text
    assert text.count("One of ten") == 10
    assert ten == {page: cost + (10 if reads and page in WITH_PANELS else 0) for page, cost in none.items()}


@pytest.mark.both_databases
def test_a_ballot_costs_the_same(app_with: MakeApp) -> None:
    app = app_with(tame.feature)
    world = make_world(practices=3)
    decision = opened(world)
    found = []
    for on in (False, True):
        with world.scope():
            switch_from_terminal("tame", on)
        client = world.client(app, "rep1")
        for stance in ("for", "against"):
            with statements(app) as run:
                client.post(
                    f"/f/saltmarsh/decisions/{decision}/vote/1", data={"stance": stance, "reason": "Yes."}
                )
        found.append(len(run))
    assert found[0] == found[1] <= 9
