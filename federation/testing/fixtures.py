"""The pytest plugin: fixtures for the tests of plugins, and ``pytest --federation-plugin NAME``.

Every fixture's name begins with ``federation_``. What is heavy is imported when a fixture is used, so that an
installed product costs other test suites nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from datetime import timedelta

    from flask import Flask
    from flask.testing import FlaskClient

    from federation.plugin.installed import InstalledPlugin
    from federation.testing.apps import RunApps
    from federation.testing.databases import SQLiteTemplate
    from federation.testing.furnished import FurnishedFederations
    from federation.testing.travel import PluginStopwatch
    from federation.testing.visitor import Visitor
    from federation.testing.world import World

pytest_plugins = ("federation.testing.database_fixtures",)
pytest.register_assert_rewrite("federation.testing.contract", "federation.testing.walk")

_CONTRACT = Path(__file__).parent / "contract"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("federation", "plugins of Federation")
    group.addoption(
        "--federation-plugin",
        metavar="NAME",
        default="",
        help="test an installed plugin against the contract; without a path nothing else is run",
    )


def pytest_configure(config: pytest.Config) -> None:
    from federation.testing.shared import begin

    config.add_cleanup(begin())
    config.addinivalue_line("markers", "both_databases: run on SQLite and on PostgreSQL")
    given = config.args_source is config.ArgsSource.ARGS
    if config.getoption("federation_plugin") and not given:
        config.args = [str(_CONTRACT)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "federation_database_kind" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_databases") is not None
        metafunc.parametrize("federation_database_kind", ["sqlite", "postgresql"] if both else ["sqlite"])


@pytest.fixture(scope="session")
def federation_plugin(request: pytest.FixtureRequest) -> str:
    """The name of the plugin under test; a plugin's ``conftest.py`` says it, ``--federation-plugin`` otherwise."""
    name: str = request.config.getoption("federation_plugin")
    if not name:
        pytest.fail(
            "Which plugin? Write a fixture federation_plugin that returns its name into conftest.py, "
            "or give --federation-plugin NAME",
            pytrace=False,
        )
    return name


@pytest.fixture(scope="module")
def federation_installed(federation_plugin: str) -> tuple[InstalledPlugin, ...]:
    """The plugin under test and those it needs, as they are installed."""
    from federation.testing.plugins import NotInstalled, with_needs

    try:
        return with_needs(federation_plugin)
    except NotInstalled as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def federation_stopwatch() -> Iterator[PluginStopwatch]:
    """The clock that says how long plugins take. In tests it stands still, however busy the machine is, until
    ``federation_stopwatch.pass_by(0.3)`` moves it."""
    from federation.testing.travel import stopped_watch

    with stopped_watch() as watch:
        yield watch


@pytest.fixture(scope="session")
def _federation_apps(federation_stopwatch: PluginStopwatch) -> RunApps:
    """The apps that tests use in turn."""
    from federation.testing.apps import RunApps

    return RunApps()


@pytest.fixture
def federation_app(
    federation_database_url: str,
    federation_installed: tuple[InstalledPlugin, ...],
    _federation_apps: RunApps,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Flask]:
    """The app on a fresh database, in a folder of its own, with its context pushed. Tests use one app in turn; what
    they change of its settings holds for one test."""
    from federation.testing.databases import settings_for

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEDERATION_VAR", str(tmp_path / "var"))
    settings = settings_for(federation_database_url)
    with _federation_apps.lend(settings, federation_installed) as app, app.app_context():
        yield app


@pytest.fixture
def federation_world(federation_app: Flask, federation_plugin: str) -> World:
    """A federation in which the plugin is on, with six practices and people in all roles: ``admin``, ``chair``,
    ``rep1`` to ``rep6``, ``member`` (of the first practice), ``lay`` and ``observer``."""
    from federation.testing.plugins import switch_on
    from federation.testing.world import make_world

    world = make_world("saltmarsh", 6)
    switch_on(world, federation_plugin)
    return world


@pytest.fixture
def federation_elsewhere(federation_app: Flask) -> World:
    """Another federation on the same installation, made like the first, in which the plugin is off."""
    from federation.testing.world import make_world

    return make_world("thistledown", 6)


@pytest.fixture
def federation_client(federation_app: Flask, federation_world: World) -> Callable[..., FlaskClient]:
    """``federation_client("rep1")``: a test client in which a person is signed in, the second step passed.
    ``federation_client("rep1", federation_elsewhere)`` for somebody of the other federation."""

    def sign_in(name: str, world: World = federation_world) -> FlaskClient:
        return world.client(federation_app, name)

    return sign_in


