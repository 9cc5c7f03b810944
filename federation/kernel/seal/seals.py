"""Sealing and opening: acts in the open unit of work, each with its entry in the record.

A seal says when it may be opened. Opening is an entry in the record, at that time or later, and the row names it; a guard of
the database refuses anything else. So nobody, whatever their role, reads through the product what is sealed before its time
or unseen. Whoever has both the database and the server's key can read everything without the product.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from flask import current_app
from sqlalchemy import LargeBinary, String, UniqueConstraint, cast, delete, literal, select
from sqlalchemy.orm import Mapped, mapped_column

from federation.kernel import record
from federation.kernel.clock import Moment
from federation.kernel.db import MappedBase, RowId, db
from federation.kernel.held import plain_text
from federation.kernel.record import RecordEntry, canonical, now_here, stamp
from federation.kernel.refusals import NotFound, Refusal
from federation.kernel.seal import envelope
from federation.kernel.sealing import NotUnderThisKey
from federation.kernel.tenancy import Federated, current
from federation.kernel.words import moment

MADE: Final = "seal.made"
OPENED: Final = "seal.opened"
POSTPONED: Final = "seal.postponed"
DROPPED: Final = "seal.dropped"


class SealedContent(Federated, MappedBase):
    """One text or file of an object, sealed. ``opened_entry`` is the record's entry of its opening."""

    __tablename__ = "kernel_seal"
    __table_args__ = (
        UniqueConstraint("federation_id", "kind", "number", "name", name="uq_kernel_seal_federation_id"),
        {
            "info": {
                "updated": ("openable_at", "opened_entry", "key_name", "wrapped", "recovery"),
                "wrapped": lambda row: bound_key(row),
            }
        },
    )
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(RowId)
    name: Mapped[str] = mapped_column(String(60))
    sealed_at: Mapped[datetime] = mapped_column(Moment)
    openable_at: Mapped[datetime] = mapped_column(Moment)
    opened_entry: Mapped[int | None] = mapped_column(RowId)
    key_name: Mapped[str] = mapped_column(String(16))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    recovery: Mapped[bytes | None] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def subject(self) -> str:
        """The object as the record names it."""
        return f"{self.kind}:{self.number}"


class SealKeyMissing(Refusal):
    """The server has no key for seals."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing can be sealed on this server. The people who run it must set FEDERATION_SEAL_KEY first"
        )


class StillSealed(Refusal):
    """It is not time yet, or it is and nobody has opened it."""


class BrokenSeal(Refusal):
    """What is sealed was changed or moved, or is under another key than the server's."""

    def __init__(self) -> None:
        super().__init__(
            "What was sealed here cannot be read: it was changed, or sealed under another key. Ask the people who run the server"
        )


def seal(
    person_id: int | None, kind: str, number: int, name: str, content: bytes, openable_at: datetime
) -> str:
    """Seal a text or file of an object until ``openable_at`` at least; the record gets the fingerprint of what is kept,
    which is returned: whoever handed it in may have it as a receipt.

    ``kind`` and ``number`` name the object as in the record, ``name`` the content within it, which is sealed once: what
    replaces it is of another object, such as the next version. Raises :class:`SealKeyMissing`, and ``Refusal`` for what
    is sealed already, and for a time that has come.
    """
    known = select(SealedContent.id).where(*_of(kind, [number]), SealedContent.name == name)
    if db.session.scalar(known) is not None:
        raise Refusal("This is sealed already.")
    now = db.session.execute(select(now_here())).scalar_one()
    if openable_at <= now:
        raise Refusal("What is sealed must stay so for a while: the time at which it may be opened has come.")
    key = envelope.new_key()
    row = SealedContent(
        federation_id=current(),
        kind=kind,
        number=number,
        name=name,
        sealed_at=now,
        openable_at=openable_at,
    )
    row.content = envelope.closed(key, content, bound_content(row))
    keep_key(row, key)
    db.session.add(row)
    record.append(
        person_id, MADE, row.subject, name=name, digest=fingerprint(row), openable_at=stamp(openable_at)
    )
    return fingerprint(row)


def unseal(person_id: int | None, kind: str, numbers: Collection[int], why: str) -> None:
    """Open everything of some objects of a kind, so that :func:`opened` reads it; the record says who, when and why.

    Raises :class:`StillSealed` before the time of any of them, and ``NotFound`` where one has nothing sealed. What was
    opened stays as it is. ``person_id`` is None where the clock or a verdict acts.
    """
    words = plain_text(why, "why", "Say why this is opened.")
    rows = _held(kind, numbers)
    now = db.session.execute(select(now_here())).scalar_one()
    if latest := max((row.openable_at for row in rows if row.openable_at > now), default=None):
        raise StillSealed(f"This stays sealed until {moment(latest)}.")
    for number in sorted({row.number for row in rows if row.opened_entry is None}):
        entry = record.append(person_id, OPENED, f"{kind}:{number}", why=[words])
        for row in rows:
            if row.number == number and row.opened_entry is None:
                row.opened_entry = entry


def opened(kind: str, number: int, name: str) -> bytes:
    """What was sealed, once its opening stands in the record. Who may read it then is the caller's matter.

    Raises :class:`StillSealed`, ``NotFound``, and :class:`BrokenSeal` where it was tampered with.
    """
    return all_opened(kind, [number], name)[number]


