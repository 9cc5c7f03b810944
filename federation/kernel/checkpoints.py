"""Checkpoints: how far a record had come, signed, so that a copy of it elsewhere proves that nothing before was changed.

The key is derived from the installation's secret key, so there is nothing else to keep; it is not in the database.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel import chain
from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId, db
from federation.kernel.proof import RecordFlaw, acts_called, at_entry
from federation.kernel.record import RecordEntry, RecordHead, canonical, stamp
from federation.kernel.tenancy import FEDERATION, Federated, current, insert_many


class RecordCheckpoint(Federated, MappedBase):
    """The number and fingerprint of the record's last entry at a moment, signed."""

    __tablename__ = "kernel_checkpoint"
    __table_args__ = ({"info": {"append_only": ("UPDATE", "DELETE")}},)
    federation_id: Mapped[int] = mapped_column(
        RowId, ForeignKey(FEDERATION), primary_key=True, autoincrement=False
    )
    seq: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
    key: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(128))


def public_key() -> str:
    """The installation's key, with which anybody can check its signatures."""
    return _public(_own_secret())


def signed_with(secret_key: str, message: bytes) -> tuple[str, str]:
    """The public key of the installation that has this secret key, and its signature under a message; both in hexadecimal."""
    return _public(secret_key), _private(secret_key).sign(message).hex()


def is_signed(key: str, message: bytes, signature: str) -> bool:
    """Whether a signature under a message is that of a public key; both in hexadecimal."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def write() -> int | None:
    """Sign how far the record has come, in the open unit of work; its number, or None where that is signed already."""
    head = db.session.execute(
        select(RecordHead.seq, RecordHead.hash, RecordEntry.at).join(
            RecordEntry,
            (RecordEntry.federation_id == RecordHead.federation_id) & (RecordEntry.seq == RecordHead.seq),
        )
    ).first()
    if head is None or db.session.scalar(
        select(RecordCheckpoint.seq).where(RecordCheckpoint.seq == head.seq)
    ):
        return None
    secret = _own_secret()
    unsigned = chain.SignedCheckpoint(current(), head.seq, head.hash, stamp(head.at), _public(secret), "")
    row = {
        "seq": head.seq,
        "hash": head.hash,
        "at": head.at,
        "key": unsigned.key,
        "signature": signed_with(secret, unsigned.message)[1],
    }
    insert_many(RecordCheckpoint, [row], once=True)
    return int(head.seq)


def as_data(row: RecordCheckpoint) -> dict[str, Any]:
    """A checkpoint as data, with its signature."""
    return _read(row)._asdict()


def as_text(row: RecordCheckpoint) -> str:
    """A checkpoint as its file and letter hold it: one line of JSON."""
    return canonical(as_data(row))


def disagreeing(
    given: Iterable[chain.SignedCheckpoint],
    trusted: Iterable[str] = (),
    before: Sequence[tuple[int, str]] = (),
) -> Iterator[RecordFlaw]:
    """The disagreements of checkpoints from elsewhere with the record of the federation chosen. ``before`` are entries with the
    key of another installation, with which what comes before each may be signed."""
    own = {public_key(), *trusted}
    for one in given:
        keys = own | {key for seq, key in before if one.seq < seq}
        called = f"The checkpoint of entry {one.seq}, {one.at}"
        if one.federation != current():
            yield RecordFlaw(called, "it is of another federation")
        elif one.key not in keys:
            yield RecordFlaw(
                called, "it is signed with a key that is not this installation’s; was the secret key changed?"
            )
        elif not is_signed(one.key, one.message, one.signature):
            yield RecordFlaw(called, "its signature is false")
        else:
            yield from _differs(one, called)


def kept(trusted: Sequence[str] = (), before: Sequence[tuple[int, str]] = ()) -> Iterator[RecordFlaw]:
    """The checkpoints in the database: each agrees with the record."""
    rows = db.session.scalars(
        select(RecordCheckpoint).order_by(RecordCheckpoint.seq).execution_options(yield_per=500)
    )
    yield from disagreeing(map(_read, rows), trusted, before)


def unsigned(*names: str) -> Iterator[RecordFlaw]:
    """Entries of these acts that have no checkpoint of their own."""
    signed = set(db.session.scalars(select(RecordCheckpoint.seq)))
    for _, act in acts_called(*names):
        if act.seq not in signed:
            yield at_entry(act, "its checkpoint is missing")


def _differs(one: chain.SignedCheckpoint, called: str) -> Iterator[RecordFlaw]:
    digest = db.session.scalar(select(RecordEntry.hash).where(RecordEntry.seq == one.seq))
    if digest is None:
        yield RecordFlaw(
            called, "the record does not reach that far any more: its end was cut, or an older copy restored"
        )
    elif digest != one.hash:
        yield RecordFlaw(called, "the record was changed at or before that entry")


def _read(row: RecordCheckpoint) -> chain.SignedCheckpoint:
    return chain.SignedCheckpoint(row.federation_id, row.seq, row.hash, stamp(row.at), row.key, row.signature)


def _own_secret() -> str:
    return cast(str, current_app.config["SETTINGS"]["secret_key"])


def _public(secret_key: str) -> str:
    return _private(secret_key).public_key().public_bytes_raw().hex()


def _private(secret_key: str) -> Ed25519PrivateKey:
    seed = hmac.new(secret_key.encode(), b"federation checkpoint key", hashlib.sha256).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)
