"""``make bench AGAINST=FOLDER``: this checkout beside another one, both served at once and asked in turn.

FOLDER is a checkout of an earlier commit in which ``make setup`` was run. Every figure is the processor time of
a request here over that of the same request there, in a federation of usual size.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.asking import WELL, ballots, pages
from benchmarks.server import Server, serving

TURNS = 3
ROUNDS = 20
GOAL = 1.05
SIZE = 100


class Side(NamedTuple):
    """A checkout that is served: its server, and what its filler said of pages and voters."""

    server: Server
    known: dict[str, Any]


@contextmanager
def _served(checkout: Path, folder: Path, environment: dict[str, str]) -> Iterator[Side]:
    folder.mkdir()
    python = str(checkout / ".venv" / "bin" / "python")
    database = f"sqlite:///{folder}/usual.db"
    own = {**environment, "PYTHONPATH": str(checkout), "FEDERATION_DATABASE_URL": database}
    filled = subprocess.run(
        [python, "-m", "benchmarks.seed", database, str(SIZE)],
        cwd=folder,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    command = [python, "-m", "federation", "serve", "--workers", "2", "--port", "{port}"]
    with serving(command, folder, own) as (server, _):
        yield Side(server, json.loads(filled.stdout))


def compare(
    checkouts: tuple[Path, Path], folder: Path, environment: dict[str, str], only: str
) -> Iterator[tuple[str, float]]:
    """Yield each figure's name with the ratio of the first checkout to the second, for pages that both have."""
    with ExitStack() as stack:
        here, there = (
            stack.enter_context(_served(checkout, folder / name, environment))
            for checkout, name in zip(checkouts, ("here", "there"), strict=True)
        )
        asked = {
            name: tuple(pages(side.known["pages"][name], side.known["cookie"]) for side in (here, there))
            for name in here.known["pages"]
            if name in there.known["pages"]
        }
        asked["ballot"] = (ballots(here.known, 16), ballots(there.known, 16))
        for name, (ours, theirs) in asked.items():
            if only not in name.lower():
                continue
            costs = [
                (here.server.ask(ours, ROUNDS, WELL).cpu, there.server.ask(theirs, ROUNDS, WELL).cpu)
                for _ in range(TURNS)
            ]
            after, before = (min(turn) for turn in zip(*costs, strict=True))
            yield name, after / before