def all_opened(kind: str, numbers: Collection[int], name: str) -> dict[int, bytes]:
    """The same of several objects of a kind, by their numbers; raises where one of them would. One statement."""
    subject = literal(f"{kind}:") + cast(SealedContent.number, String)
    rows = db.session.execute(
        select(SealedContent, RecordEntry.at)
        .outerjoin(
            RecordEntry,
            (RecordEntry.federation_id == SealedContent.federation_id)
            & (RecordEntry.seq == SealedContent.opened_entry)
            & (RecordEntry.action == OPENED)
            & (RecordEntry.subject == subject),
        )
        .where(*_of(kind, numbers), SealedContent.name == name)
    ).all()
    if {row.number for row, _ in rows} != set(numbers):
        raise NotFound()
    if any(at is None or at < row.openable_at for row, at in rows):
        raise StillSealed("This is sealed, and nobody has opened it.")
    return {row.number: content_of(row) for row, _ in rows}


def postpone_opening(
    person_id: int | None, kind: str, numbers: Collection[int], openable_at: datetime
) -> None:
    """Let what is sealed of some objects of a kind stay so until later; raises ``Refusal`` for a time that is earlier than
    one fixed before, or where something was opened."""
    rows = _held(kind, numbers)
    if any(row.opened_entry for row in rows):
        raise Refusal("This was opened already, so it cannot stay sealed until later.")
    if any(openable_at < row.openable_at for row in rows):
        raise Refusal("What is sealed can be opened later than it was said, never earlier.")
    for row in rows:
        key = key_of(row)
        row.openable_at = openable_at
        keep_key(row, key)
    for number in sorted({row.number for row in rows}):
        record.append(person_id, POSTPONED, f"{kind}:{number}", openable_at=stamp(openable_at))


def drop_seals(person_id: int | None, kind: str, number: int) -> None:
    """Destroy everything sealed of an object, read or unread, as when a bid is withdrawn or its time of keeping is over."""
    if db.session.scalar(select(SealedContent.id).where(*_of(kind, [number])).limit(1)) is None:
        return
    db.session.execute(delete(SealedContent).where(*_of(kind, [number])))
    record.append(person_id, DROPPED, f"{kind}:{number}")


def drop_seals_of(feature: str) -> None:
    """Destroy everything that a feature sealed in the federation chosen: its kinds are its name, and begin so."""
    theirs = (SealedContent.kind == feature) | SealedContent.kind.startswith(f"{feature}_", autoescape=True)
    objects = select(SealedContent.kind, SealedContent.number).where(theirs).distinct()
    for kind, number in db.session.execute(objects.order_by(SealedContent.kind, SealedContent.number)).all():
        drop_seals(None, kind, number)


def content_of(row: SealedContent) -> bytes:
    """What is sealed in a row, whether opened or not: for :func:`opened` and for the proofs, which show nothing."""
    try:
        return envelope.read(key_of(row), row.content, bound_content(row))
    except NotUnderThisKey:
        raise BrokenSeal() from None


def key_of(row: SealedContent) -> bytes:
    """The key of a row's content; raises :class:`BrokenSeal`."""
    try:
        return envelope.unwrapped(_server_key(), row.wrapped, bound_key(row))
    except NotUnderThisKey:
        raise BrokenSeal() from None


def keep_key(row: SealedContent, key: bytes) -> None:
    """Wrap the key of a row's content anew: under the server's key, and for the recovery key where there is one."""
    server, public = _server_key(), current_app.config["SETTINGS"]["seal_recovery_key"]
    row.key_name = envelope.key_name(server)
    row.wrapped = envelope.wrapped(server, key, bound_key(row))
    row.recovery = envelope.wrapped_for(public, key, bound_key(row)) if public else None


def bound_content(row: SealedContent) -> bytes:
    """What the content of a row is bound to."""
    return canonical(["content", row.federation_id, row.kind, row.number, row.name]).encode()


def bound_key(row: SealedContent) -> bytes:
    """What the key of a row is bound to: its content, and when it may be opened."""
    at = stamp(row.openable_at)
    return canonical(
        ["key", row.federation_id, row.kind, row.number, row.name, at, fingerprint(row)]
    ).encode()


def fingerprint(row: SealedContent) -> str:
    """The fingerprint of a content as it is kept."""
    return hashlib.sha256(row.content).hexdigest()


def _server_key() -> str:
    key: str = current_app.config["SETTINGS"]["seal_key"]
    if not key:
        raise SealKeyMissing()
    return key


def _of(kind: str, numbers: Collection[int]) -> tuple[Any, ...]:
    return SealedContent.kind == kind, SealedContent.number.in_(numbers)


def _held(kind: str, numbers: Collection[int]) -> Sequence[SealedContent]:
    """The rows of some objects, locked in one order; raises ``NotFound`` where one has none."""
    rows = db.session.scalars(
        select(SealedContent)
        .where(*_of(kind, numbers))
        .order_by(SealedContent.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if {row.number for row in rows} != set(numbers):
        raise NotFound()
    return rows
