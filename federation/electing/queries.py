"""Reading elections and who stands."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, func, select

from federation.decisions.models import Decision, number_in
from federation.electing.models import GroupCandidate, GroupElection
from federation.electing.rules import ElectionFacts, is_contested, state_at
from federation.electing.words import STATE_TAGS, seats_words
from federation.kernel.days import last_day
from federation.kernel.db import db
from federation.kernel.record import now_here
from federation.kernel.refusals import NotFound
from federation.network.models import Membership, NetworkGroup, Practice
from federation.people.models import Person


class ShownElection(NamedTuple):
    """An election with how it stands at ``now``. ``number`` is that of the decision by which the members vote."""

    id: int
    group_id: int
    group: str
    group_ended_at: datetime | None
    seats: int
    is_lead: bool
    has_vote: bool
    replaces: bool
    words: str
    until: datetime
    begun_by: str
    begun_at: datetime
    decision_id: int | None
    number: str
    verdict: str | None
    candidates: int
    now: datetime

    @property
    def state(self) -> str:
        """Where it stands."""
        facts = ElectionFacts(self.until, self.candidates, self.decision_id is not None, self.verdict)
        return state_at(facts, self.now)

    @property
    def tag(self) -> tuple[str, str]:
        """Where it stands, as a tag."""
        return STATE_TAGS[self.state]

    @property
    def what(self) -> str:
        """How many seats, and what each gives."""
        return seats_words(self.seats, self.is_lead, self.has_vote)

    @property
    def last_day(self) -> date:
        """The last day on which people can stand."""
        return last_day(self.until)

    @property
    def is_contested(self) -> bool:
        """Whether more people stand than there are seats."""
        return is_contested(self.candidates, self.seats)


class Candidate(NamedTuple):
    """Somebody who stands: with their practice, where they have one, and what they say."""

    person_id: int
    name: str
    practice: str
    words: str
    stood_at: datetime


def _in_force() -> Any:
    """A candidate still has a role in the federation."""
    return exists().where(Membership.person_id == GroupCandidate.person_id, Membership.in_force())


_STANDING = (
    select(func.count(GroupCandidate.id))
    .where(GroupCandidate.election_id == GroupElection.id, GroupCandidate.stands(), _in_force())
    .scalar_subquery()
)
_ELECTIONS = (
    select(
        GroupElection.id,
        GroupElection.group_id,
        NetworkGroup.name.label("group"),
        NetworkGroup.ended_at,
        GroupElection.seats,
        GroupElection.is_lead,
        GroupElection.has_vote,
        GroupElection.replaces,
        GroupElection.words,
        GroupElection.until,
        Person.name.label("by"),
        GroupElection.begun_at,
        GroupElection.decision_id,
        Decision.series,
        Decision.year,
        Decision.ordinal,
        Decision.state.label("decision_state"),
        Decision.verdict,
        _STANDING.label("candidates"),
        now_here().label("now"),
    )
    .join(NetworkGroup, NetworkGroup.id == GroupElection.group_id)
    .join(Person, Person.id == GroupElection.begun_by)
    .outerjoin(Decision, Decision.id == GroupElection.decision_id)
    .order_by(GroupElection.id.desc())
)
_OF_GROUP = _ELECTIONS.where(GroupElection.group_id == bindparam("group"))
_ONE = _ELECTIONS.where(GroupElection.id == bindparam("election"))


def elections_of(group_id: int) -> list[ShownElection]:
    """The elections to a group, the newest first. One statement."""
    return [_shown(row) for row in db.session.execute(_OF_GROUP, {"group": group_id})]


def election_here(election_id: int) -> ShownElection:
    """One election. Raises ``NotFound``. One statement."""
    row = db.session.execute(_ONE, {"election": election_id}).first()
    if row is None:
        raise NotFound()
    return _shown(row)


def candidates_of(election_id: int) -> Sequence[Candidate]:
    """Who stands, in the order in which they put themselves forward; not who has no role here any more. Two statements."""
    rows = db.session.execute(
        select(GroupCandidate.person_id, Person.name, GroupCandidate.words, GroupCandidate.stood_at)
        .join(Person, Person.id == GroupCandidate.person_id)
        .where(GroupCandidate.election_id == election_id, GroupCandidate.stands(), _in_force())
        .order_by(GroupCandidate.id)
    ).all()
    practices = _practices([row.person_id for row in rows])
    return [
        Candidate(row.person_id, row.name, practices.get(row.person_id, ""), row.words, row.stood_at)
        for row in rows
    ]


def _practices(people: Sequence[int]) -> dict[int, str]:
    """The practices to which people belong, by name."""
    rows = db.session.execute(
        select(Membership.person_id, Practice.name)
        .join(Practice, Practice.id == Membership.practice_id)
        .where(Membership.person_id.in_(people), Membership.in_force())
        .order_by(Practice.name)
        .distinct()
    ).all()
    found: dict[int, list[str]] = {}
    for person, name in rows:
        found.setdefault(person, []).append(name)
    return {person: ", ".join(names)[:200] for person, names in found.items()}


def _shown(row: Any) -> ShownElection:
    number = number_in(row.series, row.year, row.ordinal) if row.decision_id else ""
    over = row.decision_id is not None and row.decision_state not in ("open", "discussion")
    return ShownElection(
        row.id,
        row.group_id,
        row.group,
        row.ended_at,
        row.seats,
        row.is_lead,
        row.has_vote,
        row.replaces,
        row.words,
        row.until,
        row.by,
        row.begun_at,
        row.decision_id,
        number,
        (row.verdict or "not_carried") if over else None,
        row.candidates,
        row.now,
    )
