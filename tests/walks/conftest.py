"""One furnished database of each kind for all walks; acts are undone after each."""

from collections.abc import Iterator

import pytest
from flask import Flask

from federation.app import upgrade_database
from federation.kernel.db import db
from federation.plugin.installed import installed
from federation.testing.apps import made_app
from federation.testing.databases import SQLiteTemplate, settings_for
from federation.testing.keeping import Kept, KeptFile, KeptOnServer
from federation.testing.travel import PluginStopwatch
from tests.plugins.garden import GARDEN
from tests.walks.cells import Cell, Cells
from tests.walks.furnishing import VOTERS, Furnished, add_everything, add_stranger, furnish, sign_people_in
from tests.walks.oracle import Oracle
from tests.walks.walk import Walk, walk_pages
from tests.walks.walker import Principal, Walker

WALKERS = (
    "admin",
    "executive",
    "chair",
    "rep1",
    "rep7",
    "rep8",
    "member",
    "lay",
    "observer",
    "author",
    "coauthor",
)
"""Of the federation walked: ``rep1`` and ``member`` are of one practice, ``rep7`` of one without a vote; ``rep8`` leads
the group that has a mandate."""
SAMPLED = 10
FEWER = ("admin", "rep1", "rep8", "observer")
"""Who walks on PostgreSQL: what it adds are guards between federations, which know no roles."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "walk_kind" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_databases")
        metafunc.parametrize("walk_kind", ["sqlite", "postgresql"] if both else ["sqlite"], scope="session")


@pytest.fixture(scope="session")
def walk_database(walk_kind: str, request: pytest.FixtureRequest) -> Iterator[Kept]:
    kept: Kept
    if walk_kind == "postgresql":
        kept = KeptOnServer(request.getfixturevalue("postgres_server"), "walks")
    else:
        template: SQLiteTemplate = request.getfixturevalue("sqlite_template")
        kept = KeptFile(template.copy())
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def walk_app(walk_database: Kept, federation_stopwatch: PluginStopwatch) -> Iterator[Flask]:
    plugins = (*installed(), GARDEN)
    upgrade_database(walk_database.url, plugins)
    made = made_app(settings_for(walk_database.url), plugins)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def worlds(walk_app: Flask) -> tuple[Furnished, Furnished]:
    """The federation that is walked, and its sibling."""
    with walk_app.app_context():
        own, sibling = furnish("saltmarsh", "Z", VOTERS), furnish("thistledown", "Y", VOTERS)
        add_everything(sibling, "outsider")
        own.things["style"] = walk_app.jinja_env.globals["asset_url"]("app.css").rpartition("/")[2]  # type: ignore[operator]
        return own, sibling


@pytest.fixture(scope="session")
def walker(
    walk_app: Flask, walk_database: Kept, worlds: tuple[Furnished, Furnished], walk_kind: str
) -> Walker:
    own, sibling = worlds
    with walk_app.app_context():
        sessions = sign_people_in([own, sibling])
        _, stranger = add_stranger()
        people = [
            Principal("nobody signed in", None, None, None),
            Principal("somebody of no federation", stranger, None, None),
            Principal("outsider", sessions[sibling.slug, "outsider"], sibling.tokens["outsider"], None),
            *(
                Principal(name, sessions[own.slug, name], own.tokens[name], own.actor(name))
                for name in (WALKERS if walk_kind == "sqlite" else FEWER)
            ),
        ]
    return Walker(walk_app, walk_database, own, people)


@pytest.fixture(scope="session")
def cells(walk_app: Flask, walk_kind: str, walker: Walker, worlds: tuple[Furnished, Furnished]) -> list[Cell]:
    """All cells; on PostgreSQL each page and act once, all that name what is another federation's or missing, and a sample of
    the others."""
    found = list(Cells(walk_app, *worlds))
    if walk_kind == "sqlite":
        return found
    return [cell for number, cell in enumerate(found) if cell.is_plain or number % SAMPLED == 0]


@pytest.fixture(scope="session")
def oracle(worlds: tuple[Furnished, Furnished], walk_app: Flask) -> Oracle:
    from federation.kernel.policy import policy

    return Oracle({permission.name: permission for permission in policy}, worlds[0])


@pytest.fixture(scope="session")
def walk(walker: Walker, cells: list[Cell], oracle: Oracle) -> Walk:
    """Every page and every read for programs, as everybody."""
    return walk_pages(walker, cells, oracle)
