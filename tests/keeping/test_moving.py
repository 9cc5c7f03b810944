"""One federation of the demonstration moves into installations that have others, from SQLite to PostgreSQL and back: every
cell and every number stays, and nobody gains anything by the file."""

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, insert, select

from federation.app import create_app, is_fact, tables_of, upgrade_database
from federation.decisions.models import Ballot, Decision
from federation.keeping import adopting, exporting
from federation.keeping.adopting import adopt_federation
from federation.keeping.copy_file import BrokenCopy, CopyFile
from federation.keeping.exporting import export_federation
from federation.keeping.moved_file import MovedFile
from federation.keeping.one_federation import OUTBOX, PEOPLE, Cells, rows_of
from federation.keeping.strange_rows import check_row
from federation.kernel import clock
from federation.kernel.db import APP_ROLE, db, unit_of_work
from federation.kernel.guards import missing_guards
from federation.kernel.mail_hold import is_held_here
from federation.kernel.outbox import OutboxRow, lease
from federation.kernel.refusals import Refusal
from federation.kernel.row_security import setting_for
from federation.kernel.seal import envelope
from federation.kernel.seal.seals import bound_content, bound_key, seal
from federation.kernel.tenancy import federation_scope
from federation.network.federation.terminal import create_from_terminal
from federation.network.members.terminal import add_person_from_terminal
from federation.network.models import Federation
from federation.people.actions.guests import account_of_guest
from federation.people.models import Person
from federation.people.queries import places_of
from federation.plugin.migrate import faults, owned, owner_engine
from federation.plugin.numbers import BLOCK, begin_as, keep_apart, last_number, move_on
from federation.sweep import sweep
from federation.testing import both_databases, postgres
from federation.testing.databases import SQLiteTemplate, settings_for
from tests.terminal import WarmTerminal, environment_at

PASSPHRASE = "salt and samphire"
MOVES, NEIGHBOUR = "saltmarsh", "fenland"


class Rows(NamedTuple):
    """The rows of a federation, by table."""

    people: list[int]
    tables: dict[str, list[Cells]]


def _settings(url: str, letter: str) -> dict[str, Any]:
    """The settings of an installation with keys of its own."""
    return {
        **settings_for(url),
        "owner_url": url,
        "secret_key": letter * 40,
        "seal_key": f"{letter}-seals-" * 6,
    }


def _rows(url: str, slug: str) -> Rows:
    engine = owner_engine(url)
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(setting_for("*")))
        number = connection.execute(select(Federation.id).where(Federation.slug == slug)).scalar_one()
        found = rows_of(connection, number)
        rows = {one.name: list(found.of(connection, one)) for one in found.tables}
    engine.dispose()
    return Rows(found.people, {name: sorted(each, key=str) for name, each in rows.items() if each})


def _installation(url: str, settings: dict[str, Any], address: str = "") -> None:
    """An installation whose numbers begin at a place of its own, with a federation and an account."""
    upgrade_database(url, None, settings["secret_key"], apart=True)
    with create_app(settings).app_context():
        create_from_terminal(NEIGHBOUR, "Fenland", 24, "1/2")
        number = db.session.scalars(select(Federation.id)).one()
        with federation_scope(number):
            add_person_from_terminal(address or "warden@fenland.example", "Wilf Warden", "administrator")
        db.session.remove()
        db.engine.dispose()
    engine = owner_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE people_person SET password_hash = 'kept'")
    engine.dispose()


class Source(NamedTuple):
    """The demonstration, and its file of one federation."""

    settings: dict[str, Any]
    file: Path
    rows: Rows

    @property
    def shared_address(self) -> str:
        """An address of somebody with an account in the federation."""
        return str(next(row["email"] for row in self.rows.tables[PEOPLE] if "@" in row["email"]))


