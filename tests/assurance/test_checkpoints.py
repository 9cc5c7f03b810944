"""A checkpoint kept elsewhere shows what the database alone cannot: a record written anew, a cut end, an older copy."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import Connection, select, text

from federation.decisions.voting.actions import closing
from federation.kernel import chain, checkpoints, record
from federation.kernel.chain import START, ChainEntry, entry_hash
from federation.kernel.db import db
from federation.network.record.queries.record import record_as_lines
from tests.assurance.proven import Proven, proven, undone, unguard

RFC_8032 = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


def test_signatures_are_checked_with_no_library_as_the_standard_says() -> None:
    for key, message, signature in RFC_8032:
        of, sent, signed = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
        assert chain.is_signed(of, sent, signed)
        assert not chain.is_signed(of, sent + b"x", signed)
        for place in (0, 31, 32, 63):
            bent = bytearray(signed)
            bent[place] ^= 1
            assert not chain.is_signed(of, sent, bytes(bent))
        order = (int.from_bytes(signed[32:], "little") + chain._ORDER).to_bytes(32, "little")
        assert not chain.is_signed(of, sent, signed[:32] + order)
        assert not chain.is_signed(of[:31], sent, signed) and not chain.is_signed(of, sent, signed[:63])
    for _ in range(5):
        own = Ed25519PrivateKey.generate()
        assert chain.is_signed(own.public_key().public_bytes_raw(), b"words", own.sign(b"words"))


def rewrite(connection: Connection, federation_id: int, change: str) -> None:
    """Write the record anew from the middle on, each hash computed again, as somebody can who holds the database."""
    rows = connection.execute(
        text("SELECT seq, at, actor, action, subject, data FROM kernel_record ORDER BY seq")
    ).all()
    entries = [list(row) for row in rows]
    middle = len(entries) // 3
    if change == "edit":
        entries[middle][3] = "comment.written"
    elif change == "delete":
        del entries[middle]
    elif change == "insert":
        entries.insert(middle, [0, *entries[middle][1:3], "comment.written", "decision:1", "{}"])
    connection.execute(text("DELETE FROM kernel_record"))
    prev = START
    for seq, (_, at, actor, action, subject, data) in enumerate(entries, 1):
        stamped = record.stamp(at) if not isinstance(at, str) else at.replace(" ", "T") + "+00:00"
        hashed = entry_hash(prev, federation_id, seq, stamped, actor, action, subject, data)
        connection.execute(
            text(
                "INSERT INTO kernel_record (federation_id, seq, at, actor, action, subject, data, prev, hash)"
                " VALUES (:f, :seq, :at, :actor, :action, :subject, :data, :prev, :hash)"
            ),
            {
                "f": federation_id,
                "seq": seq,
                "at": at,
                "actor": actor,
                "action": action,
                "subject": subject,
                "data": data,
                "prev": prev,
                "hash": hashed,
            },
        )
        prev = hashed
    connection.execute(
        text("UPDATE kernel_record_head SET seq = :seq, hash = :hash"), {"seq": len(entries), "hash": prev}
    )


def kept_elsewhere(vote: Proven) -> list[str]:
    with vote.world.scope():
        return [
            checkpoints.as_text(row)
            for row in db.session.scalars(
                select(checkpoints.RecordCheckpoint).order_by(checkpoints.RecordCheckpoint.seq)
            )
        ]


FORGET = "DELETE FROM kernel_checkpoint"


@pytest.mark.both_databases
@pytest.mark.parametrize("change", ["edit", "delete", "insert"])
def test_a_record_written_anew_is_found(app: Flask, change: str) -> None:
    """By the checkpoints in the database, where they were left; by those kept elsewhere, where they were deleted."""
    vote = proven()
    letters = kept_elsewhere(vote)
    assert len(letters) == 6
    with undone(vote.world) as session:
        connection = session.connection()
        unguard(connection)
        rewrite(connection, vote.world.federation_id, change)
        assert "the record was changed at or before that entry" in " ".join(vote.now())
    with undone(vote.world) as session:
        connection = session.connection()
        unguard(connection)
        connection.exec_driver_sql(FORGET)
        rewrite(connection, vote.world.federation_id, change)
        assert "its checkpoint is missing" in " ".join(vote.now())
        found = vote.now(letters)
        assert sum("the record was changed at or before that entry" in line for line in found) == 6
    assert vote.now(letters) == []


@pytest.mark.both_databases
def test_a_cut_end_and_an_older_copy_are_found(app: Flask) -> None:
    """Everything after the last opening goes, from the record and with it from the rows, with the head set back."""
    vote = proven()
    letters = kept_elsewhere(vote)
    with undone(vote.world) as session:
        connection = session.connection()
        unguard(connection)
        at = connection.exec_driver_sql("SELECT max(seq) - 1 FROM kernel_checkpoint").scalar_one()
        for statement in (
            f"DELETE FROM kernel_record WHERE seq > {at}",
            f"DELETE FROM kernel_checkpoint WHERE seq > {at}",
            f"UPDATE kernel_record_head SET seq = {at}, hash = (SELECT hash FROM kernel_record WHERE seq = {at})",
        ):
            connection.exec_driver_sql(statement)
        found = vote.now(letters)
        assert not [line for line in found if line.startswith("Entry") and "should end" in line]
        assert found
    with vote.world.scope():
        closing.close_early(vote.world.actor("chair"), vote.open, "Enough.")
    newest = kept_elsewhere(vote)[-1:]
    with undone(vote.world) as session:
        connection = session.connection()
        unguard(connection)
        older_copy(connection, vote.open)
        assert vote.now(letters) == []
        [line] = vote.now(newest)
        assert line.endswith(
            "the record does not reach that far any more: its end was cut, or an older copy restored"
        )


def older_copy(connection: Connection, decision_id: int) -> None:
    """Put everything back as it was before a vote closed: what restoring an older copy does."""
    at = connection.exec_driver_sql(
        f"SELECT seq - 1 FROM kernel_record WHERE action = 'decision.closed' AND subject = 'decision:{decision_id}'"
    ).scalar_one()
    for statement in (
        f"DELETE FROM kernel_record WHERE seq > {at}",
        f"DELETE FROM kernel_checkpoint WHERE seq > {at}",
        f"UPDATE kernel_record_head SET seq = {at}, hash = (SELECT hash FROM kernel_record WHERE seq = {at})",
        "UPDATE decisions_decision SET state = 'open', verdict = NULL, result = NULL, how = NULL, closed_at = NULL,"
        f" closed_by = NULL, close_reason = NULL WHERE id = {decision_id}",
    ):
        connection.exec_driver_sql(statement)


def test_checkpoints_of_others_are_no_use(app: Flask) -> None:
    vote = proven()
    [one, *_] = chain.checkpoints_in(kept_elsewhere(vote)[0])
    own = Ed25519PrivateKey.generate()
    key = own.public_key().public_bytes_raw().hex()
    forged = one._replace(hash="0" * 64, key=key)
    forged = forged._replace(signature=own.sign(forged.message).hex())
    for bent, words in (
        (one._replace(hash="0" * 64), "its signature is false"),
        (one._replace(federation=one.federation + 1), "it is of another federation"),
        (forged, "it is signed with a key that is not this installation’s; was the secret key changed?"),
    ):
        [line] = vote.now([json.dumps(bent._asdict())])
        assert line.endswith(words)
    [line] = vote.now([json.dumps(forged._asdict())], [key])
    assert line.endswith("the record was changed at or before that entry")


def test_the_program_of_one_file_checks_an_export_against_letters(app: Flask, tmp_path: Path) -> None:
    vote = proven()
    letters = kept_elsewhere(vote)
    with vote.world.scope():
        lines = "".join(record_as_lines())
        key = checkpoints.public_key()
    broken = letters[2].replace(",", ",\n> ")
    (tmp_path / "letter.txt").write_text(f"Dear Ruth,\n> {broken}\nKeep it.", "utf-8")
    (tmp_path / "all.json").write_text("\n".join(letters), "utf-8")

    def run(text_of_record: str, *words: str) -> tuple[int, str]:
        (tmp_path / "record.jsonl").write_text(text_of_record, "utf-8")
        done = subprocess.run(
            [sys.executable, "-I", chain.__file__, "record.jsonl", *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        return done.returncode, done.stdout

    count = len(lines.splitlines())
    assert run(lines, "--key", key, "letter.txt") == (0, f"OK, {count} entries, 1 checkpoints agree\n")
    assert run(lines, "--key", key, "all.json") == (0, f"OK, {count} entries, 6 checkpoints agree\n")
    cut = "".join(lines.splitlines(keepends=True)[:-4])
    assert run(cut)[0] == 0
    status, said = run(cut, "--key", key, "all.json")
    assert status == 1 and "the record does not reach that far" in said
    anew, prev = [], START
    for line in lines.splitlines():
        entry = ChainEntry(**json.loads(line))._replace(prev=prev)
        entry = entry._replace(actor=None)
        prev = entry_hash(prev, *entry[:7])
        anew.append(json.dumps(entry._replace(hash=prev)._asdict()) + "\n")
    assert run("".join(anew))[0] == 0
    status, said = run("".join(anew), "--key", key, "letter.txt")
    assert status == 1 and "the record was changed at or before that entry" in said
    assert run(lines, "--key", "0" * 64, "letter.txt")[1].endswith("it is signed with another key\n")
    assert run(lines, "record.jsonl") == (1, "No checkpoint was found in the files named\n")
