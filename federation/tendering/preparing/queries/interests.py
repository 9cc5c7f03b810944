"""Reading who has said of a tender that they have an interest in it, or none."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select

from federation.kernel.db import db
from federation.network.members.queries.of_practice import is_own
from federation.network.models import Membership, Practice
from federation.people.models import Person
from federation.tendering.models import Tender, TenderInterest, TenderPart


class KnownInterest(NamedTuple):
    """What somebody said last: whether they have an interest that conflicts, in which words, and when. ``practices``: those that
    they represent, code by number, which an interest of theirs binds too."""

    person_id: int
    name: str
    conflict: bool
    words: str
    declared_at: datetime
    practices: Mapping[int, str]


class NamedPart(NamedTuple):
    """Who scores or opens, who named them and when, and what they said of their interests (None: nothing yet)."""

    person_id: int
    name: str
    part: str
    named_at: datetime
    conflict: bool | None


def interests_of(tender_id: int) -> list[KnownInterest]:
    """What everybody said last, by name. Two statements at most."""
    last = (
        select(func.max(TenderInterest.id).label("id"))
        .where(TenderInterest.tender_id == tender_id)
        .group_by(TenderInterest.person_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            TenderInterest.person_id,
            Person.name,
            TenderInterest.conflict,
            TenderInterest.words,
            TenderInterest.declared_at,
        )
        .join(Person, Person.id == TenderInterest.person_id)
        .where(TenderInterest.id.in_(select(last.c.id)))
        .order_by(Person.name, Person.id)
    ).all()
    bound = _represented(tender_id, [row.person_id for row in rows if row.conflict])
    return [KnownInterest(*row, bound.get(row.person_id, {})) for row in rows]


def interest_of(tender_id: int, person_id: int) -> bool | None:
    """Whether somebody has an interest in a tender; None where they have not said. One statement."""
    found = select(TenderInterest.conflict).where(
        TenderInterest.tender_id == tender_id, TenderInterest.person_id == person_id
    )
    return db.session.scalar(found.order_by(TenderInterest.id.desc()).limit(1))


def bound_since(tender_id: int, moment: datetime) -> dict[int, Mapping[int, str]]:
    """Those who have said since a moment that they have an interest, whatever they said after it, with the practices that they
    represent. Two statements at most."""
    said = select(TenderInterest.person_id).where(
        TenderInterest.tender_id == tender_id,
        TenderInterest.conflict.is_(True),
        TenderInterest.declared_at >= moment,
    )
    people = list(db.session.scalars(said.distinct()))
    bound = _represented(tender_id, people)
    return {one: bound.get(one, {}) for one in people}


def parts_of(tender_id: int) -> list[NamedPart]:
    """Who scores and who opens, by name. Three statements at most."""
    said = {one.person_id: one.conflict for one in interests_of(tender_id)}
    rows = db.session.execute(
        select(TenderPart.person_id, Person.name, TenderPart.part, TenderPart.named_at)
        .join(Person, Person.id == TenderPart.person_id)
        .where(TenderPart.tender_id == tender_id, TenderPart.ended_at.is_(None))
        .order_by(TenderPart.part.desc(), Person.name, Person.id)
    )
    return [NamedPart(*row, said.get(row.person_id)) for row in rows]


def _represented(tender_id: int, person_ids: list[int]) -> dict[int, dict[int, str]]:
    """The practices that people represent, code by number, by person; but for those into which somebody from outside brought
    them after the tender had begun, and whom no second person has confirmed: who gives roles takes no vote from a practice."""
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    if person_ids:
        rows = db.session.execute(
            select(Membership.person_id, Practice.id, Practice.code)
            .join(Practice, Practice.id == Membership.practice_id)
            .join(Tender, Tender.id == tender_id)
            .where(
                Membership.person_id.in_(person_ids),
                Membership.role == "representative",
                Membership.in_force(),
                or_(Membership.confirmed_at.is_not(None), is_own(Tender.opened_at)),
            )
        )
        for person_id, practice_id, code in rows:
            found[person_id][practice_id] = code
    return found
