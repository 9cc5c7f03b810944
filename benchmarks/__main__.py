"""``make bench``: measures, prints a table, writes ``benchmarks/latest.json``.

``python -m benchmarks --only WORDS`` measures the figures with these words in their names alone, and writes nothing;
``--federations 10000`` measures with so many federations in one PostgreSQL alone, ``--restore`` with the copy put back.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.against import GOAL, compare
from benchmarks.asking import WELL, ballots, pages
from benchmarks.load import request
from benchmarks.server import Server, serving

ROOT = Path(__file__).resolve().parent.parent
LATEST = Path(__file__).with_name("latest.json")
BARE_PAGE, BYTES, SECONDS, RATIO = "x bare page", "KB", "s", "x with 10"
SEATED = "ballot in a group of 8, 8 voters at once, SQLite"
HOME_FEATURES = "Home with 20 features that listen"
LIST, PAGE = "list of 20 decisions", "decision page with 20 comments"
PAGE_SIZE, MEMORY = f"{PAGE}, size", "memory of a worker (PSS)"
GROWTH = "10,000 of everything: "
FIRST, HELP = "start to first response", "federation --help"
SHARED, SHARED_MEMORY = "50 lots shared among 10,000 practices", "50 lots shared, memory"
COLLATED = "100,000 needs collated"
BOUGHT = {
    "Home with ten times as much bought together": "home",
    "page of a purchase round with ten times as much": "round",
}
ALIGNED = {"60 homes to 30 practices": (60, 30, 1), "600 homes to 300 practices": (600, 300, 30)}
MOST_GAP = 10
"""By so much a cheaper alignment could cost less at most, where the search ends before the least is proven."""
HOOK_PAGE, HOOK_ACT = "a plugin asked by a page", "a plugin asked by an act, in a savepoint"
SMALL, USUAL, LARGE = 10, 100, 10_000
SETTINGS = "[jobs]\nin_web_process = false\n"
SECRET = "a-secret-for-measuring-0123456789-abcdef"
TRIES = 5
TURNS = 3


class Row(NamedTuple):
    """One figure and its goal; smaller is better."""

    name: str
    value: float
    goal: float
    unit: str


class Bench:
    """One run."""

    def __init__(self, folder: Path, only: str = "") -> None:
        self.folder = folder
        self._only = only.lower()
        self.rows: list[Row] = []
        self.bare = 0.0
        config = folder / "bench.toml"
        config.write_text(SETTINGS)
        self.environment = {
            "FEDERATION_PRODUCTION": "no",
            "PYTHONPATH": str(ROOT),
            "FEDERATION_CONFIG": str(config),
            "FEDERATION_SECRET_KEY": SECRET,
            "PYTHONDONTWRITEBYTECODE": "",
        }

    def wants(self, *names: str) -> bool:
        """Whether any of these figures is asked for."""
        return any(self._only in name.lower() for name in names)

    def add(self, name: str, value: float, goal: float, unit: str) -> None:
        """Keep a figure that is asked for, and show it."""
        if not self.wants(name):
            return
        self.rows.append(Row(name, round(value, 3), goal, unit))
        self.show(self.rows[-1])

    def show(self, row: Row) -> None:
        """Print a figure, marked where it misses its goal."""
        mark = "  " if row.value <= row.goal else "! "
        print(f"{mark}{row.name:<62} {row.value:>9.2f} {row.goal:>8g}  {row.unit}", flush=True)

    def python(self, *words: str, database: str = "") -> str:
        """Run a module and return what it prints."""
        environment = {
            **os.environ,
            **self.environment,
            **({"FEDERATION_DATABASE_URL": database} if database else {}),
        }
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        ).stdout

    @contextmanager
    def product(self, database: str, workers: int = 2) -> Iterator[tuple[Server, float]]:
        """The product, served from a database."""
        command = [sys.executable, "-m", "federation", "serve", "--workers", str(workers), "--port", "{port}"]
        with serving(
            command, self.folder, {**self.environment, "FEDERATION_DATABASE_URL": database}
        ) as found:
            yield found

    def seeded(self, database: str, size: int) -> dict[str, Any]:
        """Fill a database."""
        known: dict[str, Any] = json.loads(
            self.python("benchmarks.seed", database, str(size), database=database)
        )
        return known


def measure_bare(bench: Bench) -> None:
    """The yardstick of this run."""
    with serving([sys.executable, "-m", "benchmarks.bare", "{port}"], bench.folder, bench.environment) as (
        server,
        _,
    ):
        bench.bare = server.ask([[request("GET", "/", {})]] * 4, 300).cpu
    print(f"  bare Flask page: {bench.bare * 1000:.3f} ms of processor a request\n", flush=True)


def measure_usual(bench: Bench, database: str, kind: str) -> None:
    """The rows of a federation of usual size, on one kind of database."""
    ballot = f"ballot, 16 voters at once, {kind}"
    many = f"500 ballots, 16 voters at once, {kind}"
    figures = (ballot, many) if kind != "SQLite" else (ballot, many, SEATED, LIST, PAGE, PAGE_SIZE, MEMORY)
    if not bench.wants(*figures):
        return
    known = bench.seeded(database, USUAL)
    with bench.product(database) as (server, _):
        if bench.wants(LIST) and LIST in figures:
            listed = server.ask(pages(known["pages"]["register"], known["cookie"]), 40)
            bench.add(LIST, listed.cpu / bench.bare, 12, BARE_PAGE)
        if bench.wants(PAGE, PAGE_SIZE) and PAGE in figures:
            decision = server.ask(pages(known["pages"]["decision"], known["cookie"]), 40)
            bench.add(PAGE, decision.cpu / bench.bare, 20, BARE_PAGE)
            bench.add(PAGE_SIZE, decision.size / 1000, 40, BYTES)
        cast = server.ask(ballots(known, 16), 10, WELL)
        bench.add(ballot, cast.cpu / bench.bare, 12, BARE_PAGE)
        bench.add(many, cast.seconds * 500, 1.0, SECONDS)
        if SEATED in figures:
            seated = server.ask(ballots(known, 8, "group", "seated"), 10, WELL)
            bench.add(SEATED, seated.cpu / bench.bare, 12, BARE_PAGE)
        if MEMORY in figures:
            bench.add(MEMORY, server.memory(), 90, "MiB")


def measure_growth(bench: Bench) -> None:
    """Every page and the ballot with 10,000 of everything, over the same with 10: both served at once,
    asked in turn."""
    small, large = (f"sqlite:///{bench.folder}/of-{size}.db" for size in (SMALL, LARGE))
    of_small = bench.seeded(small, SMALL)
    wanted = {name for name in (*of_small["pages"], "ballot") if bench.wants(GROWTH + name)}
    if not wanted:
        return
    of_large = bench.seeded(large, LARGE)
    with bench.product(small) as (one, _), bench.product(large) as (other, _):
        pairs = {
            name: (pages(path, of_small["cookie"], 2), pages(of_large["pages"][name], of_large["cookie"], 2))
            for name, path in of_small["pages"].items()
        }
        pairs["ballot"] = (ballots(of_small, 1), ballots(of_large, 1))
        for name in [name for name in pairs if name in wanted]:
            requests = pairs[name]
            asked = [
                (one.ask(requests[0], 15, WELL).cpu, other.ask(requests[1], 15, WELL).cpu)
                for _ in range(TURNS)
            ]
            few, many = (min(costs) for costs in zip(*asked, strict=True))
            bench.add(GROWTH + name, many / few, 1.3, RATIO)


def measure_start(bench: Bench) -> None:
    """From the command to the first answer; from ``federation --help`` to its end."""
    if not bench.wants(FIRST, HELP):
        return
    database = f"sqlite:///{bench.folder}/start.db"
    bench.python("federation", "db", "upgrade", database=database)
    best = min(_start(bench, database) for _ in range(TRIES))
    bench.add(FIRST, best, 1.6, SECONDS)
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        bench.python("federation", "--help")
        times.append(time.perf_counter() - began)
    bench.add(HELP, min(times), 0.5, SECONDS)


def measure_hooks(bench: Bench) -> None:
    """What it costs to ask a plugin."""
    if not bench.wants(HOOK_PAGE, HOOK_ACT, HOME_FEATURES):
        return
    found = json.loads(bench.python("benchmarks.hooks", f"sqlite:///{bench.folder}/hooks.db"))
    bench.add(HOOK_PAGE, found["page"] / (bench.bare * 1e6), 0.2, BARE_PAGE)
    bench.add(HOOK_ACT, found["act"] / (bench.bare * 1e6), 0.5, BARE_PAGE)
    bench.add(HOME_FEATURES, found["home"], 1.3, "x with none")
    print(f"    that is {found['page']:.0f} and {found['act']:.0f} microseconds")


def measure_sharing(bench: Bench) -> None:
    """What it costs to share lots among many practices."""
    if not bench.wants(SHARED, SHARED_MEMORY):
        return
    found = json.loads(bench.python("benchmarks.sharing"))
    bench.add(SHARED, found["seconds"], 1, SECONDS)
    bench.add(SHARED_MEMORY, found["memory"], 300, "MiB")


def measure_buying(bench: Bench) -> None:
    """What buying together costs: what practices need collated, and pages with ten times as much."""
    if bench.wants(COLLATED):
        bench.add(COLLATED, json.loads(bench.python("benchmarks.collating"))["seconds"], 1, SECONDS)
    if bench.wants(*BOUGHT):
        found = json.loads(bench.python("benchmarks.buying", f"sqlite:///{bench.folder}/buying.db"))
        for name, page in BOUGHT.items():
            bench.add(name, found[page], 1.3, "x with a tenth")


def measure_aligning(bench: Bench) -> None:
    """Care homes to practices; the larger is ended after a while, and says by how much it could be better."""
    for name, (homes, practices, goal) in ALIGNED.items():
        if bench.wants(name):
            found = json.loads(bench.python("benchmarks.aligning", str(homes), str(practices)))
            bench.add(name, found["seconds"], goal, SECONDS)
            bench.add(f"{name}, the gap", found["gap"], MOST_GAP, "hundredths of 1%")


def _start(bench: Bench, database: str) -> float:
    with bench.product(database) as (_, seconds):
        return seconds


def measure_postgres(bench: Bench) -> None:
    """The ballot on PostgreSQL, where a server can be started."""
    if not bench.wants("500 ballots, 16 voters at once, PostgreSQL"):
        return
    try:
        from federation.testing import postgres

        url, stop = postgres.start(durable=True)
    except Exception as error:
        print(f"  no PostgreSQL here: {error}")
        return
    try:
        measure_usual(bench, postgres.create_database(url, "bench"), "PostgreSQL")
    finally:
        stop()


def main() -> None:
    """Measure everything, or what is asked for."""
    words = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    words.add_argument("--only", default="", help="words of the names of the figures to measure")
    words.add_argument("--against", default="", help="another checkout, set up, to be compared with")
    words.add_argument("--federations", type=int, default=0, help="measure with so many federations alone")
    words.add_argument("--restore", action="store_true", help="put their copy back, too")
    said = words.parse_args()
    if said.federations:
        from benchmarks.many import run

        return run(said.federations, said.restore)
    only = said.only
    print(f"  {'':<62} {'value':>9} {'goal':>8}")
    with tempfile.TemporaryDirectory(prefix="federation-bench-") as folder:
        bench = Bench(Path(folder), only)
        if said.against:
            checkouts = (ROOT, Path(said.against).resolve())
            for name, ratio in compare(checkouts, bench.folder, bench.environment, only.lower()):
                bench.rows.append(Row(name, ratio, GOAL, "x before"))
                bench.show(bench.rows[-1])
            return
        measure_bare(bench)
        measure_usual(bench, f"sqlite:///{folder}/usual.db", "SQLite")
        measure_start(bench)
        measure_hooks(bench)
        measure_sharing(bench)
        measure_aligning(bench)
        measure_buying(bench)
        measure_growth(bench)
        measure_postgres(bench)
    if only:
        return
    LATEST.write_text(
        json.dumps(
            {row.name: {"value": row.value, "goal": row.goal, "unit": row.unit} for row in bench.rows},
            indent=2,
        )
        + "\n"
    )
    missed = [row for row in bench.rows if row.value > row.goal]
    print(
        f"\n  {len(bench.rows) - len(missed)} of {len(bench.rows)} goals met. Written to "
        f"benchmarks/latest.json"
    )


if __name__ == "__main__":
    main()
