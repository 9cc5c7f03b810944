"""A copy of the demonstration, restored: every cell is the same, on either kind of database, and from one to the other."""

import json
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import MetaData, create_engine, select, text

from federation.app import create_app, tables_of
from federation.keeping import making, table_rows
from federation.keeping.cells import KINDS, RowSum, line_of, row_of
from federation.keeping.copy_file import BrokenCopy, CopyFile
from federation.keeping.making import make_copy
from federation.keeping.restoring import restore_copy
from federation.kernel.db import APP_ROLE, db
from federation.kernel.guards import missing_guards
from federation.kernel.mail_hold import held_mail, is_held
from federation.kernel.outbox import OutboxRow
from federation.kernel.refusals import Refusal
from federation.kernel.tenancy import every_federation, federation_scope
from federation.network.models import Federation
from federation.network.record.proving import prove
from federation.plugin.migrate import owner_engine
from federation.testing import postgres
from federation.testing.databases import SQLiteTemplate, settings_for
from federation.worker import run_once
from tests.terminal import WarmTerminal, environment_at

PASSPHRASE = "salt and samphire"


@pytest.fixture(scope="module")
def copied(
    demonstration: str, sqlite_template: SQLiteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A copy of the demonstration."""
    path = tmp_path_factory.mktemp("copies") / "demonstration.copy"
    url = sqlite_template.fresh(demonstration)
    make_copy(url, path, settings_for(url)["secret_key"], PASSPHRASE, tables_of())
    return path


@pytest.fixture
def key(tmp_path: Path) -> str:
    return str(settings_for(f"sqlite:///{tmp_path}/empty.db")["secret_key"])


@pytest.fixture(scope="module")
def postgresql(postgres_server: str) -> Iterator[str]:
    """An empty database that an ordinary role owns, as an operator would make it."""
    server = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql("CREATE ROLE restorer LOGIN")
        connection.exec_driver_sql("CREATE DATABASE from_copy OWNER restorer")
        connection.exec_driver_sql(f"GRANT {APP_ROLE} TO restorer")
    yield postgres_server.replace("postgres@/postgres?", "restorer@/from_copy?")
    postgres.drop_database(postgres_server, "from_copy")
    with server.connect() as connection:
        connection.exec_driver_sql("DROP ROLE restorer")
    server.dispose()


class Restored(NamedTuple):
    """A copy that was restored on PostgreSQL, whose copy was restored on SQLite at the terminal."""

    folder: Path
    on_postgresql: str
    from_postgresql: Path
    said: str

    @property
    def on_sqlite(self) -> str:
        return f"sqlite:///{self.folder}/federation.db"


@pytest.fixture(scope="module")
def restored(
    copied: Path, postgresql: str, terminal: WarmTerminal, tmp_path_factory: pytest.TempPathFactory
) -> Restored:
    folder = tmp_path_factory.mktemp("restored")
    key = settings_for(postgresql)["secret_key"]
    copy = CopyFile(copied)
    copy.check(key)
    restore_copy(postgresql, copy, key, tables_of())
    path = folder / "from-postgresql.copy"
    make_copy(postgresql, path, key, PASSPHRASE, tables_of())
    done = _at_terminal(terminal, folder, "restore", str(path), "--yes")
    assert done.returncode == 0, done.stderr
    return Restored(folder, postgresql, path, done.stdout)


def _at_terminal(terminal: WarmTerminal, folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command where the secret key is in the copy alone."""
    environment = environment_at(folder) | {"FEDERATION_BACKUP_PASSPHRASE": PASSPHRASE}
    del environment["FEDERATION_SECRET_KEY"]
    return terminal.run(words, folder, environment | {"FEDERATION_SEAL_KEY": "b" * 40})


def _held(path: Path) -> dict[str, tuple[int, str, int]]:
    copy = CopyFile(path)
    copy.close()
    return {
        one.name: (one.rows, one.row_sum, one.highest) for one in copy.holds if one.name != "kernel_mail_hold"
    }


def _proved(app: Flask) -> list[str]:
    said: list[str] = []
    with app.app_context():
        federations = db.session.execute(select(Federation.id).order_by(Federation.id)).scalars().all()
        for number in federations:
            with federation_scope(number):
                assert prove(said.append), said
        assert list(missing_guards(db.session.connection())) == []
        db.session.remove()
        db.engine.dispose()
    return said


def test_every_cell_comes_back_on_both_databases_and_from_one_to_the_other(
    copied: Path, restored: Restored, tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEDERATION_VAR", str(tmp_path / "var"))
    first = _held(copied)
    assert sum(rows for rows, _sum, _highest in first.values()) > 3_000
    assert _held(restored.from_postgresql) == first
    again = tmp_path / "again.copy"
    make_copy(restored.on_sqlite, again, key, None, tables_of())
    assert _held(again) == first
    assert len(_proved(create_app(settings_for(restored.on_postgresql)))) == 2
    assert [line.partition(":")[0] for line in restored.said.splitlines() if ": OK, " in line] == [
        "  saltmarsh",
        "  thistledown",
    ]
    assert (restored.folder / "var" / "secret_key").read_text("ascii") == key
    with pytest.raises(Refusal, match="federations in this database already"):
        restore_copy(restored.on_sqlite, CopyFile(copied), key, tables_of())


def test_what_was_cut_off_or_altered_is_refused_with_what_is_wrong(
    copied: Path, tmp_path: Path, key: str
) -> None:
    whole = copied.read_bytes()
    for name, raw, words in (
        ("short", whole[: len(whole) // 2], "its end is missing"),
        ("other", b"no copy at all", "it is no copy at all"),
        ("bent", _bent(whole), "was altered"),
    ):
        path = tmp_path / name
        path.write_bytes(raw)
        with pytest.raises(BrokenCopy, match=words):
            CopyFile(path).check(key)
    rewritten = tmp_path / "rewritten"
    _rewrite(copied, rewritten, lambda about: about["federations"][0].update(entries=1))
    with pytest.raises(Refusal, match="what it says of itself was altered"):
        CopyFile(rewritten).check(key)
    with pytest.raises(Refusal, match="under another secret key"):
        CopyFile(copied).check("another " + key)
    with pytest.raises(Refusal, match="does not open"):
        CopyFile(copied).secret_key("another passphrase")
    assert CopyFile(copied).secret_key(PASSPHRASE) == key


def _bent(whole: bytes) -> bytes:
    """A byte changed in the middle of what is held of a table."""
    at = whole.index(b"tables/decisions_ballot.jsonl") + 60
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


def _rewrite(path: Path, to: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """The same file, but for what it says of itself."""
    with zipfile.ZipFile(path) as there, zipfile.ZipFile(to, "w") as made:
        for name in there.namelist():
            raw = there.read(name)
            if name == "about.json":
                about = json.loads(raw)
                change(about)
                raw = json.dumps(about).encode()
            made.writestr(name, raw)


def test_what_does_not_fit_here_is_refused(
    copied: Path, tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/empty.db"
    for name, at, words in (
        ("core", "9999", "made by a newer version of the product"),
        ("orchard", "0001", "the plugin orchard, which is not installed here"),
    ):
        copy = CopyFile(copied)
        copy.about["versions"][name] = at
        with pytest.raises(Refusal, match=words):
            restore_copy(url, copy, key, tables_of())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEDERATION_VAR", str(tmp_path / "var"))
    (tmp_path / "there").write_text("somebody's")
    with pytest.raises(Refusal, match="is there already"):
        make_copy(url, tmp_path / "there", key, None, tables_of())
    with pytest.raises(Refusal, match=r"Run: federation db upgrade"):
        make_copy(url, tmp_path / "new", key, None, tables_of())
    (tmp_path / "new.part").write_text("broken off")
    with pytest.raises(Refusal, match=r"new\.part is there: this copy is being written, or was broken off"):
        make_copy(url, tmp_path / "new", key, None, tables_of())
    (tmp_path / "new.part").unlink()
    assert sorted(path.name for path in tmp_path.iterdir() if "empty" not in path.name) == ["there"]


@pytest.mark.both_databases
def test_a_copy_is_of_one_moment_while_others_write(
    app: Flask, database_url: str, tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody writes after the copy has begun, and is neither stopped nor in it."""
    found = making.tables_here

    def write_then_list(connection: Any) -> Any:
        engine = owner_engine(database_url)
        with engine.begin() as other:
            other.execute(
                text(
                    "INSERT INTO kernel_mail_hold (id, since, why, last_waiting) "
                    "VALUES (1, '2026-01-01 00:00:00.000000', 'later', 0)"
                )
            )
        engine.dispose()
        return found(connection)

    if not database_url.startswith("sqlite"):
        # The moment is that of the first statement.
        monkeypatch.setattr(making, "tables_here", write_then_list)
    else:
        copy_aside = making._copy_sqlite
        monkeypatch.setattr(
            making,
            "_copy_sqlite",
            lambda url, aside: (
                copy_aside(url, aside),
                write_then_list(owner_engine(f"sqlite:///{aside}").connect()),
            ),
        )
    db.engine.dispose()
    path = tmp_path / "moment.copy"
    make_copy(database_url, path, key, None, tables_of())
    assert {one.name: one.rows for one in CopyFile(path).holds}["kernel_mail_hold"] == 0
    assert is_held()


def test_a_copy_of_older_tables_becomes_one_of_the_newest(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import command

    from federation.plugin.migrate import CORE, UnitStanding, alembic_config, owned, standing

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEDERATION_VAR", str(tmp_path / "var"))
    older, url = f"sqlite:///{tmp_path}/older.db", f"sqlite:///{tmp_path}/newer.db"
    with owned(older) as connection:
        command.upgrade(alembic_config(CORE, connection), "0060")
        connection.exec_driver_sql(
            "INSERT INTO network_federation (slug, name, purpose, settings, created_at) "
            "VALUES ('fenland', 'Fenland', '', '{}', '2026-01-01 00:00:00.000000')"
        )
    monkeypatch.setattr(making, "standing", lambda *_: [UnitStanding("core", "0060", "0060")])
    monkeypatch.setattr(table_rows.MappedBase, "metadata", MetaData())
    path = tmp_path / "older.copy"
    make_copy(older, path, key, None, (CORE,))
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEDERATION_VAR", str(tmp_path / "var"))
    restore_copy(url, CopyFile(path), key, (CORE,))
    (core,) = standing(url, (CORE,))
    assert core.now == core.newest != "0060"
    with create_app(settings_for(url)).app_context():
        assert db.session.scalars(select(Federation.slug)).all() == ["fenland"]
        db.engine.dispose()


def test_mail_of_a_restored_copy_waits_until_somebody_lets_it_go(
    restored: Restored, terminal: WarmTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(restored.folder)
    monkeypatch.setenv("FEDERATION_VAR", str(restored.folder / "var"))
    app = create_app(settings_for(restored.on_sqlite))
    with app.app_context():
        held = held_mail()
        assert held is not None
        assert held.old == _waiting() > 50
        run_once(app)
        new = _waiting() - held.old
        assert not list(restored.folder.rglob("*.eml"))
        refused = _at_terminal(terminal, restored.folder, "resume")
        assert (refused.returncode, "--send-old or --forget-old" in refused.stderr) == (1, True)
        done = _at_terminal(terminal, restored.folder, "resume", "--forget-old")
        assert done.stdout == f"Mail leaves again. {held.old} letters from before were forgotten.\n"
        assert _waiting() == new
        assert not is_held()
        with every_federation("a test reads what is kept of letters"):
            kept = db.session.scalars(select(OutboxRow.payload).where(OutboxRow.error.is_not(None))).all()
        assert len(kept) == held.old
        assert not any({"text", "sealed", "to"} & set(one) for one in kept)
        assert "Mail is not held" in _at_terminal(terminal, restored.folder, "resume").stderr
        db.session.remove()
        db.engine.dispose()


def _waiting() -> int:
    with every_federation("a test counts letters"):
        db.session.rollback()
        return len(
            db.session.scalars(
                select(OutboxRow.id).where(
                    OutboxRow.kind.in_(("mail", "gathered")), OutboxRow.done_at.is_(None)
                )
            ).all()
        )


def test_every_kind_of_cell_is_read_as_it_was_written() -> None:
    from datetime import UTC, date, datetime

    row = [
        2**62,
        True,
        "“Ålesund” \n\u2028 \\",
        0.1,
        b"\x00\xff",
        {"b": [1, None], "a": "x"},
        datetime(2026, 3, 29, 1, 30, 0, 7, tzinfo=UTC),
        date(2024, 2, 29),
    ]
    kinds = list(KINDS)
    assert row_of(kinds, line_of(kinds, row)) == row
    nothing = [None] * len(kinds)
    assert row_of(kinds, line_of(kinds, nothing)) == nothing
    one, other = RowSum(), RowSum()
    for line in (b"1", b"2", b"2"):
        one.add(line)
    for line in (b"2", b"1", b"2"):
        other.add(line)
    assert (one.count, one.words) == (other.count, other.words)
    other.add(b"3")
    assert one.words != other.words