@pytest.fixture
def federation_program(federation_app: Flask, federation_world: World) -> Callable[..., FlaskClient]:
    """``federation_program("rep1")``: a client of the interface for programs with a token of that person.
    ``federation_program("rep1", federation_elsewhere)`` for somebody of the other federation."""

    def with_token(name: str, world: World = federation_world) -> FlaskClient:
        return world.program(federation_app, name)

    return with_token


@pytest.fixture
def federation_tell(federation_world: World, federation_plugin: str) -> Callable[[object], None]:
    """``federation_tell(event)``: tell the plugin of a fact, as the worker does; what it raises is raised."""
    from federation.testing.plugins import tell

    return lambda event: tell(federation_world, federation_plugin, event)


@pytest.fixture
def federation_work(federation_app: Flask) -> Callable[[], int]:
    """``federation_work()``: do all that is due, as the worker does: jobs, facts for plugins, mail."""
    from federation.testing.letters import work

    return lambda: work(federation_app)


@pytest.fixture
def federation_letters(federation_app: Flask, federation_world: World) -> Callable[[str], list[str]]:
    """``federation_letters("rep1")``: send what waits, and return the letters to a person."""
    from federation.testing.letters import letters_to, work

    def read(name: str) -> list[str]:
        work(federation_app)
        return letters_to(f"{name}@{federation_world.slug}.example")

    return read


@pytest.fixture
def federation_travel(
    federation_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[[timedelta], None]:
    """``federation_travel(timedelta(days=3))``: move the database's clock forward, from the true time."""
    from federation.testing.travel import move

    return lambda by: move(monkeypatch, federation_database_url, by)


@pytest.fixture
def federation_statements(federation_app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """``with federation_statements() as run: …; assert len(run) <= 6``: the SQL statements that run meanwhile."""
    from federation.testing.statements import statements

    return lambda: statements(federation_app)


@pytest.fixture(scope="session")
def federation_browser() -> Iterator[Any]:
    """One headless browser; tests that use it are skipped where there is none."""
    for package in ("playwright", "axe_playwright_python"):
        pytest.importorskip(
            package, reason=f"there is no {package} here: pip install {package.replace('_', '-')}"
        )
    from federation.testing.visitor import browser_path, launched

    path = browser_path()
    if not path:
        pytest.skip("there is no browser here: install chromium, or name one in FEDERATION_TEST_BROWSER")
    with launched(path) as browser:
        yield browser


@pytest.fixture
def federation_visit(
    federation_browser: Any, federation_app: Flask, federation_world: World
) -> Iterator[Callable[..., Visitor]]:
    """``federation_visit("rep1", width=320)``: somebody with a browser, signed in. Every page they look at is checked
    (one heading, WCAG 2.2 AA, nothing to scroll sideways, no script error); what is wrong fails the test at its end."""
    from federation.testing.visitor import WIDE, Visitor, served
    from federation.testing.world import new_session, session_cookie

    visitors: list[Visitor] = []
    with ExitStack() as stack:
        url = stack.enter_context(served(federation_app))

        def come(name: str, width: int = WIDE) -> Visitor:
            cookie = session_cookie(federation_app, new_session(federation_world.people[name]))
            visitors.append(Visitor(federation_browser, url, name, width, cookie))
            return visitors[-1]

        yield come
        for visitor in visitors:
            visitor.leave()
    problems = [problem for visitor in visitors for problem in visitor.problems]
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="session")
def federation_arguments() -> Mapping[str, tuple[Any, ...]]:
    """For the contract tests: what the arguments of the plugin's addresses may be, by their names, where the tests
    cannot find out themselves (numbers of rows, practices, people and decisions they can)."""
    return {}


@pytest.fixture(scope="module")
def federation_furnished(
    federation_plugin: str,
    federation_installed: tuple[InstalledPlugin, ...],
    federation_arguments: Mapping[str, tuple[Any, ...]],
    federation_stopwatch: PluginStopwatch,
    _federation_sqlite: SQLiteTemplate,
) -> Iterator[FurnishedFederations]:
    """For the contract tests: two federations in which the plugin is on and has filled in its demonstration, and one
    in which it is off."""
    from federation.testing.furnished import furnish

    url = _federation_sqlite.copy()
    with furnish(federation_plugin, federation_installed, url, federation_arguments) as made:
        yield made
