"""One furnished database for all walks; acts are undone after each."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from federation.app import create_app
from federation.kernel.config import read_settings
from federation.kernel.db import db
from tests.walks.cells import Cell, Cells
from tests.walks.furnishing import VOTERS, Furnished, add_everything, add_stranger, furnish, sign_people_in
from tests.walks.oracle import Oracle
from tests.walks.walk import Walk, walk_pages
from tests.walks.walker import Principal, Walker

WALKERS = ("admin", "executive", "chair", "rep1", "rep7", "member", "lay", "observer", "author", "coauthor")
"""Of the federation walked: ``rep1`` and ``member`` are of one practice, ``rep7`` of one without a vote."""


@pytest.fixture(scope="session")
def walk_database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("walks") / "federation.db"
    shutil.copy(sqlite_template, path)
    return path


@pytest.fixture(scope="session")
def walk_app(walk_database: Path) -> Iterator[Flask]:
    settings = read_settings(
        {"FEDERATION_DATABASE_URL": f"sqlite:///{walk_database}", "FEDERATION_SECRET_KEY": "s" * 40}
    )
    settings["passwords"] = {"memory_kib": 64, "passes": 1, "lanes": 1}
    settings["jobs"]["in_web_process"] = False
    made = create_app(settings)
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
def walker(walk_app: Flask, walk_database: Path, worlds: tuple[Furnished, Furnished]) -> Walker:
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
                for name in WALKERS
            ),
        ]
    return Walker(walk_app, walk_database, own, people)


@pytest.fixture(scope="session")
def cells(walk_app: Flask, walker: Walker, worlds: tuple[Furnished, Furnished]) -> list[Cell]:
    return list(Cells(walk_app, *worlds))


@pytest.fixture(scope="session")
def oracle(worlds: tuple[Furnished, Furnished], walk_app: Flask) -> Oracle:
    from federation.kernel.policy import policy

    return Oracle({permission.name: permission for permission in policy}, worlds[0])


@pytest.fixture(scope="session")
def walk(walker: Walker, cells: list[Cell], oracle: Oracle) -> Walk:
    """Every page and every read for programs, as everybody."""
    return walk_pages(walker, cells, oracle)
