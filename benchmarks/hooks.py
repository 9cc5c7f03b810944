"""What a page pays to ask one plugin, in microseconds of processor: ``python -m benchmarks.hooks DATABASE`` prints two
figures, for a page (which reads) and for an act (which writes, in a savepoint)."""

import json
import sys
import time
from typing import Any

from federation.app import create_app, upgrade_database
from federation.home.places import HomeShown
from federation.kernel.config import read_settings
from federation.kernel.db import unit_of_work
from federation.plugin.door import door
from federation.plugin.hooks import hookimpl

TURNS, TIMES = 7, 500


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
        read_settings({"FEDERATION_DATABASE_URL": database, "FEDERATION_SECRET_KEY": "s" * 40}), ()
    )
    with app.app_context():
        calls = door().calls
        calls.register(Silent(), "silent", core=False)
        calls.switched_on = lambda: frozenset({"silent"})
        told = HomeShown(1, (1, 2, 3))
        page = min(_microseconds(lambda: calls.panels("home", told)) for _ in range(TURNS))
        with unit_of_work():
            act = min(_microseconds(lambda: calls.objections(told)) for _ in range(TURNS))
    return {"page": page, "act": act}


def _microseconds(call: Any) -> float:
    began = time.process_time()
    for _ in range(TIMES):
        call()
    return (time.process_time() - began) / TIMES * 1e6


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
