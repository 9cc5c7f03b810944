"""A process that has the product loaded and runs commands of it, each in a process of its own that begins from there.

Alone, a command takes longer to import the product than to do what it is told.
"""

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[1]
_LONGEST = 600
"""A command that still runs after so many seconds would never end, and with it no test: it is ended, and its status is no
other's."""


def environment_at(folder: Path) -> dict[str, str]:
    """The environment of a command: a database in this folder, and no setting of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FEDERATION_")}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "FEDERATION_DATABASE_URL": f"sqlite:///{folder}/federation.db",
        "FEDERATION_SECRET_KEY": "fb0e7c1d92a84356fb0e7c1d92a84356",
        "FEDERATION_PRODUCTION": "no",
        "FEDERATION_VAR": str(folder / "var"),
    }


class WarmTerminal:
    """Runs what ``python -m federation WORDS`` runs, many times."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.terminal"],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if not name.startswith("FEDERATION_")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(
        self, words: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in a folder, with this environment alone; its status and what it said."""
        said, wrong = folder / "said.out", folder / "said.err"
        asked = {"words": words, "folder": str(folder), "environment": dict(environment)}
        assert self._process.stdin and self._process.stdout
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        status = int(self._process.stdout.readline())
        texts = [path.read_text("utf-8") for path in (said, wrong)]
        for path in (said, wrong):
            path.unlink()
        return subprocess.CompletedProcess(words, status, *texts)


def _serve() -> None:
    import federation.demo.fill
    import federation.serving  # noqa: F401  what commands load when they are called
    from federation.app import create_app
    from federation.testing.databases import settings_for

    create_app(settings_for("sqlite://"))  # the first in a process takes five times as long as the next
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(asked["words"], asked["folder"], asked["environment"])
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(words: list[str], folder: str, environment: dict[str, str]) -> None:
    """Be the command; returns never."""
    from federation.cli import main

    signal.alarm(_LONGEST)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:0] = [
        place for place in environment.get("PYTHONPATH", "").split(os.pathsep) if place not in sys.path
    ]
    with open(os.devnull) as nothing, open("said.out", "w") as said, open("said.err", "w") as wrong:
        for number, file in enumerate((nothing, said, wrong)):
            os.dup2(file.fileno(), number)
    sys.argv = ["federation", *words]
    status = 1
    try:
        main(words, prog_name="federation")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve()
