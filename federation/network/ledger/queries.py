"""What was given, gained and paid: sums of a practice, lines in order of time."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select

from federation.kernel.db import db
from federation.network.ledger.words import KINDS
from federation.network.models import LedgerLine, Practice
from federation.people.models import Person
from federation.plugin.feature import PersonalRecord


class LedgerSum(NamedTuple):
    """What a practice gave, gained or paid in all: minutes and pence, None where none were measured."""

    kind: str
    minutes: int | None
    pence: int | None


def _read(money: bool) -> tuple[ColumnElement[bool], ...]:
    return () if money else (LedgerLine.pence.is_(None),)


_SUMS: Final = {
    money: select(LedgerLine.kind, func.sum(LedgerLine.minutes), func.sum(LedgerLine.pence))
    .where(
        LedgerLine.practice_id == bindparam("practice"), LedgerLine.at >= bindparam("since"), *_read(money)
    )
    .group_by(LedgerLine.kind)
    for money in (True, False)
}


def sums_of(practice_id: int, since: datetime, money: bool = True) -> list[LedgerSum]:
    """The sums of a practice since a moment, of each kind that has any, in the order of their words; without ``money`` of time
    alone. One statement."""
    rows = db.session.execute(_SUMS[money], {"practice": practice_id, "since": since})
    found = [
        LedgerSum(kind, None if minutes is None else int(minutes), None if pence is None else int(pence))
        for kind, minutes, pence in rows
    ]
    return sorted(found, key=lambda one: list(KINDS).index(one.kind))


def minutes_under(feature: str, key: str) -> int | None:
    """The minutes that were given under a key; None where none are noted. One statement."""
    return db.session.scalar(
        select(func.sum(LedgerLine.minutes)).where(
            LedgerLine.feature == feature, LedgerLine.key == key, LedgerLine.kind == "gave"
        )
    )


def lines(money: bool = True) -> Any:
    """A statement of all lines: what, whose, how much and when; without ``money`` those of time alone."""
    return (
        select(
            LedgerLine.id,
            LedgerLine.kind,
            LedgerLine.feature,
            LedgerLine.minutes,
            LedgerLine.pence,
            LedgerLine.words,
            LedgerLine.at,
            LedgerLine.practice_id,
            Practice.code,
            Practice.name.label("practice"),
            Person.name.label("person"),
        )
        .outerjoin(Practice, Practice.id == LedgerLine.practice_id)
        .outerjoin(Person, Person.id == LedgerLine.person_id)
        .where(*_read(money))
    )


def lines_after(number: int, most: int, money: bool) -> list[Any]:
    """Some lines in the order in which they were noted, after one. One statement."""
    asked = lines(money).where(LedgerLine.id > number).order_by(LedgerLine.id).limit(most)
    return list(db.session.execute(asked))


def personal_lines(person_id: int) -> list[PersonalRecord]:
    """What a person gave, gained and paid."""
    rows = db.session.execute(lines().where(LedgerLine.person_id == person_id).order_by(LedgerLine.id))
    return [
        PersonalRecord(
            "Given, gained or paid",
            {
                "kind": row.kind,
                "what_for": row.words,
                "minutes": row.minutes,
                "pence": row.pence,
                "at": row.at.isoformat(),
                "practice": row.code,
            },
        )
        for row in rows
    ]
