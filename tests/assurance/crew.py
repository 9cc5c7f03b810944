"""Real processes that run the product on one database at once."""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from flask import Flask

from federation.app import CORE, configure
from federation.kernel.db import db, init_db
from federation.kernel.policy import policy
from federation.mandates.queries.standing import standing_told
from federation.network.groups.queries import connect_standings
from federation.plugin.door import FeatureDoor

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.assurance.tasks"])
PATIENCE = 600
"""Seconds after which a test that waits for nothing gives up, on the slowest machine."""


def pageless(settings: dict[str, Any]) -> Flask:
    """The product with its tables, permissions and actions, and without its pages."""
    app = Flask("federation")
    configure(app, settings)
    init_db(app)
    door = FeatureDoor(CORE)
    policy.replace(permission for feature in door.features.values() for permission in feature.permissions)
    app.extensions["door"] = door
    connect_standings(app, standing_told)
    for address, endpoint in (
        ("/f/<federation>/decisions/<int:decision_id>", "decisions.show"),
        ("/f/<federation>/ballot/<token>", "decisions.cast_by_link"),
        ("/f/<federation>/our-federation/record/checkpoints", "network.checkpoints"),
        ("/f/<federation>/mandates/<int:mandate_id>", "mandates.mandate"),
        ("/f/<federation>/mandates/budget", "mandates.budget"),
        ("/f/<federation>/acts/<int:act_id>", "mandates.act"),
        ("/f/<federation>/groups/<int:group_id>/reports/new", "mandates.new_report"),
        ("/f/<federation>/groups/<int:group_id>/recall", "mandates.recall"),
        ("/f/<federation>/groups/<int:group_id>/unfinished", "mandates.unfinished"),
        ("/account/email", "people.mail"),
        ("/mail/stop/<token>", "people.stop_mail"),
    ):
        app.add_url_rule(address, endpoint, lambda **_: "")  # letters and dues name these
    return app


def _run(
    settings: dict[str, Any], gate: Any, answers: Any, task: Callable[..., Any], given: tuple[Any, ...]
) -> None:
    app = pageless(settings)
    with app.app_context():
        try:
            gate.wait(PATIENCE)
            answers.put(task(*given))
        except BaseException as error:
            answers.put(error if isinstance(error, Exception) else RuntimeError(repr(error)))
        finally:
            db.session.remove()
            db.engine.dispose()


class Crew:
    """Starts processes, lets them go at the same instant, and collects what each returned."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.processes: list[BaseProcess] = []

    def together(self, task: Callable[..., Any], each: Iterable[tuple[Any, ...]]) -> list[Any]:
        """Run the task in one process for each tuple of arguments, all at once; raises what any of them raised."""
        members = list(each)
        gate, answers = _context.Barrier(len(members)), _context.SimpleQueue()
        for given in members:
            self.start(_run, self.settings, gate, answers, task, given)
        found = [answers.get() for _ in members]
        for process in self.processes:
            process.join(PATIENCE)
        failures = [answer for answer in found if isinstance(answer, Exception)]
        if failures:
            raise ExceptionGroup("processes of the crew failed", failures)
        return found

    def start(self, target: Callable[..., None], *given: Any) -> BaseProcess:
        """Start one process."""
        _ensure_server()
        process = _context.Process(target=target, args=given, daemon=True)
        process.start()
        self.processes.append(process)
        return process

    def kill(self) -> None:
        """End what still runs."""
        for process in self.processes:
            if process.is_alive():
                process.kill()
            process.join(PATIENCE)
        self.processes.clear()


def _ensure_server() -> None:
    """Start the process that all others are copies of; it finds the tests wherever the test stands now."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    try:
        forkserver.ensure_running()
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before


def append_line(path: str, line: str) -> None:
    """Write a line that survives this process: whole, or not at all."""
    with open(path, "ab", buffering=0) as file:
        os.write(file.fileno(), f"{line}\n".encode())


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("it did not happen in time")
        time.sleep(0.005)
