"""Fixtures for all tests: an app on SQLite, and on PostgreSQL too where a test asks for both databases."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, has_app_context
from sqlalchemy import create_engine, text

from federation.app import create_app, upgrade_database
from federation.kernel import clock
from federation.kernel.config import read_settings
from federation.kernel.db import db
from tests import postgres

both_databases = pytest.mark.both_databases
_numbers = count(1)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_databases: run on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        kinds = (
            ["sqlite", "postgresql"]
            if metafunc.definition.get_closest_marker("both_databases")
            else ["sqlite"]
        )
        metafunc.parametrize("database_kind", kinds, scope="function")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with all tables."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    upgrade_database(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server with an empty database ``template_federation`` that has all tables."""
    url, stop = postgres.start()
    try:
        upgrade_database(postgres.create_database(url, "template_federation"))
        yield url
    finally:
        stop()


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with all tables."""
    if database_kind == "sqlite":
        path = tmp_path / "federation.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"test_{next(_numbers)}"
    yield postgres.create_database(server, name, "template_federation")
    postgres.drop_database(server, name)


@pytest.fixture
def settings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Settings for tests: own folder, cheap passwords, no threads."""
    monkeypatch.chdir(tmp_path)
    found = read_settings({"FEDERATION_DATABASE_URL": database_url, "FEDERATION_SECRET_KEY": "s" * 40})
    found["passwords"] = {"memory_kib": 64, "passes": 1, "lanes": 1}
    found["jobs"]["in_web_process"] = False
    return found


@pytest.fixture
def app(settings: dict[str, Any]) -> Iterator[Flask]:
    """The app on a fresh database, with its context pushed."""
    made = create_app(settings)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def travel(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Move the database's clock forward (from the true time) by the time given."""

    def move(by: timedelta) -> None:
        true = datetime.now
        monkeypatch.setattr(clock, "machine_now", lambda: true(clock.UTC) + by)
        if database_url.startswith("postgresql"):
            if has_app_context():
                db.session.rollback()  # a transaction that is open keeps the function as it was
            engine = create_engine(database_url)
            with engine.begin() as connection:
                connection.execute(
                    text(
                        "CREATE OR REPLACE FUNCTION federation_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS "
                        f"'SELECT clock_timestamp() + interval ''{by.total_seconds()} seconds'''"
                    )
                )
            engine.dispose()

    return move
