"""Whoever runs an installation sees whether it works: two addresses for programs, and what the doctor says of work and mail."""

import smtplib
import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, select

from federation import doctor
from federation.app import tables_of
from federation.kernel import health, mail, outbox
from federation.kernel.db import db, unit_of_work
from federation.kernel.outbox import MOST_ATTEMPTS, OutboxRow
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import every_federation
from federation.kernel.working_turns import take_turn
from federation.plugin.migrate import faults, upgrade
from federation.testing.world import World, make_world
from federation.worker import run_once
from tests.test_out_of_service import database_away

TOKEN = "7a41c09de2b85f3618d4a70c92eb5f16"


def letter_to(world: World, name: str) -> None:
    with unit_of_work(), world.scope():
        outbox.add("mail", f"letter:{name}", {"person": world.people[name], "subject": "A", "text": "B"})
    db.session.remove()


def attempts() -> list[int]:
    db.session.remove()
    with every_federation("a test"):
        return list(db.session.scalars(select(OutboxRow.attempts).order_by(OutboxRow.id)))


def refusing(code: int) -> Callable[[Any, Any], None]:
    def send(_settings: Any, letter: Any) -> None:
        raise smtplib.SMTPRecipientsRefused({letter["To"]: (code, b"no such mailbox")})

    return send


@pytest.mark.both_databases
def test_health_says_whether_it_lives_reads_and_writes(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"lives": True, "reads": True, "writes": True})
    app.extensions["health"]["written"] = -health._WRITTEN_EVERY
    with database_away():
        answer = client.get("/health")
    assert (answer.status_code, answer.json) == (503, {"lives": True, "reads": False, "writes": False})


@pytest.mark.both_databases
def test_metrics_are_read_with_the_token_alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world(practices=2)
    letter_to(world, "rep1")
    client = app.test_client()
    assert client.get("/metrics").status_code == 404
    monkeypatch.setitem(app.config["SETTINGS"], "metrics_token", TOKEN)
    for given in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN[:-1]}"}):
        refused = client.get("/metrics", headers=given)
        assert (refused.status_code, "federation_" in refused.text) == (401, False)
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    assert 'federation_outbox_waiting{kind="mail"} 1' in text.splitlines()
    run_once(app)
    db.session.remove()
    lines = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text.splitlines()
    assert not [line for line in lines if line.startswith("federation_outbox_waiting")]
    assert [line.split(" ")[0] for line in lines if line.startswith("federation_silent")] == [
        'federation_silent_seconds{work="mail"}',
        'federation_silent_seconds{work="sweep"}',
    ]


@pytest.mark.both_databases
@pytest.mark.parametrize(("code", "tried"), [(550, MOST_ATTEMPTS), (450, 1)])
def test_a_letter_that_is_refused_for_good_is_tried_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch, code: int, tried: int
) -> None:
    world = make_world(practices=2)
    letter_to(world, "rep1")
    monkeypatch.setattr(mail, "send", refusing(code))
    run_once(app)
    assert attempts() == [tried]
    assert health.try_again() == (1 if code == 550 else 0)
    sent: list[str] = []
    monkeypatch.setattr(mail, "send", lambda _settings, letter: sent.append(letter["Subject"]))
    run_once(app)
    assert sent == (["A"] if code == 550 else []), "the other one waits for its pause to end"


@pytest.fixture
def examine(app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    monkeypatch.setenv("FEDERATION_DATABASE_URL", database_url)
    monkeypatch.delenv("FEDERATION_CONFIG", raising=False)
    return lambda: [
        line
        for line in doctor.examine()
        if not line.startswith((doctor.FOR_PRODUCTION, "saltmarsh", "The guard federation_now"))
        and " runs with " not in line
    ]


@pytest.mark.both_databases
def test_the_doctor_says_that_nobody_works(
    examine: Callable[[], list[str]], travel: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "CLOCKS_APART", timedelta(days=1))
    assert examine() == [], "where there is no federation nothing is to be done"
    make_world(practices=1)
    assert examine() == [
        "No worker has ever looked for what is due. Run: federation worker",
        "No worker has ever looked for letters. Run: federation worker",
    ]
    assert take_turn("sweep") and take_turn("mail")
    assert examine() == []
    travel(timedelta(minutes=3, seconds=30))
    assert take_turn("mail")
    assert examine() == ["No worker has looked for what is due for 3 minutes. Run: federation worker"]


@pytest.mark.both_databases
def test_the_doctor_says_why_letters_do_not_leave(
    app: Flask, examine: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(practices=2)
    for name in ("rep1", "rep2", "chair"):
        letter_to(world, name)
    monkeypatch.setattr(mail, "send", refusing(550))
    run_once(app)
    assert examine() == [
        "3 messages (mail) were tried 120 times and given up. When the cause is mended: federation mail again",
        "3 messages (mail) failed: the mail server refused the address it was sent to",
    ]


@pytest.mark.both_databases
def test_the_doctor_compares_the_two_clocks(
    app: Flask,
    database_url: str,
    examine: Callable[[], list[str]],
    travel: Callable[[timedelta], None],
) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite reads the clock of the machine that asks")
    assert examine() == []
    travel(timedelta(minutes=2))
    (line,) = examine()
    assert line.startswith("The clock of the database and that of this machine are 1")


def test_the_doctor_asks_the_mail_server(app: Flask) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # taken, and listened at by nobody
        nobody = {"smtp_host": "127.0.0.1", "smtp_port": held.getsockname()[1], "smtp_user": ""}
        settings = {"mail": nobody | {"smtp_tls": False, "smtp_starttls": False}}
        assert list(doctor._mail_server(settings)) == [
            "Mail: the mail server does not answer at this address and port (127.0.0.1)"
        ]
    assert list(doctor._mail_server({"mail": {**nobody, "smtp_host": ""}})) == []


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (
            "ALTER TABLE people_person DROP COLUMN erased_at",
            "The table people_person lacks the column erased_at",
        ),
        (
            "DROP INDEX ix_decisions_decision_closing",
            "The table decisions_decision lacks the index ix_decisions_decision_closing",
        ),
        (
            "CREATE INDEX ix_stray ON people_person (name)",
            "The table people_person has an index ix_stray, which nothing here knows",
        ),
        ("DROP TABLE kernel_working_turn", "The table kernel_working_turn is missing"),
    ],
)
def test_tables_that_are_not_what_the_code_says_are_named(
    app: Flask, database_url: str, harm: str, words: str
) -> None:
    assert faults(database_url, tables_of()) == []
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(harm)
    engine.dispose()
    assert [line.partition(". Compare")[0] for line in faults(database_url, tables_of())] == [words]


@pytest.mark.both_databases
def test_a_database_that_is_newer_is_said_to_be_and_left_alone(app: Flask, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE kernel_version_core SET version_num = '9999'")
    engine.dispose()
    (words,) = faults(database_url, tables_of())
    assert words.startswith("The database is newer than this program: core is at 9999, and ")
    with pytest.raises(Refusal, match="Nothing was changed"):
        upgrade(database_url, tables_of())
