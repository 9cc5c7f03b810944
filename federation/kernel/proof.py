"""The material of proofs: the acts that the record holds of a subject, and what of the rows does not agree with them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from federation.kernel.db import db
from federation.kernel.record import RecordEntry


class RecordFlaw(NamedTuple):
    """Something that is not as the record says: where (an entry, or a row in words), and what is wrong there."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


class RecordedAct(NamedTuple):
    """An entry of the record, read."""

    seq: int
    at: datetime
    actor: int | None
    name: str
    data: dict[str, Any]


def at_entry(act: RecordedAct, why: str) -> RecordFlaw:
    """Something that is wrong with what an entry says."""
    return RecordFlaw(f"Entry {act.seq}", why)


def acts_about(subjects: Sequence[str]) -> dict[str, list[RecordedAct]]:
    """The acts in the record about each of these subjects, in order."""
    found: dict[str, list[RecordedAct]] = {subject: [] for subject in subjects}
    rows = db.session.execute(
        select(
            RecordEntry.subject,
            RecordEntry.seq,
            RecordEntry.at,
            RecordEntry.actor,
            RecordEntry.action,
            RecordEntry.data,
        )
        .where(RecordEntry.subject.in_(subjects))
        .order_by(RecordEntry.seq)
    )
    for row in rows:
        found[row.subject].append(_act(row))
    return found


def acts_called(*names: str, page: int = 1000) -> Iterator[tuple[str, RecordedAct]]:
    """Subject and entry of every act of these names, in order, without loading them all."""
    after = 0
    while True:
        rows = db.session.execute(
            select(
                RecordEntry.subject,
                RecordEntry.seq,
                RecordEntry.at,
                RecordEntry.actor,
                RecordEntry.action,
                RecordEntry.data,
            )
            .where(RecordEntry.action.in_(names), RecordEntry.seq > after)
            .order_by(RecordEntry.seq)
            .limit(page)
        ).all()
        for row in rows:
            yield row.subject, _act(row)
        if len(rows) < page:
            return
        after = rows[-1].seq


def subjects_of(kind: str) -> Iterator[int]:
    """The numbers of the things of a kind (``decision``) that the record knows."""
    begins = f"{kind}:"
    rows = db.session.scalars(
        select(func.distinct(RecordEntry.subject)).where(RecordEntry.subject.startswith(begins))
    )
    for subject in rows:
        number = subject.removeprefix(begins)
        if number.isascii() and number.isdigit():
            yield int(number)


def in_parts(numbers: Iterable[int], size: int = 50) -> Iterator[list[int]]:
    """Numbers in lists of a size that a statement takes."""
    part: list[int] = []
    for number in numbers:
        part.append(number)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


def _act(row: Any) -> RecordedAct:
    return RecordedAct(row.seq, row.at, row.actor, row.action, _read(row.data))


def _read(data: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
