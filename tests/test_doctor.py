"""What the doctor names, and what production does not start with."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine

from federation import doctor
from federation.kernel import assets, record
from federation.kernel import db as database
from federation.kernel.config import UnsafeSettings, doubtful_settings, read_settings, unsafe_settings
from federation.kernel.db import unit_of_work
from federation.kernel.outbox import OutboxRow
from federation.kernel.servers import sqlite_settings
from federation.kernel.tenancy import federation_scope
from federation.kernel.working_turns import take_turn
from federation.network.models import Membership
from federation.people.models import Person
from federation.plugin.migrate import owner_engine
from federation.testing.statements import statements
from federation.testing.world import make_world

SECRET = "fb0e7c1d92a843565b1c09de7f243a68"
SAFE = f"""
production = true
seal_recovery_key = "{"0123456789abcdef" * 4}"
base_url = "https://votes.example.org"
trusted_proxies = 1
[mail]
sender = "Federation <votes@example.org>"
smtp_host = "smtp.example.org"
"""
SEAL_KEY = "0f6c52de1b7a4938d2e4916b8c75fa30"
ENVIRONMENT = {
    "FEDERATION_DATABASE_URL": "postgresql://app@db/federation",
    "FEDERATION_SECRET_KEY": SECRET,
    "FEDERATION_SEAL_KEY": SEAL_KEY,
}


def start(tmp_path: Path, config: str = SAFE, **environment: str) -> dict[str, Any]:
    file = tmp_path / "production.toml"
    file.write_text(config)
    return read_settings({**ENVIRONMENT, "FEDERATION_CONFIG": str(file), **environment})


def test_production_starts_with_safe_settings(tmp_path: Path) -> None:
    assert unsafe_settings(start(tmp_path)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"FEDERATION_SECRET_KEY": ""}, "FEDERATION_SECRET_KEY"),
        ({"FEDERATION_SECRET_KEY": "short"}, "FEDERATION_SECRET_KEY"),
        ({"FEDERATION_SECRET_KEY": "changeme" * 5}, "FEDERATION_SECRET_KEY"),
        ({"FEDERATION_SECRET_KEY": "fb0e7c1d92a84356" * 2}, "FEDERATION_SECRET_KEY"),
        ({"FEDERATION_SECRET_KEY": "Correcthorse-correcthorse correcthorse"}, "FEDERATION_SECRET_KEY"),
        ({"FEDERATION_SECRET_KEY": "correcthorse" * 3 + "correct"}, "FEDERATION_SECRET_KEY"),
        ({"FEDERATION_SEAL_KEY": "short"}, "FEDERATION_SEAL_KEY"),
        ({"FEDERATION_SEAL_KEY": SECRET}, "FEDERATION_SEAL_KEY"),
        (('seal_recovery_key = "', 'seal_recovery_key = "no'), "seal_recovery_key"),
        ({"FEDERATION_BASE_URL": "http://votes.example.org"}, "https://"),
        ({"FEDERATION_BASE_URL": "https://127.0.0.1:8000"}, "this machine"),
        ({"FEDERATION_DATABASE_URL": "sqlite:////var/lib/federation.db"}, "SQLite"),
        (('smtp_host = "smtp.example.org"', ""), "smtp_host"),
        (
            ('smtp_host = "smtp.example.org"', 'smtp_host = "smtp.example.org"\nsmtp_starttls = false'),
            "smtp_starttls",
        ),
        (('sender = "Federation <votes@example.org>"', ""), "mail.sender"),
        (("production = true", "production = true\ndemo = true"), "demo"),
        (("[mail]", "[passwords]\nmemory_kib = 1024\n[mail]"), "memory_kib"),
        (("[mail]", "[passwords]\npasses = 1\n[mail]"), "passes"),
        (("production = true", "production = true\nsession_hours = 8760"), "session_hours"),
        (("production = true", "production = true\nidle_minutes = 1440"), "idle_minutes"),
        (("production = true", "production = true\nidle_minutes_in_office = 480"), "idle_minutes_in_office"),
        (("production = true", "production = true\nkeep_signed_in_days = 91"), "keep_signed_in_days"),
        (("trusted_proxies = 1", "trusted_proxies = 0"), "trusted_proxies"),
        (("production = true", 'production = true\nsecond_factor = "on"'), "second_factor"),
        (("production = true", 'production = true\nlog_format = "xml"'), "log_format"),
    ],
)
def test_production_refuses_each_unsafe_setting_by_name(tmp_path: Path, change: Any, words: str) -> None:
    with pytest.raises(UnsafeSettings, match=words) as refused:
        if isinstance(change, dict):
            start(tmp_path, **change)
        else:
            assert change[0] in SAFE
            start(tmp_path, SAFE.replace(*change))
    assert len(str(refused.value).splitlines()) == 2


def test_a_second_factor_that_is_offered_only_is_named(tmp_path: Path) -> None:
    assert doubtful_settings(start(tmp_path)) == []
    offered = start(
        tmp_path, SAFE.replace("production = true", 'production = true\nsecond_factor = "offered"')
    )
    assert unsafe_settings(offered) == []
    assert [line.split(":")[0] for line in doubtful_settings(offered)] == ['second_factor is "offered"']


def test_that_nothing_can_be_sealed_or_recovered_is_named(tmp_path: Path) -> None:
    bare = SAFE.replace("seal_recovery_key", "# seal_recovery_key")
    said = [doubtful_settings(start(tmp_path, bare, FEDERATION_SEAL_KEY=key)) for key in (SEAL_KEY, "")]
    assert [[line.partition(" is not set")[0] for line in lines] for lines in said] == [
        ["seal_recovery_key"],
        ["FEDERATION_SEAL_KEY"],
    ]


def test_without_production_a_secret_of_its_own_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEDERATION_VAR", str(tmp_path / "var"))
    first, second = read_settings({}), read_settings({})
    assert first["secret_key"] == second["secret_key"] and len(first["secret_key"]) >= 32
    assert stat.S_IMODE(os.stat(tmp_path / "var" / "secret_key").st_mode) == 0o600


POSTGRESQL = {
    "FEDERATION_DATABASE_URL": "postgresql://app@db/federation",
    "FEDERATION_SECRET_KEY": "s" * 40,
}


def test_on_postgresql_it_is_said_whether_it_is_production(tmp_path: Path) -> None:
    """A forgotten file of settings would let letters of a real federation go into files."""
    with pytest.raises(UnsafeSettings, match="nothing says whether this is production"):
        read_settings(POSTGRESQL)
    assert read_settings({**POSTGRESQL, "FEDERATION_PRODUCTION": "no"})["production"] is False
    for word in ("yes", "perhaps"):
        with pytest.raises(UnsafeSettings, match="production will not start"):
            read_settings({**POSTGRESQL, "FEDERATION_PRODUCTION": word})
    file = tmp_path / "settings.toml"
    file.write_text("production = false\n")
    assert read_settings({**POSTGRESQL, "FEDERATION_CONFIG": str(file)})["production"] is False
    file.write_text("session_hours = 4\n")
    with pytest.raises(UnsafeSettings, match="nothing says whether this is production"):
        read_settings({**POSTGRESQL, "FEDERATION_CONFIG": str(file)})


@pytest.fixture
def examine(app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """The doctor's lines on the database of this test, without what it says about settings."""
    monkeypatch.setenv("FEDERATION_DATABASE_URL", database_url)
    monkeypatch.delenv("FEDERATION_CONFIG", raising=False)

    def run() -> list[str]:
        return [
            line
            for line in doctor.examine()
            if not line.startswith("For production: ") and " runs with " not in line
        ]

    return run


