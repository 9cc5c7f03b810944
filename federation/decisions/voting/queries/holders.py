"""Who can cast the votes of more than one practice: as things are today, and in a vote that was opened."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from federation.decisions import rules
from federation.decisions.models import Decision, DeclaredInterest, RollEntry
from federation.kernel.db import db
from federation.network.members.queries.second_person import ABLE
from federation.network.models import Membership, Practice
from federation.people.models import Person


class VoteHolders(NamedTuple):
    """Who holds the votes of several practices of a roll, whoever holds most first; in words, and whether one of them
    holds more than half."""

    holders: tuple[rules.VoteHolder, ...]
    words: str
    most: bool


_role = aliased(Membership)
_SEVERAL = (
    select(_role.person_id)
    .where(_role.role == "representative")
    .group_by(_role.person_id)
    .having(func.count() > 1)
)
"""Who was ever given the role more than once: an index alone answers, and few are left to look at."""
_REPRESENTATIVES = (
    select(Person.name, func.count(Membership.practice_id.distinct()).label("held"))
    .join(Membership, Membership.person_id == Person.id)
    .where(Membership.role == "representative", Membership.person_id.in_(_SEVERAL), ABLE)
    .group_by(Person.id, Person.name)
    .having(func.count(Membership.practice_id.distinct()) > 1)
)


def holding_today(decision_id: int, practices: int) -> VoteHolders:
    """If voting opened now; ``practices`` are those that would be on the roll."""
    aside = select(DeclaredInterest.practice_id).where(DeclaredInterest.decision_id == decision_id)
    on_roll = and_(
        Practice.may_vote(),
        Practice.id.not_in(aside),
    )
    people = _REPRESENTATIVES.join(Practice, Practice.id == Membership.practice_id)
    return _held(db.session.execute(people.where(on_roll, Membership.in_force())), practices)


def _in_vote(over: bool) -> Select[str, int]:
    """A role counted while voting was open where it began before, or a second person confirmed it in time."""
    opened: Any = bindparam("opened")
    closed: Any = bindparam("closed")
    confirmed = Membership.confirmed_at < closed if over else Membership.confirmed_at.is_not(None)
    return _REPRESENTATIVES.join(RollEntry, RollEntry.practice_id == Membership.practice_id).where(
        RollEntry.decision_id == bindparam("decision"),
        RollEntry.recused_at.is_(None),
        Membership.waits.is_(False),
        or_(Membership.started_at < opened, confirmed),
        or_(Membership.ended_at.is_(None), Membership.ended_at >= opened),
    )


_OPEN, _OVER = _in_vote(False), _in_vote(True)


def holding_in(decision: Decision) -> VoteHolders:
    """In a vote, whether it is open or over: by all roles that counted in it at any time, also those ended since."""
    given = {"decision": decision.id, "opened": decision.opened_at}
    if decision.closed_at is None:
        rows = db.session.execute(_OPEN, given)
    else:
        rows = db.session.execute(_OVER, {**given, "closed": decision.closed_at})
    return _held(rows, (decision.roll or {}).get("practices", 0))


def _held(rows: Iterable[Any], practices: int) -> VoteHolders:
    found = sorted(
        (rules.VoteHolder(row.name, row.held) for row in rows), key=lambda one: (-one.practices, one.name)
    )
    return VoteHolders(
        tuple(found), rules.holders_in_words(found, practices), rules.one_holds_most(found, practices)
    )
