"""Whatever is done to the record behind the product's back is found, and the first bad entry is named."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, text

from federation.kernel import chain, record
from federation.kernel.chain import START, BrokenChain, ChainEntry, check, entry_hash
from federation.kernel.db import db, unit_of_work
from federation.testing.world import World, make_world
from tests.assurance.conftest import rounds

LENGTH = 2000
FIELDS = ("federation", "seq", "at", "actor", "action", "subject", "data", "prev", "hash")
Tamper = Callable[[list[ChainEntry], int], int]
"""Changes entries after place k (counted from 0) and says which number the check must name."""


def edit(field: str) -> Tamper:
    def tamper(entries: list[ChainEntry], k: int) -> int:
        entry = entries[k]
        other: Any = {"federation": 99, "seq": LENGTH + 7, "actor": (entry.actor or 0) + 1}.get(field)
        if other is None:
            was = str(getattr(entry, field))
            other = was[:-1] + ("0" if was[-1:] != "0" else "1")
        entries[k] = entry._replace(**{field: other})
        return k + 1

    return tamper


def delete(entries: list[ChainEntry], k: int) -> int:
    del entries[k]
    return k + 1


def insert(entries: list[ChainEntry], k: int) -> int:
    entries.insert(k, entries[k]._replace(data='{"forged":1}'))
    return k + 1


def insert_hashed(entries: list[ChainEntry], k: int) -> int:
    """A forged entry that follows on well, with all numbers after it moved up."""
    was = entries[k]
    forged = was._replace(data='{"forged":1}')
    entries.insert(k, forged._replace(hash=entry_hash(*(forged.prev, *forged[:7]))))
    entries[k + 1 :] = [entry._replace(seq=entry.seq + 1) for entry in entries[k + 1 :]]
    return k + 2


def swap(entries: list[ChainEntry], k: int) -> int:
    other = (k + 1) % len(entries)
    k, other = sorted((k, other))
    entries[k], entries[other] = entries[other]._replace(seq=k + 1), entries[k]._replace(seq=other + 1)
    return k + 1


def duplicate(entries: list[ChainEntry], k: int) -> int:
    entries.insert(k, entries[k])
    return k + 2


def truncate(entries: list[ChainEntry], k: int) -> int:
    del entries[k:]
    return k + 1


def rehash(entries: list[ChainEntry], k: int) -> int:
    """An edited entry with a fresh hash of its own: what follows does not follow on."""
    entry = entries[k]._replace(data='{"forged":1}')
    entries[k] = entry._replace(hash=entry_hash(entry.prev, *entry[:7]))
    return k + 2


TAMPERS: dict[str, Tamper] = {f"edit {field}": edit(field) for field in FIELDS} | {
    "delete": delete,
    "insert": insert,
    "insert hashed": insert_hashed,
    "swap": swap,
    "duplicate": duplicate,
    "truncate": truncate,
    "rehash": rehash,
}


@pytest.fixture(scope="module")
def clean() -> list[ChainEntry]:
    """A chain as the product writes it."""
    found, prev = [], START
    for seq in range(1, LENGTH + 1):
        fields = (
            1,
            seq,
            f"2026-11-{1 + seq // 100:02}T09:00:00.{seq:06}+00:00",
            seq % 7 or None,
            "ballot.cast",
            f"decision:{seq % 40}",
            record.canonical({"receipt": record.digest(seq), "words": "Größe £ “é”"}),
        )
        found.append(ChainEntry(*fields, prev, prev := entry_hash(prev, *fields)))
    return found


def test_every_tampering_is_found_and_the_first_bad_entry_named(
    clean: list[ChainEntry], chance: random.Random, tell: Callable[[str], None]
) -> None:
    head = (LENGTH, clean[-1].hash)
    assert check(clean, head) == (LENGTH, None)
    times = rounds(12, 1000)
    for kind, tamper in TAMPERS.items():
        for k in (0, LENGTH - 1, *(chance.randrange(LENGTH) for _ in range(times))):
            entries = clean.copy()
            expected = tamper(entries, k)
            good, broken = check(entries, head)
            assert broken is not None, (kind, k)
            assert (broken.seq, good) == (expected, expected - 1) or (
                kind == "edit seq" and broken.seq == k + 1
            ), (kind, k, broken)
    tell(
        f"{len(TAMPERS) * (times + 2)} tamperings of {len(TAMPERS)} kinds in {LENGTH} entries, all found and named"
    )


def test_no_false_alarm(clean: list[ChainEntry], chance: random.Random) -> None:
    for length in (0, 1, 2, *(chance.randrange(LENGTH) for _ in range(rounds(20, 1000)))):
        head = (length, clean[length - 1].hash if length else START)
        assert check(clean[:length], head) == (length, None)


def test_a_cut_end_is_found_by_its_head_alone(clean: list[ChainEntry]) -> None:
    assert check(clean[:-5]) == (LENGTH - 5, None)
    assert check(clean[:-5], (LENGTH, clean[-1].hash))[1] == BrokenChain(
        LENGTH - 4, f"the record should end with entry {LENGTH}"
    )


def test_the_check_runs_by_itself(clean: list[ChainEntry], tmp_path: Path) -> None:
    export = tmp_path / "record.jsonl"
    export.write_text("".join(json.dumps(entry._asdict()) + "\n" for entry in clean), "utf-8")

    def run() -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", chain.__file__, str(export)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        return done.returncode, done.stdout.strip()

    assert run() == (0, f"OK, {LENGTH} entries")
    changed = clean.copy()
    edit("data")(changed, 1200)
    export.write_text("".join(json.dumps(entry._asdict()) + "\n" for entry in changed), "utf-8")
    assert run() == (1, "Entry 1201: its content does not match its fingerprint")


@pytest.fixture
def unguarded(owner: Engine) -> Iterator[Connection]:
    """The database in the hands of somebody who owns it: all guards of the record taken away."""
    with owner.connect() as connection:
        for act in ("update", "delete"):
            name = f"guard_kernel_record_{act}"
            on = " ON kernel_record" if owner.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
        connection.commit()
        yield connection


def verified(world: World) -> BrokenChain | None:
    db.session.remove()
    with world.scope():
        found = record.verify()[1]
    db.session.remove()
    return found


SQL = {
    "edit": ("UPDATE kernel_record SET data = '{{}}' WHERE seq = {k}", 0),
    "edit time": ("UPDATE kernel_record SET at = federation_now() WHERE seq = {k}", 0),
    "edit actor": ("UPDATE kernel_record SET actor = 77 WHERE seq = {k}", 0),
    "delete": ("DELETE FROM kernel_record WHERE seq = {k}", 0),
    "renumber": ("UPDATE kernel_record SET seq = 9000 WHERE seq = {k}", 0),
    "add at the end": (
        "INSERT INTO kernel_record SELECT federation_id, {end} + 1, at, actor, action, subject, data, prev, hash "
        "FROM kernel_record WHERE seq = {k}",
        None,
    ),
    "cut the end": ("DELETE FROM kernel_record WHERE seq >= {k}", 0),
    "move the head back": ("UPDATE kernel_record_head SET seq = {k} - 1", -1),
    "head of another hash": ("UPDATE kernel_record_head SET hash = 'f'", None),
    "head of a later time": ("UPDATE kernel_record_head SET at = '2099-01-01 00:00:00.000000+00'", None),
    "head of no time": ("UPDATE kernel_record_head SET at = NULL", None),
}


@pytest.mark.both_databases
def test_tampering_in_the_database_is_found(app: Flask, unguarded: Connection, chance: random.Random) -> None:
    world = make_world(practices=1)
    end = 120
    with world.scope(), unit_of_work():
        for number in range(end):
            record.append(number % 5 or None, "test.done", f"test:{number}", number=number, words="é £")
    assert verified(world) is None
    for kind, (statement, offset) in SQL.items():
        k = chance.randrange(2, end)
        before = (
            unguarded.execute(text("SELECT * FROM kernel_record")).mappings().all(),
            unguarded.execute(text("SELECT * FROM kernel_record_head")).mappings().one(),
        )
        unguarded.execute(text(statement.format(k=k, end=end)))
        unguarded.commit()
        broken = verified(world)
        assert broken is not None, kind
        assert broken.seq == (end + 1 if offset is None else max(k + offset, k)), (kind, k, broken)
        unguarded.execute(text("DELETE FROM kernel_record"))
        columns = list(before[0][0])
        unguarded.execute(
            text(
                f"INSERT INTO kernel_record ({', '.join(columns)}) VALUES ({', '.join(f':{column}' for column in columns)})"
            ),
            [dict(row) for row in before[0]],
        )
        unguarded.execute(
            text("UPDATE kernel_record_head SET seq = :seq, hash = :hash, at = :at"), dict(before[1])
        )
        unguarded.commit()
        assert verified(world) is None


@pytest.mark.both_databases
def test_verifying_while_entries_are_added_raises_no_alarm(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(practices=1)

    def add() -> None:
        with unit_of_work():
            record.append(None, "test.done", "test:1")

    with world.scope():
        add()
        real = record.entries

        def entries(until: int | None = None) -> Iterator[ChainEntry]:
            if db.engine.dialect.name == "postgresql":
                add()
            yield from real(until)

        monkeypatch.setattr(record, "entries", entries)
        for _ in range(3):
            assert record.verify()[1] is None
