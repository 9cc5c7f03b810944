"""Who can cast the votes of more than one practice: as things are today, and in a vote that was opened."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from federation.decisions import rules
from federation.decisions.models import Decision, Interest, RollEntry
from federation.kernel.db import db
from federation.network.members.queries.second_person import ABLE
from federation.network.models import Membership, Practice
from federation.people.models import Person


class Holding(NamedTuple):
    """Who holds the votes of several practices of a roll, whoever holds most first; in words, and whether one of them
    holds more than half."""

    holders: tuple[rules.Holder, ...]
    words: str
    most: bool


def holding_today(decision_id: int, practices: int) -> Holding:
    """If voting opened now; ``practices`` are those that would be on the roll."""
    aside = select(Interest.practice_id).where(Interest.decision_id == decision_id)
    on_roll = and_(
        Practice.membership == "full",
        Practice.closed_on.is_(None),
        Practice.left_on.is_(None),
        Practice.id.not_in(aside),
    )
    people = _representatives().join(Practice, Practice.id == Membership.practice_id)
    return _held(people.where(on_roll, Membership.in_force()), practices)


def holding_in(decision: Decision) -> Holding:
    """In a vote, whether it is open or over: by all roles that counted in it at any time, also those ended since."""
    people = _representatives().join(RollEntry, RollEntry.practice_id == Membership.practice_id)
    on_roll = and_(RollEntry.decision_id == decision.id, RollEntry.recused_at.is_(None))
    counted = _counted(decision.opened_at, decision.closed_at)
    return _held(people.where(on_roll, counted), (decision.roll or {}).get("practices", 0))


def _representatives() -> Select[str, int]:
    return (
        select(Person.name, func.count(Membership.practice_id.distinct()).label("held"))
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == "representative", ABLE)
        .group_by(Person.id, Person.name)
        .having(func.count(Membership.practice_id.distinct()) > 1)
    )


def _counted(opened_at: datetime | None, closed_at: datetime | None) -> ColumnElement[bool]:
    """A role that counted while voting was open: it began before, or a second person has confirmed it since."""
    confirmed = Membership.confirmed_at.is_not(None)
    since = confirmed if closed_at is None else and_(confirmed, Membership.confirmed_at < closed_at)
    return and_(
        Membership.waits.is_(False),
        or_(Membership.started_at < opened_at, since),
        or_(Membership.ended_at.is_(None), Membership.ended_at >= opened_at),
    )


def _held(people: Select[str, int], practices: int) -> Holding:
    rows = db.session.execute(people).all()
    found = sorted(
        (rules.Holder(row.name, row.held) for row in rows), key=lambda one: (-one.practices, one.name)
    )
    return Holding(
        tuple(found), rules.holders_in_words(found, practices), rules.one_holds_most(found, practices)
    )
