"""A plugin that does not come back holds up the one page that asked it, and no other."""

import threading

import pytest
from flask.testing import FlaskClient

from federation.network.plugins.actions.switching import switch_from_terminal
from federation.testing.travel import PluginStopwatch
from federation.testing.world import make_world
from tests.decisions.votes import opened
from tests.plugins import rogue, tame
from tests.plugins.conftest import MakeApp
from tests.plugins.rogue import faults

PATIENCE = 600
"""Seconds after which a test that waits for nothing gives up."""


class Stuck:
    """A fault that begins, takes a second, and does not end before it is let go."""

    def __init__(self, watch: PluginStopwatch) -> None:
        self.watch = watch
        self.begun, self.let_go = threading.Event(), threading.Event()

    def __call__(self, _hook: str, _told: object) -> None:
        self.watch.pass_by(1)
        self.begun.set()
        assert self.let_go.wait(PATIENCE)


@pytest.mark.both_databases
def test_other_pages_and_votes_go_on(
    app_with: MakeApp, monkeypatch: pytest.MonkeyPatch, federation_stopwatch: PluginStopwatch
) -> None:
    app = app_with(rogue.feature, tame.feature)
    world = make_world(practices=3)
    decision = opened(world)
    with world.scope():
        switch_from_terminal("rogue", True)
        switch_from_terminal("tame", True)
    stuck, found = Stuck(federation_stopwatch), []
    monkeypatch.setitem(faults.FAULTS, "is stuck", stuck)
    monkeypatch.setattr(faults, "now", "is stuck")
    first, second = world.client(app, "rep1"), world.client(app, "rep2")

    waiting = threading.Thread(target=lambda: found.append(first.get("/f/saltmarsh/").status_code))
    waiting.start()
    assert stuck.begun.wait(PATIENCE)
    try:
        assert seen(second, "/f/saltmarsh/") == 1
        assert seen(second, f"/f/saltmarsh/decisions/{decision}") == 1
        cast = second.post(
            f"/f/saltmarsh/decisions/{decision}/vote/2", data={"stance": "for", "reason": "Yes."}
        )
        assert cast.status_code == 303
        assert found == []
    finally:
        stuck.let_go.set()
        waiting.join(PATIENCE)
    assert found == [200]


def seen(client: FlaskClient, path: str) -> int:
    """How many panels of the tame plugin a page has."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text.count("Tame panel")
