"""What is still to be set up in a federation, and whether somebody has taken part yet: one statement each."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, exists, func, or_, select

from federation.decisions.models import Ballot, Decision, RollEntry
from federation.kernel import tenancy
from federation.kernel.db import db
from federation.network.models import (
    Federation,
    Membership,
    Neighbourhood,
    Practice,
    PracticeTotals,
    ThreadComment,
)
from federation.people.models import Person


class SettingUp(NamedTuple):
    """How far a federation is set up."""

    purpose: bool
    practices: int
    unsized: int
    neighbourhoods: bool
    voting: int
    represented: int
    leaders: int
    first_vote: bool

    @property
    def complete(self) -> bool:
        """Whether all that is needed is there."""
        everybody = 0 < self.voting <= self.represented
        return (
            self.purpose
            and self.practices > 0
            and not self.unsized
            and everybody
            and self.leaders > 1
            and self.first_vote
        )


_HERE: BindParameter[int] = bindparam("here")
_NOW = (Membership.federation_id == _HERE, Membership.ended_at.is_(None))
_TOTALS = PracticeTotals.federation_id == _HERE
_REPRESENTED = (
    select(func.count(func.distinct(Membership.practice_id)))
    .join(Practice, Practice.id == Membership.practice_id)
    .where(
        *_NOW,
        Membership.role == "representative",
        Practice.membership == "full",
        Practice.closed_on.is_(None),
        Practice.left_on.is_(None),
    )
)
_LEADERS = (
    select(func.count(func.distinct(Membership.person_id)))
    .join(Person, Person.id == Membership.person_id)
    .where(*_NOW, Membership.role.in_(("administrator", "executive")), Person.password_hash.is_not(None))
)
_SETTING_UP = select(
    Federation.purpose != "",
    func.coalesce(select(PracticeTotals.full + PracticeTotals.associate).where(_TOTALS).scalar_subquery(), 0),
    func.coalesce(select(PracticeTotals.unsized).where(_TOTALS).scalar_subquery(), 0),
    exists().where(Neighbourhood.federation_id == _HERE),
    func.coalesce(select(PracticeTotals.full).where(_TOTALS).scalar_subquery(), 0),
    _REPRESENTED.scalar_subquery(),
    _LEADERS.scalar_subquery(),
    exists().where(Decision.federation_id == _HERE, Decision.opened_at.is_not(None)),
).where(Federation.id == _HERE)


def setting_up() -> SettingUp:
    """How far the federation chosen is set up."""
    return SettingUp(*db.session.execute(_SETTING_UP, {"here": tenancy.current()}).one())


_CAST = exists().where(
    Ballot.federation_id == _HERE,
    Ballot.roll_entry_id == RollEntry.id,
    Ballot.cast_by == bindparam("person"),
)
_VOTED = exists().where(
    RollEntry.federation_id == _HERE,
    RollEntry.practice_id.in_(bindparam("practices", expanding=True)),
    _CAST,
)
"""Nested, so that the few votes of the practices are looked at and not all ballots there ever were."""
_WROTE = exists().where(ThreadComment.federation_id == _HERE, ThreadComment.person_id == bindparam("person"))
_TAKEN_PART = select(Federation.id).where(Federation.id == _HERE, or_(_VOTED, _WROTE))


def has_taken_part(person_id: int, practice_ids: Collection[int]) -> bool:
    """Whether the person has voted for one of these practices, or written a comment, in the federation chosen."""
    given = {"here": tenancy.current(), "practices": list(practice_ids), "person": person_id}
    return db.session.scalar(_TAKEN_PART, given) is not None
