"""Plugins from the terminal: listed, switched, examined, uninstalled with data in place, installed again, purged."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from federation.paths import MIGRATIONS
from tests.terminal import WarmTerminal, environment_at

ROOT = MIGRATIONS.parent
Run = Callable[..., list[str]]
pytestmark = pytest.mark.both_databases


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """A folder on Python's path in which the plugin is installed, as far as Python can tell."""
    folder = tmp_path / "site"
    found = folder / "federation_shed-1.2.dist-info"
    found.mkdir(parents=True)
    (found / "METADATA").write_text("Metadata-Version: 2.1\nName: federation-shed\nVersion: 1.2\n")
    (found / "entry_points.txt").write_text("[federation.plugins]\nshed = tests.plugins.shed\n")
    return folder


@pytest.fixture
def run(tmp_path: Path, installation: Path, database_url: str, terminal: WarmTerminal) -> Run:
    """Run ``federation`` with words; returns its lines. ``without`` the plugin's code, when it is uninstalled."""

    def command(*words: str, status: int = 0, without: bool = False) -> list[str]:
        path = [str(ROOT)] if without else [str(ROOT), str(installation)]
        environment = environment_at(tmp_path)
        environment |= {"PYTHONPATH": os.pathsep.join(path), "FEDERATION_DATABASE_URL": database_url}
        done = terminal.run(words, tmp_path, environment)
        assert done.returncode == status, done.stdout + done.stderr
        return [line for line in (done.stdout + done.stderr).splitlines() if "shed" in line or "Shed" in line]

    return command


def test_the_life_of_a_plugin(run: Run, database_url: str, tmp_path: Path) -> None:
    run("create", "saltmarsh", "--name", "Saltmarsh GP Federation")
    run("create", "thistledown", "--name", "Thistledown Network")
    assert run("plugin", "list") == ["shed 1.2  Shed  (off everywhere)"]
    assert run("db", "status", status=1) == [
        "shed: no tables yet",
        "The database is behind: shed is at nothing, the newest is shed_0001. Run: federation db upgrade",
    ]
    assert run("plugin", "doctor", "shed", status=1) == [
        "shed: The database is behind: shed is at nothing, the newest is shed_0001. Run: federation db upgrade"
    ]
    run("db", "upgrade")
    assert run("db", "status") == ["shed: shed_0001"]
    assert run("plugin", "enable", "shed", "--federation", "saltmarsh") == ["Switched on: shed"]
    assert run("plugin", "enable", "shed", "--federation", "saltmarsh") == ["shed was on already."]
    assert run("plugin", "list") == ["shed 1.2  Shed  (on in saltmarsh)"]
    assert run("plugin", "enable", "barn", "--federation", "saltmarsh", status=1) == []

    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO network_practice (federation_id, id, code, name, address, postcode, phone, icb, sub_icb, "
                "membership) VALUES (1, 1, 'Z99001', 'Driftwood Surgery', '[]', '', '', '', '', 'full')"
            )
        )
        connection.execute(
            text("INSERT INTO shed_tool (federation_id, id, name, practice_id) VALUES (1, 1, 'Saw', 1)")
        )
    engine.dispose()

    left = "shed: not installed any more; its data stays in shed_tool (install it again, or run: federation plugin purge shed)"
    assert run("db", "status", without=True) == [left]
    run("db", "upgrade", without=True)
    run("record", "verify", "--federation", "saltmarsh", without=True)
    assert run("plugin", "list", without=True) == []
    assert run("plugin", "list") == ["shed 1.2  Shed  (on in saltmarsh)"]
    assert run("plugin", "doctor", "shed") == ["shed 1.2: all is well"]
    assert run("plugin", "disable", "shed", "--federation", "saltmarsh") == ["Switched off: shed"]

    assert run("plugin", "purge", "shed", "--yes", "Shed", status=1)[-1] == (
        "Error: Nothing was removed: 'Shed' is not 'shed'."
    )
    removed = run("plugin", "purge", "shed", "--yes", "shed")[-1]
    (path,) = tmp_path.glob("shed-*.json")
    assert removed == f"Removed. 1 rows were written to {path.name} before."
    assert json.loads(path.read_text()) == {
        "shed_tool": [{"federation_id": 1, "id": 1, "name": "Saw", "practice_id": 1}]
    }
    assert run("db", "status", without=True) == []
    assert run("db", "status", status=1) == [
        "shed: no tables yet",
        "The database is behind: shed is at nothing, the newest is shed_0001. Run: federation db upgrade",
    ]
    run("record", "verify", "--federation", "saltmarsh")
    run("db", "upgrade")
    assert run("db", "status") == ["shed: shed_0001"]
