"""Reading what practices changed after a round had closed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from federation.kernel.db import db
from federation.kernel.refusals import NotFound
from federation.network.models import Practice
from federation.people.models import Person
from federation.purchasing.models import NeedChange
from federation.purchasing.queries.needs import StatedLine
from federation.purchasing.rules import folded


class ShownChange(NamedTuple):
    """A change: whose, all its lines before and after, why, and how it stands (done, asked, agreed or refused)."""

    id: int
    practice_id: int
    code: str
    practice: str
    kind: str
    before: Sequence[Sequence[Any]]
    after: Sequence[Sequence[Any]]
    words: str
    state: str
    asked_by: int
    person: str
    asked_at: datetime

    @property
    def added(self) -> list[StatedLine]:
        """The lines that are after it and were not before."""
        known = {key_of(line) for line in read_lines(self.before)}
        return [line for line in read_lines(self.after) if key_of(line) not in known]


_CHANGES: Any = (
    select(
        NeedChange.id,
        NeedChange.practice_id,
        Practice.code,
        Practice.name,
        NeedChange.kind,
        NeedChange.before,
        NeedChange.after,
        NeedChange.words,
        NeedChange.state,
        NeedChange.asked_by,
        Person.name,
        NeedChange.asked_at,
    )
    .join(Practice, Practice.id == NeedChange.practice_id)
    .join(Person, Person.id == NeedChange.asked_by)
    .where(NeedChange.round_id == bindparam("round"))
    .order_by(NeedChange.id)
)


def changes_of(round_id: int) -> list[ShownChange]:
    """The changes of a round, the oldest first. One statement."""
    return [ShownChange._make(row) for row in db.session.execute(_CHANGES, {"round": round_id})]


def change_here(round_id: int, change_id: int) -> ShownChange:
    """One change. Raises ``NotFound``. One statement."""
    for one in changes_of(round_id):
        if one.id == change_id:
            return one
    raise NotFound()


def key_of(line: StatedLine) -> tuple[str, str]:
    """By what a line is known among those of its practice."""
    return folded(line.item), folded(line.unit)


def kept_lines(lines: Sequence[StatedLine]) -> list[list[Any]]:
    """Lines as a change keeps them."""
    return [[*line[:5], line.ends_on.isoformat() if line.ends_on else None] for line in lines]


def read_lines(kept: Sequence[Sequence[Any]]) -> list[StatedLine]:
    """Lines of a change."""
    return [
        StatedLine(item, unit, quantity, pence, supplier, date.fromisoformat(ends_on) if ends_on else None)
        for item, unit, quantity, pence, supplier, ends_on in kept
    ]


def amounts(lines: Sequence[StatedLine]) -> dict[tuple[str, str], int]:
    """How much each item of a practice comes to."""
    found: dict[tuple[str, str], int] = {}
    for line in lines:
        found[key_of(line)] = found.get(key_of(line), 0) + line.quantity
    return found


def said_at_close(
    round_id: int, practice_id: int, lines: Sequence[StatedLine]
) -> Mapping[tuple[str, str], int]:
    """What a practice had said of each item when the round closed, or when the group took it in late: ``lines`` are what it
    says now. One statement."""
    found: dict[tuple[str, str], int] = {}
    for one in changes_of(round_id):
        if one.practice_id != practice_id or one.state in ("asked", "refused"):
            continue
        found = amounts(read_lines(one.before)) | found
        if one.kind == "late":
            found |= amounts(one.added)
    return amounts(lines) | found
