"""Through PgBouncer in transaction mode federations stay apart, and nothing is remembered where it may not be."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select, text

from federation import doctor
from federation.app import create_app
from federation.decisions.models import Ballot, Decision
from federation.kernel import pooled
from federation.kernel.db import db, unit_of_work
from federation.kernel.pooled import NotAsOurRole
from federation.kernel.row_security import SETTING
from federation.testing.databases import PostgresTemplate, settings_for
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.bouncer import PROGRAM, bouncer
from tests.decisions.votes import opened

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="PgBouncer is not installed")
CONNECTIONS = 2
"""To the server, for twice as many who ask at once: each is used by many in turn."""


@pytest.fixture
def direct(postgres_template: PostgresTemplate) -> Iterator[str]:
    """A database in which the role of the product may log in, and the secret key is known."""
    from federation.app import upgrade_database

    url, remove = postgres_template.copy()
    server = create_engine(postgres_template.server, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql("ALTER ROLE federation_app LOGIN")
        upgrade_database(url, None, settings_for(url)["secret_key"])
        yield url
        remove()
        connection.exec_driver_sql("ALTER ROLE federation_app NOLOGIN")
    server.dispose()


@pytest.fixture
def app(direct: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The app behind a pooler."""
    monkeypatch.setenv("FEDERATION_VAR", str(tmp_path / "var"))
    with bouncer(direct, CONNECTIONS) as url:
        made = create_app(settings_for(url))
        made.config["WTF_CSRF_ENABLED"] = False
        with made.app_context():
            yield made
            db.session.remove()
            db.engine.dispose()


def _vote(world: World, clients: Sequence[FlaskClient], decision_id: int, failed: list[str]) -> None:
    for client, code in zip(clients, sorted(world.practices), strict=True):
        for _ in range(4):
            page = client.get(f"/f/{world.slug}/decisions/{decision_id}")
            if page.status_code != 200 or f"/f/{world.slug}/" not in page.text:
                failed.append(f"{world.slug}: {page.status_code}")
        sent = client.post(
            f"/f/{world.slug}/decisions/{decision_id}/vote/{world.practices[code]}",
            data={"stance": "for", "reason": ""},
        )
        if sent.status_code != 303:
            failed.append(f"{world.slug}: ballot {sent.status_code}")


def test_federations_stay_apart_while_connections_pass_from_one_to_the_other(app: Flask) -> None:
    worlds = [make_world(name, 4) for name in ("saltmarsh", "thistledown", "fenland", "marram")]
    votes = [opened(world) for world in worlds]
    clients = [[world.client(app, f"rep{one}") for one in range(1, 5)] for world in worlds]
    db.session.remove()
    failed: list[str] = []
    threads = [
        threading.Thread(target=_vote, args=(*one, failed))
        for one in zip(worlds, clients, votes, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    run_once(app)
    for world, number in zip(worlds, votes, strict=True):
        with world.scope():
            assert db.session.scalars(select(Decision.id)).all() == [number]
            assert len(db.session.scalars(select(Ballot.id)).all()) == 4
            seen = db.session.connection().execute(
                text("SELECT DISTINCT federation_id FROM decisions_ballot")
            )
            assert seen.scalars().all() == [world.federation_id]
        db.session.rollback()


def test_what_holds_for_a_transaction_ends_with_it(app: Flask) -> None:
    world = make_world("saltmarsh", 3)
    db.session.remove()
    with db.engine.connect() as connection:
        assert connection.info["pooled"] and connection.connection.dbapi_connection.prepare_threshold is None
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar_one() == f"{pooled.PATIENCE // 1000}s"
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"
    with world.scope():
        assert db.session.scalars(select(Decision.id)).all() == []
    db.session.remove()
    with db.engine.connect() as connection:
        left = connection.exec_driver_sql(f"SELECT current_setting('{SETTING}', true)").scalar_one()
        assert not left
        assert connection.exec_driver_sql("SELECT count(*) FROM network_practice").scalar_one() == 0
    with unit_of_work(), world.scope():
        assert len(db.session.scalars(select(Decision.id)).all()) == 0


def test_the_checks_at_the_start_hold_and_who_logs_in_as_more_is_refused(app: Flask, direct: str) -> None:
    from federation.plugin.migrate import owner_engine

    settings = app.config["SETTINGS"]
    engine = owner_engine(settings["database_url"])
    with engine.connect() as connection:
        assert list(doctor.powerless(connection, settings)) == []
    engine.dispose()
    other = create_engine(direct)
    pooled.follow_pooler(other, None)
    with other.connect() as connection:
        assert "pooled" not in connection.info
    other.dispose()
    strict = create_engine(settings["database_url"])
    pooled.follow_pooler(strict, "somebody_else")
    with pytest.raises(NotAsOurRole, match="logs in as somebody_else"):
        strict.connect()
    strict.dispose()
