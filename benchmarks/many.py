"""Many federations in one PostgreSQL: ``python -m benchmarks --federations 10000 [--restore]``.

Makes one federation in which much stands open and nothing is due, copies it inside the database, and measures what an operator
waits for: a sweep with nothing due and with something due in ten, the doctor, a copy of everything and putting it back.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from flask import Flask
from sqlalchemy import select

from benchmarks.cloning import clone
from benchmarks.register import fill_register
from federation.app import create_app, upgrade_database
from federation.decisions import rules
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.decisions.voting.actions import opening
from federation.kernel.config import read_settings
from federation.kernel.days import time_now, today
from federation.kernel.db import db, unit_of_work
from federation.mandates.actions.granting import propose_mandate
from federation.mandates.terms import WantedMandate
from federation.network.practices.actions.totals import catch_up
from federation.people.models import Person
from federation.plugin.door import door
from federation.plugin.migrate import owner_engine
from federation.purchasing.actions.rounds import WantedRound, open_round
from federation.sweep import places, sweep
from federation.testing import postgres
from federation.testing.world import World, make_world
from federation.worker import run_once
from federation.workstreams.actions.tasks import TaskOwner, give_task

ROOT: Final = Path(__file__).resolve().parent.parent
SECRET: Final = "a-secret-for-measuring-0123456789-abcdef"
PRACTICES, DUE, TURNS = 8, 10, 3
MANDATE: Final = {
    "areas": ["purchasing"],
    "task": "Buy gloves for all practices",
    "powers": ["recommend", "buy"],
    "item_pence": 250_000,
    "total_pence": 1_500_000,
    "reserved": ["Employ people"],
    "report_days": 90,
    "grace_days": 14,
    "ratify": "silence",
    "call_in_days": 10,
}


def first_federation(app: Flask) -> int:
    """A federation as most are: a vote is open, a group has a mandate, a round of purchases and tasks, and nothing is due."""
    world = make_world("many", practices=PRACTICES)
    with unit_of_work() as session:
        for person in session.scalars(select(Person)):
            person.password_hash = "-"
    with world.scope(), unit_of_work():
        catch_up()
        fill_register(PRACTICES, [world.people[f"rep{number}"] for number in range(1, PRACTICES + 1)])
    group = world.group("Buying Group", "rep1", "rep2", "rep3")
    with world.scope():
        terms: Any = WantedMandate().load(
            {**MANDATE, "ends_at": (time_now() + timedelta(days=365)).isoformat()}
        )
        granted = propose_mandate(world.actor("rep1"), group, terms)
    world.decide(granted)
    _leave_open(world, group)
    for plugin in door(app).plugins:
        world.switch(plugin, True)
    for _ in range(2):
        run_once(app)
    return world.federation_id


def _leave_open(world: World, group: int) -> None:
    with world.scope():
        lead, later = world.actor("rep1"), time_now() + timedelta(days=20)
        give_task(
            lead, group, "Ask three sellers", TaskOwner(world.people["rep2"]), today() + timedelta(days=9)
        )
        give_task(lead, group, "Write to all practices", TaskOwner(), today() + timedelta(days=9))
        open_round(lead, group, WantedRound("Gloves", "consumables", later, [("Gloves", "box of 100")]))
        vote = proposals.start(lead, Draft(title="Share home visits", body="Each practice visits in turn."))
        proposals.to_discussion(lead, vote)
        opening.open_vote(lead, vote, rules.PRESETS["simple_majority"].rule, later)


class ManyFederations:
    """A database with many federations, and what is measured of it: figures by their names."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.figures: dict[str, float] = {}

    def note(self, name: str, value: float, unit: str = "s") -> None:
        """Keep a figure, and show it."""
        self.figures[f"{name}, {unit}"] = round(value, 3)
        print(f"  {name:<58} {value:>10.3f}  {unit}", flush=True)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Note how long something takes."""
        began = time.perf_counter()
        yield
        self.note(name, time.perf_counter() - began)

    def fill(self, app: Flask, many: int) -> None:
        """Make the first federation, and the others of it."""
        first = first_federation(app)
        db.session.remove()
        engine = owner_engine(self.url)
        with self.timed(f"{many} federations made of one"), engine.connect() as connection:
            rows = clone(connection, first, many - 1)
            connection.commit()
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
            size = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
        engine.dispose()
        self.note("rows", rows, "rows")
        self.note("size of the database", size / 2**20, "MiB")

    def sweeps(self, app: Flask, name: str) -> int:
        """Note what the quickest of some sweeps takes; returns how many things the first did."""
        took, done = [], 0
        for turn in range(TURNS):
            began = time.perf_counter()
            found = sweep(app)
            db.session.remove()
            took.append(time.perf_counter() - began)
            done = done if turn else found
            if turn == 0 and found:
                self.note(f"{name}, {found} things done", took[0])
                return done
        self.note(name, min(took))
        return done

    def places(self, app: Flask) -> None:
        """Show each job that names places though nothing is due, and what finding them takes."""
        for feature in door(app).features.values():
            for job in feature.jobs:
                if job.due == "everywhere":
                    continue
                began = time.perf_counter()
                found = sum(1 for _ in places(feature, job))
                db.session.remove()
                print(
                    f"      {job.name:<40} {found:>7} places {1000 * (time.perf_counter() - began):>9.1f} ms"
                )

    def let_be_due(self, many: int) -> None:
        """Let the votes of some federations be over, past the guards of the database."""
        engine = owner_engine(self.url)
        with engine.connect() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            changed = connection.exec_driver_sql(
                "UPDATE decisions_decision SET closes_at = now() - interval '1 minute' WHERE state = 'open' "
                "AND federation_id IN (SELECT id FROM network_federation ORDER BY id DESC LIMIT %s)",
                (many,),
            )
            if changed.rowcount != many:
                raise RuntimeError(f"{changed.rowcount} votes are over, not {many}")
            connection.commit()
        engine.dispose()

    def command(self, name: str, *words: str, url: str = "") -> str:
        """Run a command of the product, and note what it takes; returns what it says."""
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "federation", *words],
            cwd=self.folder,
            env={**os.environ, **environment(url or self.url), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        self.note(name, time.perf_counter() - began)
        return done.stdout + done.stderr


def environment(url: str) -> dict[str, str]:
    """The settings of a measured installation."""
    return {
        "FEDERATION_PRODUCTION": "no",
        "FEDERATION_SECRET_KEY": SECRET,
        "FEDERATION_DATABASE_URL": url,
    }


def measure(server: str, many: int, restore: bool, folder: Path) -> dict[str, float]:
    """Fill a database of a server, and measure it."""
    url = postgres.create_database(server, "many")
    found = ManyFederations(url, folder)
    upgrade_database(url)
    app = create_app(read_settings(environment(url)))
    with app.app_context():
        found.fill(app, many)
        sweep(app)
        found.sweeps(app, "one sweep, nothing due")
        found.places(app)
        found.let_be_due(DUE)
        found.sweeps(app, f"one sweep, {DUE} votes over")
        db.session.remove()
        db.engine.dispose()
    doctor = found.command("doctor", "doctor").splitlines()
    print(f"      {len(doctor)} lines, the last: {doctor[-1] if doctor else ''}")
    found.command("db upgrade with nothing to do", "db", "upgrade")
    copy = folder / "all.copy"
    print(found.command("backup", "backup", str(copy), "--without-secret-key")[-300:])
    found.note("size of the copy", copy.stat().st_size / 2**20, "MiB")
    if restore:
        other = postgres.create_database(server, "restored")
        print(found.command("restore", "restore", str(copy), "--yes", url=other)[-600:])
    return found.figures


def run(many: int, restore: bool) -> None:
    """Measure with so many federations, on a server of its own; ``restore``: put the copy back too, and prove every record."""
    server, stop = postgres.start(durable=True)
    try:
        with tempfile.TemporaryDirectory(prefix="federation-many-") as folder:
            print(json.dumps(measure(server, many, restore, Path(folder)), indent=2))
    finally:
        stop()
