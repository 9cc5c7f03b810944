"""A served product on a scratch database, and a browser that notices what goes wrong on the way."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from federation.kernel.db import db
from federation.testing.apps import made_app
from federation.testing.databases import SQLiteTemplate, settings_for
from federation.testing.travel import PluginStopwatch
from federation.testing.visitor import CHECKED, WIDE, Visitor
from tests.browser.site import Site

Serve = Callable[..., Site]


@pytest.fixture(scope="session")
def browser(federation_browser: Browser) -> Browser:
    """One browser for all journeys, those of plugins too; without one they are skipped."""
    return federation_browser


@pytest.fixture(scope="module")
def serve(
    request: pytest.FixtureRequest,
    sqlite_template: SQLiteTemplate,
    tmp_path_factory: pytest.TempPathFactory,
    federation_stopwatch: PluginStopwatch,
) -> Iterator[Serve]:
    """Serve the product on a fresh database; ``serve(True)`` is the demonstration, a second value says how mail leaves."""
    stops: list[Callable[[], None]] = []
    before = Path.cwd()

    def begin(demo: bool, mail: dict[str, Any] | None = None) -> Site:
        folder = tmp_path_factory.mktemp("site")
        database = request.getfixturevalue("demonstration") if demo else "empty"
        os.chdir(folder)
        os.environ["FEDERATION_VAR"] = str(folder / "var")
        settings = settings_for(sqlite_template.copy(database))
        settings["demo"] = demo
        settings["mail"] |= mail or {}
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
        settings["base_url"] = f"http://127.0.0.1:{server.port}"
        server.app = made = made_app(settings)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()

        def stop() -> None:
            server.shutdown()
            thread.join()
            server.server_close()
            with made.app_context():
                db.session.remove()
                db.engine.dispose()

        stops.append(stop)
        return Site(made, settings["base_url"], folder)

    yield begin
    for stop in stops:
        stop()
    os.chdir(before)
    os.environ.pop("FEDERATION_VAR", None)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Somebody with a browser of their own; what they met that should not be is found at the end."""
    visitors: list[Visitor] = []

    def come(site: Site, name: str, width: int = WIDE) -> Visitor:
        visitor = Visitor(browser, site.url, name, width)
        visitors.append(visitor)
        return visitor

    yield come
    for visitor in visitors:
        visitor.leave()
    problems = [problem for visitor in visitors for problem in visitor.problems]
    assert not problems, "\n".join(problems)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many pages were checked."""
    if CHECKED["pages"]:
        terminalreporter.write_line(
            f"{CHECKED['pages']} pages checked with axe, {CHECKED['alike']} of them by one of the same markup; "
            f"{CHECKED['widths']} widths of pages checked"
        )
