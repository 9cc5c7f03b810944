"""On PostgreSQL the web and the workers log in as a role that owns nothing, sees the federation chosen alone, and
cannot change what is frozen, whatever statement finds its way into a request."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from federation import doctor
from federation.app import create_app, upgrade_database
from federation.kernel import record, tenancy
from federation.kernel.db import APP_ROLE, db
from federation.kernel.row_security import EVERY, SETTING, signed
from federation.kernel.servers import powerless
from federation.kernel.tenancy import every_federation, federation_scope
from federation.plugin.migrate import owned, owner_engine
from federation.plugin.rights import _LOCKED, _policy_as_kept
from federation.testing import postgres
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.decisions.votes import opened, propose, vote
from tests.people.accounts import Typing
from tests.tables import back_to

SECRET = "a secret of forty characters, all our own"


@pytest.fixture(scope="module")
def owner_url(postgres_server: str) -> Iterator[str]:
    """A database that an ordinary role owns, as an operator would make it."""
    server = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql("CREATE ROLE keeper LOGIN")
        connection.exec_driver_sql("CREATE DATABASE kept OWNER keeper")
        connection.exec_driver_sql(f"ALTER ROLE {APP_ROLE} LOGIN")
    url = postgres_server.replace("postgres@/postgres?", "keeper@/kept?")
    upgrade_database(url, (), SECRET)
    yield url
    postgres.drop_database(postgres_server, "kept")
    with server.connect() as connection:
        connection.exec_driver_sql("DROP ROLE keeper")
        connection.exec_driver_sql(f"ALTER ROLE {APP_ROLE} NOLOGIN")
    server.dispose()


@pytest.fixture(scope="module")
def url(owner_url: str) -> str:
    return owner_url.replace("keeper@", f"{APP_ROLE}@")


@pytest.fixture(scope="module")
def served(url: str, owner_url: str) -> Iterator[Flask]:
    """The app as it is served, logged in as the role that owns nothing."""
    from federation.testing.databases import settings_for

    app = create_app({**settings_for(url), "secret_key": SECRET, "owner_url": owner_url}, ())
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def begun(served: Flask) -> tuple[World, World, dict[str, int]]:
    ours, theirs = make_world("saltmarsh", 3), make_world("thistledown", 3)
    votes = {"open": opened(ours), "theirs": opened(theirs), "talked": propose(ours)}
    vote(ours, votes["open"], "fx")
    vote(theirs, votes["theirs"], "xf")
    db.session.rollback()
    return ours, theirs, votes


def said(error: pytest.ExceptionInfo[DBAPIError]) -> str:
    return str(error.value.orig).splitlines()[0]


def injected(world: World, statement: str, **values: Any) -> Any:
    """What a statement answers that found its way into a request of a federation."""
    db.session.rollback()
    with world.scope():
        tenancy._announce(db.session())
        try:
            answer = db.session.connection().execute(text(statement), values)
            return answer.all() if answer.returns_rows else answer.rowcount
        finally:
            db.session.rollback()


@pytest.fixture(scope="module")
def worlds(served: Flask, begun: tuple[World, World, dict[str, int]]) -> tuple[World, World, dict[str, int]]:
    """Two federations in which pages were read, a ballot was cast by a form, and the worker ran."""
    ours, theirs, votes = begun
    for world, number in ((ours, votes["open"]), (theirs, votes["theirs"]), (ours, votes["talked"])):
        client = Typing(world.client(served, "rep3"), served)
        for _ in range(2):
            page = client.get(f"/f/{world.slug}/decisions/{number}")
            assert page.status_code == 200 and "Share home visits" in page.text
    foreign = Typing(ours.client(served, "rep3"), served)
    assert foreign.get(f"/f/{theirs.slug}/").status_code == 404
    assert foreign.get(f"/f/{ours.slug}/decisions/{votes['theirs']}").status_code == 404
    practice = ours.practices["Z99003"]
    cast = foreign.post(
        f"/f/{ours.slug}/decisions/{votes['open']}/vote/{practice}", data={"stance": "for", "reason": ""}
    )
    assert cast.status_code == 303
    assert run_once(served) > 0
    return begun


def test_pages_forms_and_workers_do_what_they_do(worlds: tuple[World, World, dict[str, int]]) -> None:
    ours = worlds[0]
    assert injected(ours, "SELECT count(*) FROM decisions_ballot") == [(3,)]
    with every_federation("a test counts"):
        tenancy._announce(db.session())
        assert db.session.connection().exec_driver_sql("SELECT count(*) FROM decisions_ballot").scalar() == 5
    db.session.rollback()


@pytest.mark.parametrize(
    "wider",
    [
        "*",
        "{theirs}",
        "{theirs}:",
        "*:" + "0" * 64,
        "{theirs}:{own}",
        "*:{own}",
        "{ours}:{own}",
        "",
    ],
)
def test_no_statement_chooses_another_federation(
    worlds: tuple[World, World, dict[str, int]], wider: str
) -> None:
    ours, theirs, _ = worlds
    seen = injected(ours, f"SELECT current_setting('{SETTING}')")[0][0]
    value = wider.format(theirs=theirs.federation_id, ours=ours.federation_id, own=seen.partition(":")[2])
    change = f"SELECT set_config('{SETTING}', :value, true), (SELECT count(*) FROM decisions_ballot)"
    db.session.rollback()
    with ours.scope():
        tenancy._announce(db.session())
        connection = db.session.connection()
        connection.execute(text(change), {"value": seen})
        if value in ("", seen):
            connection.execute(text(f"SELECT set_config('{SETTING}', :value, true)"), {"value": value})
            counted = connection.exec_driver_sql("SELECT count(*) FROM decisions_ballot").scalar_one()
            assert counted == (0 if value == "" else 3)
        else:
            connection.execute(text(f"SELECT set_config('{SETTING}', :value, true)"), {"value": value})
            with pytest.raises(DBAPIError) as refused:
                connection.exec_driver_sql("SELECT count(*) FROM decisions_ballot")
            assert said(refused) == f"{SETTING} is not signed for this connection"
    db.session.rollback()


def test_what_was_signed_for_one_connection_is_nothing_on_another(
    served: Flask, worlds: tuple[World, World, dict[str, int]], url: str
) -> None:
    other = create_engine(url)
    with db.engine.connect() as one, other.connect() as two:
        everything = signed(one, EVERY)
        for connection, refused in ((one, False), (two, True)):
            connection.execute(text(f"SELECT set_config('{SETTING}', :value, true)"), {"value": everything})
            if refused:
                with pytest.raises(DBAPIError, match="not signed"):
                    connection.exec_driver_sql("SELECT count(*) FROM decisions_ballot")
            else:
                assert connection.exec_driver_sql("SELECT count(*) FROM decisions_ballot").scalar_one() == 5
    other.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE keeper",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION keeper",
        "SELECT * FROM federation_owner.tenant_key",
        "SELECT pg_read_file('postgresql.conf')",
        "ALTER TABLE decisions_ballot DISABLE TRIGGER ALL",
        "ALTER TABLE decisions_ballot NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY within ON decisions_ballot",
        "SET session_replication_role = replica",
        "SET row_security = off; SELECT * FROM decisions_ballot",
        "CREATE OR REPLACE FUNCTION kernel_federation() RETURNS bigint LANGUAGE sql AS 'SELECT -1'",
        "CREATE OR REPLACE FUNCTION federation_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        "CREATE TEMPORARY TABLE network_membership (id bigint)",
        "CREATE TABLE mine (id bigint)",
        "CREATE SCHEMA mine",
        "TRUNCATE decisions_ballot",
        "UPDATE decisions_ballot SET stance = 'for'",
        "DELETE FROM decisions_ballot",
        "UPDATE kernel_record SET data = '{}'",
        "DELETE FROM kernel_record",
        "UPDATE decisions_roll_entry SET weight = weight * 10",
        "UPDATE decisions_roll_entry SET practice_id = practice_id, recused_at = NULL",
        "DELETE FROM decisions_roll_entry",
    ],
)
def test_what_is_the_owner_s_is_refused(worlds: tuple[World, World, dict[str, int]], statement: str) -> None:
    with pytest.raises(DBAPIError) as refused:
        injected(worlds[0], statement)
    assert any(
        words in said(refused) for words in ("permission denied", "must be owner", "would be affected by")
    ), said(refused)


def test_set_role_none_gains_nothing(worlds: tuple[World, World, dict[str, int]]) -> None:
    ours, theirs, _ = worlds
    for statement in ("SET ROLE NONE", "RESET ROLE", "RESET ALL"):
        db.session.rollback()
        with ours.scope():
            tenancy._announce(db.session())
            connection = db.session.connection()
            connection.exec_driver_sql(statement)
            rows = (
                connection.exec_driver_sql("SELECT DISTINCT federation_id FROM decisions_ballot")
                .scalars()
                .all()
            )
            assert theirs.federation_id not in rows
            with pytest.raises(DBAPIError):
                connection.exec_driver_sql("UPDATE decisions_ballot SET stance = 'for'")
        db.session.rollback()


def test_closed_decisions_stay_and_recusals_are_written(worlds: tuple[World, World, dict[str, int]]) -> None:
    ours, _, votes = worlds
    for statement in (
        "UPDATE decisions_decision SET title = 'Another' WHERE id = :id",
        "UPDATE decisions_decision SET rule = NULL WHERE id = :id",
    ):
        with pytest.raises(DBAPIError, match="a closed decision is not changed"):
            injected(ours, statement, id=votes["open"])
    assert (
        injected(
            ours,
            "UPDATE decisions_roll_entry SET recusal_reason = '' WHERE decision_id = :id",
            id=votes["open"],
        )
        == 3
    )


@pytest.mark.both_databases
def test_the_roll_is_fixed_for_the_owner_too(app: Flask, database_url: str) -> None:
    world = make_world(practices=3)
    opened(world)
    db.session.remove()
    engine = owner_engine(database_url)
    for column, value in (("weight", "10"), ("patients", "1"), ("code", "'X'"), ("name", "'X'")):
        with pytest.raises(DBAPIError, match="the roll is fixed"), engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE decisions_roll_entry SET {column} = {value}")
    engine.dispose()


def test_an_upgrade_by_its_owner_sees_the_rows_of_every_federation(
    worlds: tuple[World, World, dict[str, int]], owner_url: str
) -> None:
    db.session.remove()
    back_to(owner_url, "0022")
    upgrade_database(owner_url, (), SECRET)
    for world in worlds[:2]:
        with world.scope():
            good, broken = record.verify()
            assert (good > 0, broken) == (True, None)


def _lines(url: str, owner_url: str, secret_key: str = SECRET) -> list[str]:
    engine = owner_engine(url)
    with engine.connect() as connection:
        found = list(powerless(connection, {"secret_key": secret_key, "owner_url": owner_url}))
    engine.dispose()
    return found


def test_the_doctor_says_what_the_login_could_do(url: str, owner_url: str, postgres_server: str) -> None:
    assert _lines(url, owner_url) == []
    keeper = _lines(owner_url, owner_url)
    assert [line.partition(". As the owner")[0] for line in keeper] == [
        "The web logs in to PostgreSQL as keeper, which owns the tables"
    ]
    assert f"ALTER ROLE {APP_ROLE} LOGIN PASSWORD" in keeper[0] and "FEDERATION_OWNER_URL" in keeper[0]
    superuser = owner_url.replace("keeper@", "postgres@")
    assert "postgres, which is a superuser" in _lines(superuser, owner_url)[0]
    engine = create_engine(superuser, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE ROLE sly LOGIN; GRANT keeper TO sly")
        try:
            assert (
                "sly, which can become keeper" in _lines(owner_url.replace("keeper@", "sly@"), owner_url)[0]
            )
        finally:
            connection.exec_driver_sql("DROP ROLE sly")
    engine.dispose()
    assert _lines(url, owner_url, "another secret key of forty characters!!") == [
        "PostgreSQL does not know the secret key, so nobody would see anything. "
        "Run, with the owner's FEDERATION_OWNER_URL: federation db upgrade"
    ]


def test_production_does_not_start_as_the_owner(url: str, owner_url: str) -> None:
    from federation.kernel.config import UnsafeSettings

    settings = {"secret_key": SECRET, "owner_url": owner_url}
    with pytest.raises(UnsafeSettings, match="The web logs in to PostgreSQL as keeper"):
        doctor.refuse_unsafe_server({**settings, "database_url": owner_url})
    with pytest.raises(UnsafeSettings) as found:
        doctor.refuse_unsafe_server({**settings, "database_url": url})
    assert "logs in" not in str(found.value), "only that tests keep nothing on disk"


def _run(program: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = postgres._program() / "bin" / program
    return subprocess.run(
        [path, *words], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )


def test_a_copy_is_made_and_restored_as_the_documents_say(
    served: Flask,
    worlds: tuple[World, World, dict[str, int]],
    owner_url: str,
    postgres_server: str,
    tmp_path: Path,
) -> None:
    documents = " ".join((Path(__file__).parents[1] / "docs" / "deployment.md").read_text().split())
    dump = ("--enable-row-security", "--format=custom", f"--file={tmp_path}/federation.dump")
    said = f'PGOPTIONS="-c federation.id=*" pg_dump {" ".join(dump)} "$OWNER_URL"'.replace(f"{tmp_path}/", "")
    assert said in documents
    restore = ("--no-owner", "--exit-on-error", "--single-transaction")
    assert f'pg_restore {" ".join(restore)} --dbname="$OWNER_URL" federation.dump' in documents
    db.session.rollback()
    own = owner_url.replace("+psycopg", "")
    assert "would be affected by row-level security" in _run("pg_dump", own).stderr
    assert _run("pg_dump", *dump, own, PGOPTIONS="-c federation.id=*").stderr == ""
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE restored OWNER keeper")
    try:
        again = owner_url.replace("/kept?", "/restored?")
        done = _run(
            "pg_restore", *restore, f"--dbname={again.replace('+psycopg', '')}", f"{tmp_path}/federation.dump"
        )
        assert (done.returncode, done.stderr) == (0, "")
        upgrade_database(again, (), SECRET)
        assert _lines(again.replace("keeper@", f"{APP_ROLE}@"), again) == []
        before, after = contents(owner_url), contents(again)
        assert before == after and len(before) > 30
        assert len(before["decisions_ballot"]) == 5 and len(before["kernel_record"]) > 5
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql("DROP DATABASE restored WITH (FORCE)")
        engine.dispose()


def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table, as an owner who means all federations sees them."""
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"SELECT set_config('{SETTING}', '*', true)")
        found = {
            table: sorted(connection.exec_driver_sql(f'SELECT t::text FROM "{table}" t').scalars())
            for table in inspect(connection).get_table_names()
        }
    engine.dispose()
    return found


