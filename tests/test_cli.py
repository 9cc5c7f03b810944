"""Every fixed command of the product, run as a person or a script runs it."""

import csv
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

import federation
from federation.paths import MIGRATIONS
from federation.testing.databases import SQLiteTemplate

ROOT = MIGRATIONS.parent
FILES = ROOT / "tests" / "network" / "rules" / "files"
SECRET = "fb0e7c1d92a84356fb0e7c1d92a84356"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FEDERATION_")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "FEDERATION_DATABASE_URL": f"sqlite:///{tmp_path}/federation.db",
        "FEDERATION_SECRET_KEY": SECRET,
    }


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Run ``python -m federation`` with words, in an empty folder; fails unless it ends as expected."""

    def command(*words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "federation", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done

    return command


@pytest.fixture
def tables(tmp_path: Path, sqlite_template: SQLiteTemplate) -> None:
    """Let the database have its tables, as after ``db upgrade``."""
    shutil.move(sqlite_template.copy().removeprefix("sqlite:///"), tmp_path / "federation.db")


def test_a_federation_is_set_up_from_the_terminal_alone(run: Run, tmp_path: Path) -> None:
    assert run("db", "status", status=1).stdout.startswith("core: no tables yet (newest: ")
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
def test_the_doctor_names_what_is_unsafe_and_ends_with_1(run: Run) -> None:
    found = run("doctor", status=1).stdout.splitlines()
    assert "For production: FEDERATION_DATABASE_URL names SQLite; production runs on PostgreSQL" in found


@pytest.mark.usefixtures("tables")
def test_the_demonstration_is_filled_once_from_the_terminal(run: Run) -> None:
    first = run("demo").stdout
    assert "priya.nair@saltmarsh.example" in first and "password" in first
    assert run("demo").stdout == f"The demonstration is there already.\n\n{first}"
    assert re.fullmatch(r"OK, \d{3,} entries\n", run("record", "verify", "--federation", "saltmarsh").stdout)


def test_production_does_not_start_with_unsafe_settings(
    run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "production.toml").write_text("production = true\n")
    environment["FEDERATION_CONFIG"] = str(tmp_path / "production.toml")
    for words in (("serve", "--port", "1"), ("serve", "--demo", "--port", "1"), ("demo",), ("worker",)):
        refused = run(*words, status=1).stderr
        assert refused.startswith("Error: production will not start:") and "names SQLite" in refused


_BESIDE_COMMANDS = {
    "federation.cli",
    "federation.kernel.policy",
    "federation.kernel.refusals",
    "federation.kernel.scopes",
    "federation.kernel.terminal",
    "federation.network.acts",
    "federation.network.mail_kinds",
    "federation.network.permissions",
    "federation.network.record.words",
    "federation.network.terminal",
    "federation.people.acts",
    "federation.people.security_words",
    "federation.plugin.feature",
    "federation.scaffold.parts",
}
"""What help loads beside the files of commands: what these are made of, and what the values of their features say."""


def _with_packages(modules: set[str]) -> set[str]:
    return modules | {module[:place] for module in modules for place, dot in enumerate(module) if dot == "."}


def test_help_imports_no_library_but_click_and_of_our_own_the_commands_alone(
    environment: dict[str, str], tmp_path: Path
) -> None:
    root = Path(federation.__file__).parent
    commands = {
        ".".join(file.relative_to(root.parent).with_suffix("").parts) for file in root.rglob("commands.py")
    }
    seen = """if True:
        import sys
        import sysconfig
        from federation.cli import main
        try:
            main(["--help"])
        except SystemExit:
            pass
        places = sysconfig.get_path("purelib"), sysconfig.get_path("platlib")
        files = {name: str(getattr(one, "__file__", "")) for name, one in sys.modules.items()}
        libraries = {name.partition(".")[0] for name, file in files.items() if file.startswith(places)}
        own = sorted(name for name in sys.modules if name.partition(".")[0] == "federation")
        print(sorted(libraries - {"_distutils_hack"}), *own, sep="\\n", file=sys.stderr)
    """
    done = subprocess.run(
        [sys.executable, "-c", seen],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "doctor" in done.stdout
    libraries, *own = done.stderr.splitlines()
    assert libraries == "['click']"
    assert set(own) == _with_packages(commands | _BESIDE_COMMANDS)


@pytest.fixture
def served(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Serve on a free port, with further words; the address."""
    running = []

    def serve(*words: str) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "federation", "serve", *words, "--port", str(port)]
        with (tmp_path / "log").open("w") as log:
            running.append(subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log))
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline and running[-1].poll() is None:
            try:
                with urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=60):
                    return f"http://127.0.0.1:{port}"
            except OSError:
                time.sleep(0.1)
        raise AssertionError((tmp_path / "log").read_text())

    yield serve
    for process in running:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def test_serving_makes_the_tables_and_answers(served: Callable[..., str]) -> None:
    address = served()
    with urlopen(f"{address}/api/openapi.json") as answer:
        assert json.load(answer)["openapi"] == "3.1.0"
    with urlopen(f"{address}/sign-in") as answer:
        assert b"Demonstration" not in answer.read()


def test_serving_the_demonstration_offers_its_sign_ins(served: Callable[..., str], tmp_path: Path) -> None:
    address = served("--demo")
    with urlopen(f"{address}/sign-in") as answer:
        page = answer.read().decode()
    assert "Priya Nair" in page and "Ruth Calloway" in page
    assert f"Federation is at {address}/" in (tmp_path / "log").read_text()
    assert (tmp_path / "federation.db").is_file() and not (tmp_path / "var" / "demo.db").exists()
