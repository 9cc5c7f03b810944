"""Every fixed command of the product, run as a person or a script runs it."""

import csv
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from federation.paths import MIGRATIONS
from federation.testing.databases import SQLiteTemplate
from tests.terminal import WarmTerminal, environment_at

ROOT = MIGRATIONS.parent
FILES = ROOT / "tests" / "network" / "rules" / "files"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return environment_at(tmp_path)


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str], terminal: WarmTerminal) -> Run:
    """Run ``federation`` with words, in an empty folder; fails unless it ends as expected."""

    def command(*words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        done = terminal.run(words, tmp_path, environment)
        assert done.returncode == status, done.stdout + done.stderr
        return done

    return command


@pytest.fixture
def tables(tmp_path: Path, sqlite_template: SQLiteTemplate) -> None:
    """Let the database have its tables, as after ``db upgrade``."""
    shutil.move(sqlite_template.copy().removeprefix("sqlite:///"), tmp_path / "federation.db")


def test_a_federation_is_set_up_from_the_terminal_alone(run: Run, tmp_path: Path) -> None:
    assert "There is no database at" in run("db", "status", status=1).stderr
    (tmp_path / "federation.db").touch()
    status = run("db", "status", status=1).stdout.splitlines()
    assert status[0] == "core: no tables yet"
    assert next(line.partition(",")[0] for line in status if "behind" in line) == (
        "The database is behind: core is at nothing"
    )
    assert run("db", "upgrade").stdout == "The database is up to date.\n"
    assert re.match(r"core: \d{4}\n", run("db", "status").stdout)
    assert run("create", "saltmarsh", "--name", "Saltmarsh GP Federation").stdout.startswith(
        "Saltmarsh GP Federation is ready."
    )
    assert "taken" in run("create", "saltmarsh", "--name", "Another", status=1).stderr
    for more, words in (
        (("--quorum", "half"), "The quorum must be a fraction below 1, for example 1/2, or 0 for none"),
        (("--quorum", "1"), "The quorum must be a fraction below 1, for example 1/2, or 0 for none"),
        (("--notice-hours", "-1"), "The notice must be from 0 to 2,160 hours"),
    ):
        assert words in run("create", "upland", "--name", "Upland", *more, status=1).stderr
    codes = _codes(FILES / "epraccur-current.csv")
    (tmp_path / "codes.txt").write_text("\n".join(codes[:2]))
    words = (
        "import",
        "practices",
        str(FILES / "epraccur-current.csv"),
        "--federation",
        "saltmarsh",
        "--codes",
        "codes.txt",
    )
    run(*words, "--dry-run", "--leave-out")
    run(*words, "--leave-out")
    sizes = (
        "import",
        "list-sizes",
        str(FILES / "list-sizes-current.csv"),
        "--federation",
        "saltmarsh",
        "--leave-out",
    )
    run(*sizes, "--dry-run")
    run(*sizes)
    added = run(
        "person",
        "add",
        "ruth@saltmarsh.example",
        "--name",
        "Ruth Calloway",
        "--federation",
        "saltmarsh",
        "--role",
        "administrator",
    )
    assert re.search(r"http://127\.0\.0\.1:8000/invitation/\S+", added.stdout)
    run(
        "person",
        "add",
        "priya@saltmarsh.example",
        "--name",
        "Priya Nair",
        "--federation",
        "saltmarsh",
        "--role",
        "representative",
        "--practice",
        codes[0],
    )
    token = run("token", "create", "ruth@saltmarsh.example", "--federation", "saltmarsh").stdout
    assert re.fullmatch(r"\S{32,}\n", token)
    assert re.fullmatch(r"OK, \d+ entries\n", run("record", "verify", "--federation", "saltmarsh").stdout)


def _codes(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [row[0] for row in csv.reader(lines) if re.fullmatch(r"[A-Z]\d{5}", row[0])]


@pytest.mark.usefixtures("tables")
def test_refusals_are_one_line_and_status_1(run: Run) -> None:
    for words in (
        ("record", "verify", "--federation", "nowhere"),
        ("token", "create", "nobody@saltmarsh.example", "--federation", "nowhere"),
        (
            "person",
            "add",
            "a@saltmarsh.example",
            "--name",
            "A",
            "--federation",
            "nowhere",
            "--role",
            "member",
        ),
        ("import", "practices", str(FILES / "epraccur-current.csv"), "--federation", "nowhere"),
        ("create", "NOT A SLUG", "--name", "X"),
    ):
        refused = run(*words, status=1)
        assert refused.stderr.startswith("Error: ") and "Traceback" not in refused.stderr
    assert (
        "Usage:"
        in run(
            "person",
            "add",
            "a@saltmarsh.example",
            "--name",
            "A",
            "--federation",
            "x",
            "--role",
            "king",
            status=2,
        ).stderr
    )


@pytest.mark.usefixtures("tables")
def test_a_changed_record_is_named_with_status_1(run: Run, tmp_path: Path) -> None:
    from federation.kernel.db import sqlite3

    run("create", "saltmarsh", "--name", "Saltmarsh")
    run(
        "person",
        "add",
        "ruth@saltmarsh.example",
        "--name",
        "Ruth",
        "--federation",
        "saltmarsh",
        "--role",
        "administrator",
    )
    with sqlite3.connect(tmp_path / "federation.db") as connection:
        connection.execute("DROP TRIGGER guard_kernel_record_update")
        connection.execute("UPDATE kernel_record SET actor = 7 WHERE seq = 2")
    connection.close()
    assert run("record", "verify", "--federation", "saltmarsh", status=1).stdout.startswith("Entry 2: ")


def test_every_endpoint_is_listed_with_one_permission(run: Run) -> None:
    lines = run("routes").stdout.splitlines()
    assert len(lines) > 60
    for line in lines:
        methods, rule, endpoint, permission = re.split(r"\s+", line.replace(", ", ","), maxsplit=3)
        assert methods.isupper() and rule.startswith("/") and endpoint and permission not in ("", "None")
    assert any(
        re.search(
            r"PUT\s+/api/v1/federations/\S*federation>/decisions/\S+/ballots/\S+\s+\S+\s+decisions\.cast$",
            line,
        )
        for line in lines
    )


@pytest.mark.usefixtures("tables")
def test_the_doctor_names_what_is_unsafe_for_production(run: Run) -> None:
    """What only production asks for is no fault of an installation that is none."""
    found = run("doctor").stdout.splitlines()
    assert found[-1] == "All is well, for an installation that is not production."
    assert "For production: FEDERATION_DATABASE_URL names SQLite; production runs on PostgreSQL" in found


@pytest.mark.usefixtures("tables")
def test_the_demonstration_is_filled_once_from_the_terminal(run: Run) -> None:
    first = run("demo").stdout
    assert "priya.nair@saltmarsh.example" in first and "password" in first
    assert run("demo").stdout == f"The demonstration is there already.\n\n{first}"
    assert re.fullmatch(r"OK, \d{3,} entries\n", run("record", "verify", "--federation", "saltmarsh").stdout)


@pytest.mark.usefixtures("tables")
def test_the_worker_does_what_is_due_once_for_a_timer(run: Run) -> None:
    assert re.fullmatch(r"Done: \d+\n", run("worker", "--once").stdout)
    assert run("worker", "--once").stdout == "Done: 0\n"


def test_production_does_not_start_with_unsafe_settings(
    run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "production.toml").write_text("production = true\n")
    environment["FEDERATION_CONFIG"] = str(tmp_path / "production.toml")
    del environment["FEDERATION_PRODUCTION"]
    for words in (("serve", "--port", "1"), ("serve", "--demo", "--port", "1"), ("demo",), ("worker",)):
        refused = run(*words, status=1).stderr
        assert refused.startswith("Error: production will not start:") and "names SQLite" in refused
