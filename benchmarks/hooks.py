"""What a page pays to ask one plugin, in microseconds of processor: ``python -m benchmarks.hooks DATABASE`` prints two
figures, for a page (which reads) and for an act (which writes, in a savepoint), and how many times what it costs without any
plugin Home costs with twenty."""

import json
import sys
import time
from dataclasses import dataclass
from typing import Any

from flask import Flask

from federation.app import create_app, upgrade_database
from federation.kernel.config import read_settings
from federation.kernel.db import unit_of_work
from federation.plugin.door import door
from federation.plugin.hooks import hookimpl
from federation.testing.world import make_world

TURNS, TIMES = 7, 500
PLUGINS, ASKED = 20, 15


@dataclass(frozen=True)
class PageOfNobody:
    """What a page shows at a place where none of the product's own features has anything to add: a plugin's answer is measured,
    not theirs."""

    person_id: int
    practices: tuple[int, ...]


class Silent:
    """A plugin that listens, and has nothing to add."""

    @hookimpl
    def panels(self, place: str, subject: Any) -> list[Any]:
        """Nothing."""
        return []

    @hookimpl
    def objections(self, act: Any) -> list[Any]:
        """None."""
        return []


def measure(database: str) -> dict[str, float]:
    """The best of several turns."""
    upgrade_database(database, ())
    app = create_app(
        read_settings(
            {
                "FEDERATION_DATABASE_URL": database,
                "FEDERATION_SECRET_KEY": "s" * 40,
                "FEDERATION_PRODUCTION": "no",
            }
        ),
        (),
    )
    with app.app_context():
        calls = door().calls
        calls.register(Silent(), "silent", core=False)
        calls.switched_on = lambda: frozenset({"silent"})
        told = PageOfNobody(1, (1, 2, 3))
        page = min(_microseconds(lambda: calls.panels("nowhere", told)) for _ in range(TURNS))
        with unit_of_work():
            act = min(_microseconds(lambda: calls.objections(told)) for _ in range(TURNS))
    return {"page": page, "act": act, "home": _home(app)}


def _home(app: Flask) -> float:
    """Home with as many plugins as there are, over Home with none; asked in turn."""
    with app.app_context():
        world = make_world(practices=12)
        client = world.client(app, "rep1")
        calls = door().calls
        names = [f"silent{number}" for number in range(PLUGINS)]
        for name in names:
            calls.register(Silent(), name, core=False)
        costs: dict[bool, list[float]] = {False: [], True: []}
        for _ in range(TURNS):
            for on, found in costs.items():
                calls.switched_on = lambda on=on: frozenset(names if on else ())
                found.append(_microseconds(lambda: client.get(world.address("")), ASKED))
    return min(costs[True]) / min(costs[False])


def _microseconds(call: Any, times: int = TIMES) -> float:
    began = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - began) / times * 1e6


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