def as_owner(database_url: str, *statements: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def sound() -> int:
    """A federation whose administrator can sign in and whose record has 5 entries, for which a worker works; its number."""
    world = make_world(practices=1)
    assert take_turn("sweep") and take_turn("mail")
    with unit_of_work() as session:
        session.get_one(Person, world.people["admin"]).password_hash = "hash"
        with world.scope():
            for number in range(5):
                record.append(None, "test.done", f"thing:{number}")
    return world.federation_id


@pytest.mark.both_databases
def test_a_sound_installation_has_nothing_to_say(examine: Callable[[], list[str]]) -> None:
    sound()
    assert examine() == []


@pytest.mark.both_databases
def test_it_names_a_federation_without_administrator(examine: Callable[[], list[str]]) -> None:
    with federation_scope(sound()), unit_of_work() as session:
        for membership in session.query(Membership).filter_by(role="administrator"):
            membership.ended_at = datetime.now(UTC)
    assert [line.split(":")[0] for line in examine()] == ["saltmarsh has no administrator who can sign in"]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        ("UPDATE kernel_record SET data = '{\"a\":1}' WHERE seq = 3", "entry 3 of the record was changed"),
        (
            "UPDATE kernel_record SET prev = hash WHERE seq = 4",
            "entry 4 of the record does not follow on from the one before it",
        ),
        ("DELETE FROM kernel_record WHERE seq = 5", "the record should end with entry 5, and ends with 4"),
        ("DELETE FROM kernel_record_head", "the record has lost its end"),
    ],
)
def test_it_names_a_broken_record(
    examine: Callable[[], list[str]], database_url: str, harm: str, words: str
) -> None:
    sound()
    if database_url.startswith("sqlite"):
        guards = ["DROP TRIGGER guard_kernel_record_update", "DROP TRIGGER guard_kernel_record_delete"]
    else:
        guards = ["ALTER TABLE kernel_record DISABLE TRIGGER USER"]
    as_owner(database_url, *guards, harm)
    found = examine()
    assert [line.partition(":")[0] for line in found[:-1]] == [
        "The guard guard_kernel_record_delete",
        "The guard guard_kernel_record_update",
    ]
    assert found[-1] == f"saltmarsh: {words}. Run: federation record verify --federation saltmarsh"


