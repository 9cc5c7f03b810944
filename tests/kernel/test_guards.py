"""The guards of the database are known by name and content: one that is gone, off or bent is noticed."""

import json

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from federation.doctor import examine
from federation.kernel.guards import GUARDS, guards_of, missing_guards
from federation.plugin.installed import installed, units
from federation.plugin.migrate import owner_engine
from federation.testing import both_databases


@pytest.fixture
def owner(database_url: str) -> Engine:
    return owner_engine(database_url)


@both_databases
def test_the_guards_of_a_fresh_database_are_those_that_are_written_down(
    owner: Engine, database_kind: str
) -> None:
    with owner.connect() as connection:
        plugins = [name for unit in units(installed()) for name in unit.guards.get(database_kind, ())]
        found = {name: what for name, what in guards_of(connection).items() if name not in plugins}
        assert found == GUARDS[database_kind], (
            f"in federation/kernel/guards.json: {json.dumps(found, indent=2, sort_keys=True)}"
        )
        assert list(missing_guards(connection)) == []
    owner.dispose()


@both_databases
def test_a_guard_that_is_gone_off_or_bent_is_named(
    app: Flask, owner: Engine, database_kind: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "guard_decisions_ballot_update"
    on_postgresql = database_kind == "postgresql"
    bent = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        if on_postgresql
        else f"CREATE TRIGGER {name} BEFORE UPDATE ON decisions_ballot BEGIN SELECT 1; END"
    )
    off = f"ALTER TABLE decisions_ballot DISABLE TRIGGER {name}"
    drop = f"DROP TRIGGER {name}" + (" ON decisions_ballot" if on_postgresql else "")
    faults = [([drop], "it is gone from the database")]
    faults.append(([bent] if on_postgresql else [drop, bent], "it was changed or switched off"))
    faults += [([off], "it was changed or switched off")] if on_postgresql else []
    monkeypatch.setenv("FEDERATION_DATABASE_URL", database_url)
    for statements, words in faults:
        with owner.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
            assert [str(one) for one in missing_guards(connection)] == [f"The guard {name}: {words}"]
            connection.rollback()
    with owner.begin() as connection:
        connection.execute(text(drop))
    lines = [line for line in examine() if name in line]
    assert lines == [f"The guard {name}: it is gone from the database. Run: federation record verify"]
    owner.dispose()