@pytest.fixture(scope="module")
def source(
    demonstration: str, sqlite_template: SQLiteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Source:
    url = sqlite_template.copy(demonstration)
    settings = {**settings_for(url), "owner_url": url}
    with create_app(settings).app_context():
        number = db.session.scalars(select(Federation.id).where(Federation.slug == MOVES)).one()
        with federation_scope(number), unit_of_work():
            later = clock.machine_now() + timedelta(days=30)
            seal(None, "crate", 1, "price", b"twelve pounds", later)
        db.session.remove()
        db.engine.dispose()
    file = tmp_path_factory.mktemp("moving") / "saltmarsh.federation"
    export_federation(settings, file, MOVES, PASSPHRASE, tables_of())
    return Source(settings, file, _rows(url, MOVES))


@pytest.fixture(scope="module")
def postgresql(postgres_server: str) -> Iterator[str]:
    """An empty database that an ordinary role owns."""
    server = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql("CREATE ROLE mover LOGIN")
        connection.exec_driver_sql("CREATE DATABASE moved OWNER mover")
        connection.exec_driver_sql(f"GRANT {APP_ROLE} TO mover")
    yield postgres_server.replace("postgres@/postgres?", "mover@/moved?")
    postgres.drop_database(postgres_server, "moved")
    with server.connect() as connection:
        connection.exec_driver_sql("DROP ROLE mover")
    server.dispose()


@pytest.fixture
def app_at() -> Iterator[Callable[[dict[str, Any]], Flask]]:
    """An app in force until the end of the test."""
    pushed: list[Any] = []

    def push(settings: dict[str, Any]) -> Flask:
        app = create_app(settings)
        context = app.app_context()
        context.push()
        pushed.append(context)
        return app

    yield push
    for context in reversed(pushed):
        db.session.remove()
        db.engine.dispose()
        context.pop()


def _adopt(settings: dict[str, Any], file: Path, slug: str = "") -> int:
    moved = MovedFile(file)
    keys = moved.open_keys(PASSPHRASE)
    return adopt_federation(settings, moved, keys, tables_of(), is_fact, slug).id


def _compare(there: Rows, here: Rows, slug: str) -> None:
    """Every cell is the same, but for what is said to be another."""
    assert here.people == there.people
    assert set(here.tables) == set(there.tables)
    for name, theirs in there.tables.items():
        mine = here.tables[name]
        if name == "kernel_record":
            added = [row for row in mine if row["action"] == "federation.adopted"]
            assert added[-1]["seq"] == len(mine)
            mine = [row for row in mine if row is not added[-1]]
        assert len(mine) == len(theirs), name
        for one, other in zip(_by_key(mine), _by_key(theirs), strict=True):
            apart = {column for column in one if one[column] != other[column]}
            assert apart <= _OTHER.get(name, set()), (name, one["id"], apart)
    (federation,) = here.tables["network_federation"]
    assert federation["slug"] == slug


_OTHER = {
    "network_federation": {"slug"},
    "kernel_record_head": {"seq", "hash", "at"},
    "kernel_seal": {"wrapped", "key_name"},
    "tendering_draft": {"wrapped"},
    PEOPLE: {"password_hash", "email", "invited_email"},
    OUTBOX: {"payload", "done_at", "leased_until", "error"},
}
"""What differs: the name in addresses, the end of the record, the key of seals, accounts, letters that waited."""


def _by_key(rows: list[Cells]) -> list[Cells]:
    return sorted(rows, key=lambda row: (row.get("id") or 0, row.get("seq") or 0, str(row)))


def test_a_federation_moves_from_sqlite_to_postgresql_and_back_beside_others(
    source: Source,
    postgresql: str,
    terminal: WarmTerminal,
    tmp_path: Path,
    app_at: Callable[[dict[str, Any]], Flask],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEDERATION_VAR", str(tmp_path / "var"))
    middle = _settings(postgresql, "m")
    _installation(postgresql, middle, source.shared_address)
    neighbour = _rows(postgresql, NEIGHBOUR)
    assert neighbour.people[0] > BLOCK
    with pytest.raises(RuntimeError, match="broken off"), monkeypatch.context() as broken:
        broken.setattr(adopting, "hold_federation", _break)
        _adopt(middle, source.file)
    number = _adopt(middle, source.file)
    assert _rows(postgresql, NEIGHBOUR) == neighbour
    _compare(source.rows, _rows(postgresql, MOVES), MOVES)

    end = tmp_path / "end"
    end.mkdir()
    url = f"sqlite:///{end}/federation.db"
    last = _settings(url, "z")
    _installation(url, last)
    beside = _rows(url, NEIGHBOUR)
    file = tmp_path / "again.federation"
    about = export_federation(middle, file, MOVES, PASSPHRASE, tables_of())
    assert about["unread"] == 0
    environment = environment_at(end) | {"FEDERATION_BACKUP_PASSPHRASE": PASSPHRASE}
    environment |= {"FEDERATION_SECRET_KEY": last["secret_key"], "FEDERATION_SEAL_KEY": last["seal_key"]}
    done = terminal.run(("adopt", str(file), "--as", "saltings", "--yes"), end, environment)
    assert done.returncode == 0, done.stdout + done.stderr
    entries = source.rows.tables["kernel_record_head"][0]["seq"] + 2
    assert f"saltings: OK, {entries:,} entries".replace(",", "") in done.stdout.replace(",", "")
    assert about["from"] in done.stdout
    assert _rows(url, NEIGHBOUR) == beside
    _compare(_rows(postgresql, MOVES), _rows(url, "saltings"), "saltings")
    _seal_is_read_with_the_new_key_alone(_rows(url, "saltings"), last)
    assert faults(url, tables_of()) == []

    _nobody_gains(app_at, middle, source, number)
    _votes_go_on(app_at(last), number, monkeypatch)
    resumed = terminal.run(("resume",), end, environment)
    assert "people get a letter that says how they come in" in resumed.stdout, resumed.stderr
    with federation_scope(number):
        db.session.rollback()
        assert not is_held_here()
        assert any(letter.federation_id == number for letter in lease("mail"))


def _break(*_: Any) -> None:
    raise RuntimeError("broken off")


def _nobody_gains(
    app_at: Callable[[dict[str, Any]], Flask], settings: dict[str, Any], source: Source, number: int
) -> None:
    """Who has an account here stays apart from the person of the same address in the file, and no letter leaves."""
    app_at(settings)
    assert list(missing_guards(db.session.connection())) == []
    account = db.session.scalars(select(Person.id).where(Person.email == source.shared_address)).one()
    assert [place.federation_id for place in places_of(account)] != [number]
    came = db.session.scalars(select(Person).where(Person.id.in_(source.rows.people))).all()
    assert not any(one.password_hash or "@" in one.email for one in came)
    guest = next(one for one in came if one.invited_email == source.shared_address)
    assert account_of_guest(guest.id) == account
    with federation_scope(number):
        assert is_held_here()
        waiting = select(OutboxRow.id).where(OutboxRow.federation_id == number, OutboxRow.done_at.is_(None))
        assert not db.session.scalars(waiting.where(OutboxRow.kind != "event")).all()


def _seal_is_read_with_the_new_key_alone(rows: Rows, settings: dict[str, Any]) -> None:
    (row,) = [one for one in rows.tables["kernel_seal"] if one["kind"] == "crate"]
    sealed, key = SimpleNamespace(**row), settings["seal_key"]
    found = envelope.unwrapped(key, sealed.wrapped, bound_key(sealed))  # type: ignore[arg-type]
    assert envelope.read(found, sealed.content, bound_content(sealed)) == b"twelve pounds"  # type: ignore[arg-type]
    assert sealed.key_name == envelope.key_name(key)


def _votes_go_on(app: Flask, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A vote that was open on the way is counted when its time comes, with the ballots that were cast before."""
    with federation_scope(number):
        running = db.session.execute(
            select(Decision.id, Decision.voted).where(Decision.state == "open", Decision.voted > 0)
        ).all()
        assert running
    later = clock.machine_now().replace(year=clock.machine_now().year + 1)
    with monkeypatch.context() as patched:
        patched.setattr(clock, "machine_now", lambda: later)
        sweep(app)
    with federation_scope(number):
        for decision_id, voted in running:
            closed = db.session.execute(
                select(Decision.state, Decision.result, Decision.voted).where(Decision.id == decision_id)
            ).one()
            assert closed.state == "closed"
            assert closed.voted == voted
            assert closed.result is not None
            assert db.session.scalar(select(Ballot.id).where(Ballot.decision_id == decision_id).limit(1))


def test_what_does_not_belong_here_is_refused_with_what_is_wrong(
    source: Source, sqlite_template: SQLiteTemplate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, file = source.settings, source.file
    with pytest.raises(Refusal, match="is here already: saltmarsh"):
        _adopt(settings, file)
    other = {**settings_for(url := sqlite_template.copy()), "owner_url": url}
    for name, raw, words in (
        ("short", file.read_bytes()[: file.stat().st_size // 2], "its end is missing"),
        ("bent", _bent(file.read_bytes()), "was altered"),
    ):
        (tmp_path / name).write_bytes(raw)
        with pytest.raises(BrokenCopy, match=words):
            _adopt(other, tmp_path / name)
    rewritten = tmp_path / "rewritten"
    _rewrite(file, rewritten)
    with pytest.raises(BrokenCopy, match="what it says of itself was altered"):
        _adopt(other, rewritten)
    with pytest.raises(Refusal, match="passphrase does not open"):
        MovedFile(file).open_keys("another passphrase")
    with pytest.raises(BrokenCopy, match="a copy of one federation, for: federation adopt"):
        CopyFile(file)
    for unit, at, words in (
        ("core", "9999", "a newer version of the product"),
        ("core", "0001", "an older version of the product"),
        ("orchard", "0001", "the plugin orchard, which is not installed here"),
    ):
        moved = MovedFile(file)
        moved.about["versions"][unit] = at
        with pytest.raises(Refusal, match=words):
            adopt_federation(other, moved, {}, tables_of(), is_fact)
    moved = MovedFile(file)
    keys = moved.open_keys(PASSPHRASE)
    with pytest.raises(Refusal, match="Set FEDERATION_SEAL_KEY first"):
        adopt_federation({**other, "seal_key": ""}, moved, keys, tables_of(), is_fact)
    engine = owner_engine(url)
    add = (
        "INSERT INTO network_federation (id, slug, name, purpose, settings, created_at) "
        "VALUES (?, ?, 'Fenland', '', '{}', '2026-01-01 00:00:00.000000')"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(add, (77, MOVES))
    with pytest.raises(Refusal, match=r"There is another federation saltmarsh here\..*--as"):
        _adopt(other, file)
    with engine.begin() as connection:
        connection.exec_driver_sql(add, (source.rows.tables["network_federation"][0]["id"], "fenland"))
    with pytest.raises(Refusal, match="of network_federation is taken here"):
        _adopt(other, file, "saltings")
    engine.dispose()
    assert _rows(url, MOVES).people == []


def test_a_file_brings_no_account_no_letter_and_no_code(
    source: Source, sqlite_template: SQLiteTemplate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = {**settings_for(url := sqlite_template.copy()), "owner_url": url}
    for leave, words in (
        ("_leave_account", "it holds an account to sign in with"),
        ("_leave_letter", "it holds a letter that would be sent"),
    ):
        path = tmp_path / leave
        with monkeypatch.context() as patched:
            patched.setattr(exporting, leave, lambda _row: None)
            export_federation(source.settings, path, MOVES, PASSPHRASE, tables_of())
        with pytest.raises(BrokenCopy, match=words):
            _adopt(other, path)
    fact = {"event": "federation.decisions.events:DecisionClosed", "fields": {}}
    row: Cells = {"kind": "event", "done_at": None, "payload": fact}
    check_row(OUTBOX, row, is_fact)
    for name in ("os:system", "federation.decisions.events:datetime", "federation.kernel.shell:run"):
        with pytest.raises(BrokenCopy, match="which nothing here announces"):
            check_row("network_waiting_fact", {"payload": {**fact, "event": name}}, is_fact)


@both_databases
def test_numbers_begin_apart_and_go_on_apart_from_those_that_came(database_url: str) -> None:
    with owned(database_url) as connection:
        assert last_number(connection) == 0
        keep_apart(connection)
        assert _next_number(connection, 1) < BLOCK
        begin_as(connection, {OUTBOX: 5 * BLOCK + 7})
        assert [_next_number(connection, one) for one in (2, 3)] == [5 * BLOCK + 1, 5 * BLOCK + 2]
        last = last_number(connection)
        _next_number(connection, 4, 9 * BLOCK + 20)
        move_on(connection, last, 9 * BLOCK + 20)
        after = _next_number(connection, 5)
        own = 5 * BLOCK + 3 if connection.dialect.name == "postgresql" else last_number(connection)
        assert after == own
        assert after // BLOCK != 9
        connection.rollback()


def _next_number(connection: Connection, which: int, number: int | None = None) -> int:
    """Insert a row, with this number where one is given."""
    values = {"key": f"{which}", "kind": "event", "payload": {}, "due_at": clock.machine_now(), "attempts": 0}
    values |= {"id": number} if number else {}
    return int(connection.execute(insert(OutboxRow).values(**values).returning(OutboxRow.id)).scalar_one())


def _bent(whole: bytes) -> bytes:
    """A byte changed in the middle of what is held of a table."""
    at = whole.index(b"tables/decisions_ballot.jsonl") + 60
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


def _rewrite(path: Path, to: Path) -> None:
    """The same file, but for what it says of itself."""
    with zipfile.ZipFile(path) as there, zipfile.ZipFile(to, "w") as made:
        for name in there.namelist():
            raw = there.read(name)
            if name == "about.json":
                raw = json.dumps({**json.loads(raw), "note": "another"}).encode()
            made.writestr(name, raw)