def test_many_federations_cost_the_doctor_no_more_statements_than_one(app: Flask, database_url: str) -> None:
    sound()
    counts = []
    for more in ((), ("bay", "fen", "moor")):
        for slug in more:
            world = make_world(slug, practices=1)
            with world.scope(), unit_of_work():
                record.append(None, "test.done", "thing:1")
        with statements(app) as asked:
            found = doctor._federations()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert [line.split(":")[0] for line in found] == [
        f"{slug} has no administrator who can sign in" for slug in ("bay", "fen", "moor")
    ]


@pytest.mark.both_databases
def test_it_says_when_the_clock_is_behind_the_record(
    examine: Callable[[], list[str]], travel: Callable[[timedelta], None]
) -> None:
    travel(timedelta(hours=2))
    with federation_scope(sound()), unit_of_work():
        record.append(None, "test.done", "thing:6")
    assert [line for line in examine() if "clock is behind" in line] == []
    travel(timedelta(hours=1))
    assert [line.partition(", of")[0] for line in examine() if "clock is behind" in line] == [
        "saltmarsh: the clock is behind the newest entry of the record"
    ]


@pytest.mark.both_databases
def test_it_counts_messages_that_wait(examine: Callable[[], list[str]]) -> None:
    sound()
    long_ago = datetime(2026, 1, 5, tzinfo=UTC)
    with unit_of_work() as session:
        for number, attempts in enumerate((0, 3, 120)):
            session.add(
                OutboxRow(key=f"m{number}", kind="mail", payload={}, due_at=long_ago, attempts=attempts)
            )
        session.add(
            OutboxRow(key="done", kind="mail", payload={}, due_at=long_ago, attempts=1, done_at=long_ago)
        )
    assert [line.partition(". ")[0] for line in examine()] == [
        "1 messages (mail) were tried 120 times and given up",
        "2 messages (mail) have been waiting for more than an hour, 0 of them after a failure",
    ]


@pytest.mark.both_databases
def test_it_says_when_the_tables_are_behind(examine: Callable[[], list[str]], database_url: str) -> None:
    sound()
    as_owner(database_url, "UPDATE kernel_version_core SET version_num = '0001'")
    assert [line.split(",")[0] for line in examine()] == ["The database is behind: core is at 0001"]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("harm", "mend", "words"),
    [
        (
            "ALTER TABLE decisions_ballot NO FORCE ROW LEVEL SECURITY",
            "SELECT 1",
            "Row-level security is off for the table decisions_ballot",
        ),
        (
            "ALTER TABLE kernel_record DISABLE ROW LEVEL SECURITY",
            "SELECT 1",
            "Row-level security is off for the table kernel_record",
        ),
        (
            "ALTER ROLE federation_app BYPASSRLS",
            "ALTER ROLE federation_app NOBYPASSRLS",
            "The database role federation_app passes by",
        ),
        (
            "ALTER ROLE federation_app SUPERUSER",
            "ALTER ROLE federation_app NOSUPERUSER",
            "The database role federation_app passes by",
        ),
    ],
)
def test_it_names_what_would_mix_federations_and_production_does_not_start(
    examine: Callable[[], list[str]], database_url: str, harm: str, mend: str, words: str
) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has neither roles nor row-level security")
    sound()
    as_owner(database_url, harm)
    try:
        found = examine()
        assert len(found) == 1 and found[0].startswith(words)
        with pytest.raises(UnsafeSettings, match=words):
            doctor.refuse_unsafe_server({"database_url": database_url, "secret_key": ""})
    finally:
        as_owner(database_url, mend)


@pytest.mark.both_databases
def test_a_server_that_may_lose_what_it_acknowledged_stops_production(app: Flask, database_url: str) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("production refuses SQLite as such")
    with pytest.raises(UnsafeSettings, match="fsync = off"):
        doctor.refuse_unsafe_server({"database_url": database_url, "secret_key": ""})


def test_it_names_an_old_sqlite_and_settings_that_were_not_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = owner_engine(f"sqlite:///{tmp_path}/federation.db", may_make=True)
    with engine.connect() as connection:
        monkeypatch.setattr(database, "WAL_FAULT_MENDED", (99, 0, 0))
        old, unlike = sqlite_settings(connection)
    engine.dispose()
    assert "is older than 99.0.0" in old
    assert "journal mode wal and synchronous level 2; delete and 3 were chosen" in unlike


def test_it_names_a_missing_stylesheet(
    examine: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound()
    monkeypatch.setattr(assets, "_NHSUK", "nowhere.css")
    assert ["The NHS style sheet" in line for line in examine()] == [True]


def test_a_database_that_cannot_be_reached_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEDERATION_DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/federation.db")
    assert "There is no database at" in doctor.examine()[-1]
    monkeypatch.setenv("FEDERATION_DATABASE_URL", "postgresql://federation_app@127.0.0.1:1/federation")
    assert "The database cannot be used: connection" in doctor.examine()[-1]
