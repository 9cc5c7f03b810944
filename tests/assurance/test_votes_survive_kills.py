"""An acknowledged ballot is in the tally for ever: processes are killed while they cast, and nothing is lost."""

import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, text

from federation.kernel.db import SQLITE_ENGINE, NotDurable, db, refuse_unsafe_sqlite, sqlite_journal
from federation.testing.world import make_world
from tests.assurance import tasks
from tests.assurance.checks import check_record, check_vote
from tests.assurance.conftest import rounds
from tests.assurance.crew import Crew, until
from tests.decisions.votes import opened

AT_ONCE = 3


@pytest.mark.both_databases
def test_no_acknowledged_ballot_is_lost_to_kill_9(
    app: Flask,
    crew: Crew,
    owner: Engine,
    tmp_path: Path,
    settings: dict[str, Any],
    chance: random.Random,
    tell: Callable[[str], None],
) -> None:
    world = make_world()
    decision_id = opened(world)
    seats = [
        (world.actor(f"rep{number}"), practice_id)
        for number, practice_id in enumerate(world.practices.values(), 1)
    ]
    db.session.remove()
    journals, kills = [], rounds(8, 1000)
    for turn in range(kills):
        those = [tmp_path / f"journal-{turn}-{process}" for process in range(AT_ONCE)]
        processes = [
            crew.start(tasks.cast_into_journal, settings, str(path), chance.random(), decision_id, seats)
            for path in those
        ]
        until(lambda those=those: all(path.exists() and path.read_bytes().count(b"\n") > 1 for path in those))
        time.sleep(chance.uniform(0, 0.25))
        for process in processes:
            process.kill()
        for process in processes:
            process.join()
        assert [process.exitcode for process in processes] == [-9] * AT_ONCE
        journals += those
        if turn % 4 == 3 or turn == kills - 1:
            check_files(owner)
    acknowledged = [
        tuple(json.loads(line)) for path in journals for line in path.read_text().splitlines()[1:]
    ]
    ballots = check_vote(world, decision_id, acknowledged, exactly=False)
    kept = sum(map(len, ballots.values()))
    assert len(acknowledged) <= kept <= len(acknowledged) + kills * AT_ONCE
    check_record(world, ballot_cast=kept)
    tell(
        f"{kills} rounds of kill -9 on {AT_ONCE} processes, {len(acknowledged)} acknowledged ballots, lost 0"
    )


def check_files(owner: Engine) -> None:
    if owner.dialect.name != "sqlite":
        return
    with owner.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_sqlite_answers_only_after_the_disk_has_it(app: Flask) -> None:
    read = db.session.connection().exec_driver_sql
    journal, _level = sqlite_journal()
    assert read("PRAGMA journal_mode").scalar() == journal
    assert read("PRAGMA synchronous").scalar() == (2 if journal == "wal" else 3)
    assert read("PRAGMA foreign_keys").scalar() == 1
    assert read("PRAGMA busy_timeout").scalar() == 30_000


@pytest.mark.parametrize(
    "unsafe",
    [
        "synchronous = OFF",
        "synchronous = NORMAL",
        "journal_mode = OFF",
        "journal_mode = MEMORY",
        "foreign_keys = OFF",
    ],
)
def test_unsafe_settings_of_sqlite_are_noticed(unsafe: str, tmp_path: Path) -> None:
    """The negative control: the check reads what the database says of itself, not what we asked for."""
    engine = create_engine(f"sqlite:///{tmp_path / 'unsafe.db'}", **SQLITE_ENGINE)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for safe in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {safe}")
        refuse_unsafe_sqlite(connection)
        connection.execute(f"PRAGMA {unsafe}")
        with pytest.raises(NotDurable):
            refuse_unsafe_sqlite(connection)

    engine.connect().close()
    engine.dispose()


@pytest.mark.both_databases
def test_postgresql_answers_only_after_the_disk_has_it(app: Flask, owner: Engine) -> None:
    """The server of the tests has ``synchronous_commit = off``; the product's own connections do not."""
    if owner.dialect.name != "postgresql":
        return
    with owner.connect() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "off"
    connection = db.session.connection()
    shown = {
        name: connection.exec_driver_sql(f"SHOW {name}").scalar()
        for name in ("synchronous_commit", "lock_timeout", "transaction_isolation")
    }
    assert shown == {
        "synchronous_commit": "on",
        "lock_timeout": "30s",
        "transaction_isolation": "read committed",
    }


@pytest.mark.parametrize("synchronous", ["as the product sets it", "off"])
def test_the_disk_is_waited_for_before_every_acknowledgement(
    app: Flask, settings: dict[str, Any], tmp_path: Path, synchronous: str, tell: Callable[[str], None]
) -> None:
    """What the system sees: between a ballot and its acknowledgement the file is written to the disk."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed; what SQLite says of itself is tested above")
    world = make_world(practices=2)
    decision_id = opened(world)
    count = rounds(60, 1000)
    casts = [(world.actor("rep1"), decision_id, world.practices["Z99001"], "for")] * count
    db.session.remove()
    plan, trace = tmp_path / "plan", tmp_path / "trace"
    plan.write_bytes(pickle.dumps((settings, casts)))
    root = Path(__file__).parents[2]
    done = subprocess.run(
        ["strace", "-f", "-e", "trace=write,fsync,fdatasync", "-o", trace, sys.executable, "-m", "tests.assurance.traced",
         plan, tmp_path / "acknowledgements", *(["off"] if synchronous == "off" else [])],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "PTRACE" in done.stderr or "ptrace" in done.stderr:
        pytest.skip("this machine does not let processes be traced")
    assert done.returncode == 0, done.stderr
    syncs, waited = 0, []
    for line in trace.read_text("utf-8", "replace").splitlines():
        if "fsync(" in line or "fdatasync(" in line:
            syncs += 1
        elif '"ACK' in line:
            waited.append(syncs)
            syncs = 0
    assert len(waited) == count
    if synchronous == "off":
        assert 0 in waited, "the negative control was not noticed"
    else:
        assert min(waited) >= 1
        tell(f"{count} ballots, each written to the disk before its acknowledgement")
