"""Fixtures for all tests: an app on SQLite, and on PostgreSQL too where a test asks for both databases."""

import os
from collections.abc import Callable, Iterator
from contextlib import chdir
from datetime import timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from xdist.remote import Producer

from federation.demo.fill import fill
from federation.kernel.db import db
from federation.testing import postgres
from federation.testing.apps import RunApps, keep_what_is_loaded
from federation.testing.databases import PostgresTemplate, SQLiteTemplate, settings_for
from federation.testing.travel import move
from tests.beginnings import Database, KeptBeginnings
from tests.sharing import LongFirst, place
from tests.terminal import WarmTerminal

os.environ.setdefault("FEDERATION_PRODUCTION", "no")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place(item.nodeid))


def pytest_collection_finish() -> None:
    keep_what_is_loaded()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LongFirst | None:
    return LongFirst(config, log) if config.getoption("dist") == "loadfile" else None


# No clock decides a test: on a busy machine an example may take long.
hypothesis.settings.register_profile("no clock", deadline=None)
hypothesis.settings.load_profile("no clock")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        kinds = (
            ["sqlite", "postgresql"]
            if metafunc.definition.get_closest_marker("both_databases")
            else ["sqlite"]
        )
        metafunc.parametrize("database_kind", kinds, scope="function")


@pytest.fixture(scope="session")
def sqlite_template() -> Iterator[SQLiteTemplate]:
    """An empty SQLite database with all tables."""
    made = SQLiteTemplate()
    yield made
    made.remove()


@pytest.fixture(scope="session")
def apps(_federation_apps: RunApps) -> RunApps:
    """The apps that tests use in turn."""
    return _federation_apps


@pytest.fixture(scope="session")
def postgres_template(request: pytest.FixtureRequest) -> PostgresTemplate:
    """On a PostgreSQL server an empty database with all tables. Without a server these tests fail: none is left out."""
    assert postgres.is_installed(), "PostgreSQL for tests is missing: make setup"
    return PostgresTemplate(request.getfixturevalue("_federation_postgres_server"), "template_federation")


@pytest.fixture(scope="session")
def postgres_server(postgres_template: PostgresTemplate) -> str:
    """The superuser's address at the server where that database lies."""
    return postgres_template.server


@pytest.fixture(scope="session")
def terminal() -> Iterator[WarmTerminal]:
    """Runs commands of the product."""
    with WarmTerminal() as warm:
        yield warm


@pytest.fixture(scope="session")
def kept_beginnings(tmp_path_factory: pytest.TempPathFactory) -> KeptBeginnings:
    """What tests begin with, kept."""
    return KeptBeginnings(tmp_path_factory.mktemp("beginnings"))


@pytest.fixture
def database_template(database_kind: str, request: pytest.FixtureRequest) -> Database:
    """What the test has its database from."""
    found: Database = request.getfixturevalue(
        "sqlite_template" if database_kind == "sqlite" else "postgres_template"
    )
    return found


@pytest.fixture
def database_url(database_template: Database) -> Iterator[str]:
    """The address of a fresh database with all tables."""
    if isinstance(database_template, SQLiteTemplate):
        yield database_template.fresh()
        return
    url, remove = database_template.fresh()
    yield url
    remove()


@pytest.fixture
def settings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Settings for tests: own folder, cheap passwords, no threads."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEDERATION_VAR", str(tmp_path / "var"))
    return settings_for(database_url)


@pytest.fixture
def app(settings: dict[str, Any], apps: RunApps) -> Iterator[Flask]:
    """The app on a fresh database, with its context pushed."""
    with apps.lend(settings) as made, made.app_context():
        yield made


@pytest.fixture(scope="session")
def demonstration(
    sqlite_template: SQLiteTemplate, apps: RunApps, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The name of the SQLite database that is kept with the demonstration in it: it is filled once for all tests."""

    def make() -> None:
        folder = tmp_path_factory.mktemp("demonstration")
        with (
            chdir(folder),
            pytest.MonkeyPatch.context() as patch,
            apps.lend(settings_for(f"sqlite:///{sqlite_template.path}")) as made,
            made.app_context(),
        ):
            patch.setenv("FEDERATION_VAR", str(folder / "var"))
            fill(made)

    sqlite_template.keep_shared("demonstration", make)
    return "demonstration"


@pytest.fixture
def demo_app(demonstration: str, app: Flask, sqlite_template: SQLiteTemplate) -> Flask:
    """The app on a fresh copy of the demonstration, on SQLite."""
    db.engine.dispose()
    sqlite_template.fresh(demonstration)
    return app


@pytest.fixture
def travel(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Move the database's clock forward (from the true time) by the time given."""
    return lambda by: move(monkeypatch, database_url, by)