def test_the_setting_is_checked_once_a_statement(worlds: tuple[World, World, dict[str, int]]) -> None:
    plan = injected(
        worlds[0],
        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM decisions_ballot WHERE federation_id = 1",
    )
    lines = [row[0] for row in plan]
    assert [line.split()[0] for line in lines].count("InitPlan") == 2
    assert any("never executed" in line for line in lines)


def test_a_scope_that_was_never_chosen_sees_nothing(
    served: Flask, worlds: tuple[World, World, dict[str, int]]
) -> None:
    db.session.rollback()
    assert db.session.connection().exec_driver_sql("SELECT count(*) FROM decisions_ballot").scalar_one() == 0
    db.session.rollback()
    with federation_scope(worlds[0].federation_id):
        tenancy._announce(db.session())
        assert (
            db.session.connection().exec_driver_sql("SELECT count(*) FROM decisions_ballot").scalar_one() == 3
        )
    db.session.rollback()


def test_an_upgrade_with_nothing_to_do_waits_for_nobody_who_reads(
    begun: tuple[World, World, dict[str, int]], owner_url: str, url: str
) -> None:
    """Somebody reads every table and does not end; an upgrade that had to wait for a table would be refused at once."""
    reader, impatient = owner_engine(url), f"{owner_url}&options=-c%20lock_timeout%3D1"
    try:
        with reader.connect() as connection:
            for table in inspect(connection).get_table_names():
                connection.exec_driver_sql(f"LOCK TABLE {table} IN ACCESS SHARE MODE")
            upgrade_database(impatient, (), SECRET)
    finally:
        reader.dispose()
    owner = owner_engine(owner_url)
    with owner.begin() as connection:
        connection.exec_driver_sql("CREATE POLICY all_of_it ON decisions_ballot USING (true)")
        connection.exec_driver_sql("ALTER TABLE decisions_decision NO FORCE ROW LEVEL SECURITY")
    upgrade_database(impatient, (), SECRET)
    with owner.connect() as connection:
        kept = {name: (on, policies) for name, on, policies in connection.exec_driver_sql(_LOCKED)}
    owner.dispose()
    assert kept["decisions_ballot"] == kept["decisions_decision"] == (True, _policy_as_kept(False))


def test_a_migration_sees_the_rows_of_all_federations(
    begun: tuple[World, World, dict[str, int]], owner_url: str
) -> None:
    with owned(owner_url) as connection:
        seen = connection.exec_driver_sql("SELECT DISTINCT federation_id FROM decisions_decision").scalars()
        assert set(seen) == {world.federation_id for world in begun[:2]}
