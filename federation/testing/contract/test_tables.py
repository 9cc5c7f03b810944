"""Tables: up, down and up again on both databases, as the models say, and kept while the code is away."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from alembic import command

from federation.app import upgrade_database
from federation.kernel.db import db
from federation.kernel.guards import guards_of
from federation.plugin.installed import InstalledPlugin, units
from federation.plugin.leftovers import orphans
from federation.plugin.migrate import alembic_config, owner_engine
from federation.testing import both_databases
from federation.testing.apps import made_app
from federation.testing.databases import settings_for
from federation.testing.furnished import fill, tables_of
from federation.testing.plugins import switch_on
from federation.testing.tables import contents, differences, names_of
from federation.testing.world import make_world, new_session, session_cookie


def _of_a_package(installed: tuple[InstalledPlugin, ...]) -> None:
    """Skip what is so of a plugin alone: the product's own features come and go with the product."""
    if not installed:
        pytest.skip("its tables are the product’s own")


@both_databases
def test_tables_come_and_go_and_come_again(
    federation_database_url: str, federation_plugin: str, federation_installed: tuple[InstalledPlugin, ...]
) -> None:
    """Migrations up, down and up again; down leaves no table."""
    _of_a_package(federation_installed)
    url, name = federation_database_url, federation_plugin
    unit = next((one for one in units(federation_installed) if one.name == name), None)
    if unit is None:
        assert tables_of(name) == [], "there are tables, and no migrations that make them"
        pytest.skip("it has no tables")
    wanted = {table.name for table in tables_of(name)}
    assert names_of(url, name) == wanted
    engine = owner_engine(url)
    with engine.begin() as connection:
        command.downgrade(alembic_config(unit, connection), "base")
    assert names_of(url, name) == set()
    upgrade_database(url, federation_installed)
    assert names_of(url, name) == wanted
    engine.dispose()


@both_databases
def test_tables_are_what_the_models_say(federation_database_url: str, federation_plugin: str) -> None:
    """There is nothing left for a migration to change."""
    assert differences(federation_database_url, federation_plugin) == []


@both_databases
def test_guards_are_written_down(
    federation_database_url: str, federation_plugin: str, federation_installed: tuple[InstalledPlugin, ...]
) -> None:
    """What the database refuses by itself is known by a fingerprint, so that a guard that is gone or bent is noticed."""
    _of_a_package(federation_installed)
    unit = next((one for one in units(federation_installed) if one.name == federation_plugin), None)
    engine = owner_engine(federation_database_url)
    with engine.connect() as connection:
        ours = tuple(f"guard_{table.name}_" for table in tables_of(federation_plugin))
        found = {name: what for name, what in guards_of(connection).items() if name.startswith(ours)}
        written = unit.guards.get(connection.dialect.name, {}) if unit else {}
    engine.dispose()
    assert found == written, f"in migrations/guards.json: {json.dumps(found, indent=2, sort_keys=True)}"


@both_databases
def test_rows_of_one_federation_are_locked_from_others(
    federation_database_url: str, federation_plugin: str, federation_installed: tuple[InstalledPlugin, ...]
) -> None:
    """On PostgreSQL every table has row-level security, forced."""
    _of_a_package(federation_installed)
    if not federation_database_url.startswith("postgresql"):
        for table in tables_of(federation_plugin):
            assert "federation_id" in table.columns
        return
    engine = owner_engine(federation_database_url)
    with engine.connect() as connection:
        for table in tables_of(federation_plugin):
            row = connection.exec_driver_sql(
                "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", (table.name,)
            ).one()
            assert tuple(row) == (True, True), table.name
    engine.dispose()


@both_databases
def test_uninstalled_and_installed_again_nothing_is_lost(
    federation_database_url: str,
    federation_plugin: str,
    federation_installed: tuple[InstalledPlugin, ...],
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without its code the product works and names the tables that are left; with it the rows are as they were."""
    _of_a_package(federation_installed)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEDERATION_VAR", str(tmp_path / "var"))
    url, name = federation_database_url, federation_plugin
    app = made_app(settings_for(url), federation_installed)
    with app.app_context():
        world = make_world("saltmarsh", 6)
        switch_on(world, name)
        fill(world, [one.feature for one in federation_installed])
        cookies = {
            one: "=".join(session_cookie(app, new_session(world.people[one]))) for one in ("admin", "rep1")
        }
        db.session.remove()
        db.engine.dispose()
    before = contents(url, name)
    packages = [one.feature.package for one in federation_installed]
    asked = {"url": url, "slug": world.slug, "name": name, "cookies": cookies, "packages": packages}
    answer = subprocess.run(
        [sys.executable, "-m", "federation.testing.without"],
        input=json.dumps(asked),
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["imported"] == []
    assert {path: status for path, status in found["core"].items() if status != 200} == {}
    assert found["own"] == 404
    upgrade_database(url, ())
    if before:
        assert name in [one.name for one in orphans(url, [])]
        assert name not in [
            one.name for one in orphans(url, [one.feature.name for one in federation_installed])
        ]
    upgrade_database(url, federation_installed)
    assert contents(url, name) == before
    made_app(settings_for(url), federation_installed)
