"""What starts with a command: help, with as little as it needs, and the server."""

import json
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
from tests.terminal import WarmTerminal, environment_at


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return environment_at(tmp_path)


_BESIDE_COMMANDS = {
    "federation.cli",
    "federation.kernel.policy",
    "federation.kernel.refusals",
    "federation.kernel.scopes",
    "federation.kernel.terminal",
    "federation.mandates.acts",
    "federation.mandates.mail_kinds",
    "federation.mandates.permissions",
    "federation.mandates.subjects",
    "federation.network.acts",
    "federation.network.mail_kinds",
    "federation.network.permissions",
    "federation.network.record.words",
    "federation.network.terminal",
    "federation.network.threads.words",
    "federation.people.acts",
    "federation.people.security_words",
    "federation.plugin.agreed",
    "federation.plugin.feature",
    "federation.plugin.imports",
    "federation.plugin.mail_choices",
    "federation.purchasing.acts",
    "federation.purchasing.agreed",
    "federation.purchasing.mail_kinds",
    "federation.purchasing.permissions",
    "federation.purchasing.subjects",
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
                with urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=300):
                    return f"http://127.0.0.1:{port}"
            except OSError:
                time.sleep(0.1)
        raise AssertionError((tmp_path / "log").read_text())

    yield serve
    for process in running:
        process.send_signal(signal.SIGTERM)
        process.wait(300)


def test_serving_answers_on_a_database_that_was_made(
    served: Callable[..., str], terminal: WarmTerminal, environment: dict[str, str], tmp_path: Path
) -> None:
    assert terminal.run(("db", "upgrade"), tmp_path, environment).returncode == 0
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
