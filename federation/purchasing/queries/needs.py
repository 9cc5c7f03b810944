"""Reading what practices need: their answers, and the demand of a round collated."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from federation.kernel.db import db
from federation.network.for_plugins import PracticeFacts, practices
from federation.network.models import Practice
from federation.people.models import Person
from federation.plugin.feature import PersonalRecord
from federation.purchasing.models import NeedAnswer, NeedLine, PurchaseRound, SpecVersion
from federation.purchasing.rules import ItemDemand, StatedNeed, collate


class StatedLine(NamedTuple):
    """A line of a practice's answer; ``pence`` is what it pays now for one unit, with VAT; None where it did not say."""

    item: str
    unit: str
    quantity: int
    pence: int | None = None
    supplier: str = ""
    ends_on: date | None = None


class GivenAnswer(NamedTuple):
    """What a practice has said: when and by whom (None: from the terminal), and its lines; none: it needs nothing."""

    answered_at: datetime
    person: str | None
    lines: tuple[StatedLine, ...]


class AnsweredPractice(NamedTuple):
    """A practice, and when it answered; None: it has not."""

    practice: PracticeFacts
    answered_at: datetime | None
    lines: int


class RoundDemand(NamedTuple):
    """What practices need in a round, and who has answered, by name."""

    items: list[ItemDemand]
    practices: list[AnsweredPractice]
    names: dict[str, str]

    @property
    def waiting(self) -> list[AnsweredPractice]:
        """Those that have not answered."""
        return [one for one in self.practices if one.answered_at is None]

    @property
    def answered(self) -> list[AnsweredPractice]:
        """Those that have."""
        return [one for one in self.practices if one.answered_at is not None]


_COLUMNS = (
    NeedLine.item,
    NeedLine.unit,
    NeedLine.quantity,
    NeedLine.pence,
    NeedLine.supplier,
    NeedLine.ends_on,
)
_ANSWER = (
    select(NeedAnswer.id, NeedAnswer.answered_at, Person.name)
    .outerjoin(Person, Person.id == NeedAnswer.answered_by)
    .where(NeedAnswer.round_id == bindparam("round"), NeedAnswer.practice_id == bindparam("practice"))
)
_LINES = select(*_COLUMNS).where(NeedLine.answer_id == bindparam("answer")).order_by(NeedLine.position)
_DEMAND = (
    select(
        Practice.code,
        Practice.name,
        Practice.list_size,
        NeedAnswer.answered_at,
        NeedAnswer.practice_id,
        NeedLine.item,
        NeedLine.unit,
        NeedLine.quantity,
        NeedLine.pence,
    )
    .join(Practice, Practice.id == NeedAnswer.practice_id)
    .outerjoin(NeedLine, NeedLine.answer_id == NeedAnswer.id)
    .where(NeedAnswer.round_id == bindparam("round"))
    .order_by(Practice.name, Practice.id, NeedLine.position)
)
_SAID = (
    select(NeedLine.item, NeedLine.unit)
    .join(NeedAnswer, NeedAnswer.id == NeedLine.answer_id)
    .where(NeedAnswer.round_id == bindparam("round"))
    .distinct()
    .order_by(NeedLine.item, NeedLine.unit)
    .limit(30)
)


def answer_of(round_id: int, practice_id: int) -> GivenAnswer | None:
    """What a practice has said in a round; None: nothing yet. Two statements."""
    row = db.session.execute(_ANSWER, {"round": round_id, "practice": practice_id}).first()
    if row is None:
        return None
    lines = db.session.execute(_LINES, {"answer": row.id})
    return GivenAnswer(row.answered_at, row.name, tuple(StatedLine._make(line) for line in lines))


def demand_of(round_id: int) -> RoundDemand:
    """The demand of a round, collated. Practices that left since stand in it with what they said. Two statements."""
    rows = db.session.execute(_DEMAND, {"round": round_id}).all()
    lines: list[StatedNeed] = []
    answered: dict[str, tuple[datetime | None, int]] = {}
    names: dict[str, str] = {}
    for row in rows:
        names[row.code] = row.name
        answered[row.code] = (row.answered_at, answered.get(row.code, (None, 0))[1] + (row.item is not None))
        if row.item is not None:
            lines.append(StatedNeed(row.code, row.list_size, row.item, row.unit, row.quantity, row.pence))
    here = [AnsweredPractice(one, *answered.get(one.code, (None, 0))) for one in practices()]
    return RoundDemand(collate(lines), here, names | {one.practice.code: one.practice.name for one in here})


def items_said(round_id: int) -> list[tuple[str, str]]:
    """The first 30 items and units that practices have named in a round. One statement."""
    return [(row.item, row.unit) for row in db.session.execute(_SAID, {"round": round_id})]


def lines_of_rounds(round_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The lines of all practices in these rounds, with the numbers of round and practice. One statement."""
    asked = (
        select(NeedAnswer.round_id.label("round"), NeedAnswer.practice_id.label("practice"), *_COLUMNS)
        .join(NeedAnswer, NeedAnswer.id == NeedLine.answer_id)
        .where(NeedAnswer.round_id.in_(round_ids))
        .order_by(NeedAnswer.id, NeedLine.position)
    )
    return [dict(row) for row in db.session.execute(asked).mappings()]


def stated_lines(round_id: int) -> Any:
    """A statement of the lines of all practices in a round."""
    return (
        select(NeedLine.id, Practice.code, Practice.name, *_COLUMNS)
        .join(NeedAnswer, NeedAnswer.id == NeedLine.answer_id)
        .join(Practice, Practice.id == NeedAnswer.practice_id)
        .where(NeedAnswer.round_id == round_id)
    )


def personal_needs(person_id: int) -> list[PersonalRecord]:
    """What a person asked, answered and wrote. Three statements."""
    opened = select(PurchaseRound.id, PurchaseRound.title, PurchaseRound.opened_at).where(
        PurchaseRound.opened_by == person_id
    )
    said = select(NeedAnswer.round_id, NeedAnswer.practice_id, NeedAnswer.answered_at).where(
        NeedAnswer.answered_by == person_id
    )
    wrote = select(SpecVersion.round_id, SpecVersion.number, SpecVersion.text, SpecVersion.written_at).where(
        SpecVersion.written_by == person_id
    )
    return [
        *(
            PersonalRecord("Purchase round", {"round": number, "title": title, "at": at.isoformat()})
            for number, title, at in db.session.execute(opened.order_by(PurchaseRound.id))
        ),
        *(
            PersonalRecord("Needs of a practice", {"round": number, "practice": whose, "at": at.isoformat()})
            for number, whose, at in db.session.execute(said.order_by(NeedAnswer.id))
        ),
        *(
            PersonalRecord(
                "Specification", {"round": number, "version": version, "text": text, "at": at.isoformat()}
            )
            for number, version, text, at in db.session.execute(wrote.order_by(SpecVersion.id))
        ),
    ]
