"""Reads for programs: decisions in every state, the newest first, and what a practice's ballots were."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from federation.decisions import rules
from federation.decisions.models import Action, Ballot, CoAuthor, Decision, OwnRule, RollEntry
from federation.decisions.permissions import Matter
from federation.decisions.queries import votes
from federation.decisions.queries.roll import counted_ballots, fixed_roll
from federation.kernel import search
from federation.kernel.db import db
from federation.kernel.policy import Actor, may
from federation.kernel.refusals import NotFound
from federation.network.models import Practice
from federation.people.models import Person


class Line(NamedTuple):
    """A decision in a list."""

    id: int
    year: int | None
    ordinal: int | None
    state: str
    title: str
    kind: str
    opens_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    verdict: str | None
    how: str | None
    voted: int
    review_on: Any
    superseded_by: int | None
    changed_at: datetime


_LINE = (
    Decision.id,
    Decision.year,
    Decision.ordinal,
    Decision.state,
    Decision.title,
    Decision.kind,
    Decision.opens_at,
    Decision.closes_at,
    Decision.closed_at,
    Decision.verdict,
    Decision.how,
    Decision.voted,
    Decision.review_on,
    Decision.superseded_by_id,
    Decision.changed_at,
)


def decisions_after(
    reader: Actor,
    *,
    before: int | None,
    most: int,
    state: str = "",
    verdict: str = "",
    year: int | None = None,
    words: str = "",
) -> list[Line]:
    """Decisions that the reader may see, the newest first, from before a number on. One statement."""
    helps = (
        select(CoAuthor.decision_id)
        .where(CoAuthor.decision_id == Decision.id, CoAuthor.person_id == reader.person_id)
        .exists()
    )
    statement = select(*_LINE).where(
        or_(Decision.state != "draft", Decision.author_id == reader.person_id, helps)
    )
    if words:
        if not search.words_of(words):
            return []
        found = search.matching(select(search.SearchEntry.ref_id), words, ("decision",)).where(
            search.may_find(reader.person_id)
        )
        statement = statement.where(Decision.id.in_(found))
    if state:
        statement = statement.where(Decision.state == state)
    if verdict:
        statement = statement.where(Decision.verdict == verdict)
    if year is not None:
        statement = statement.where(Decision.year == year)
    if before is not None:
        statement = statement.where(Decision.id < before)
    return [Line._make(row) for row in db.session.execute(statement.order_by(Decision.id.desc()).limit(most))]


class Seen(NamedTuple):
    """A decision that the reader may see, and who helped to write it: number and name."""

    view: votes.DecisionView
    coauthors: dict[int, str]


def seen(decision_id: int, reader: Actor) -> Seen:
    """A decision; a draft of others is answered as one that does not exist. Two statements."""
    view = votes.decision_view(decision_id)
    coauthors = votes.coauthors(decision_id)
    decision = view.decision
    if not may(reader, "decisions.read", Matter(decision.author_id, frozenset(coauthors), decision.state)):
        raise NotFound()
    return Seen(view, coauthors)


def practice_id_of(reader: Actor, code: str) -> int:
    """The number of a practice, known already where it is one of the reader's."""
    for seat in reader.seats:
        if seat.code == code:
            return seat.practice_id
    found = db.session.scalar(select(Practice.id).where(Practice.code == code))
    if found is None:
        raise NotFound()
    return found


class PastBallot(NamedTuple):
    """One of the ballots that a practice cast in a decision."""

    version: int
    stance: str
    reason: str
    cast_at: datetime
    cast_by: str
    receipt: str


def ballots_of_practice(decision_id: int, practice_id: int) -> list[PastBallot]:
    """All that a practice cast in a decision, the newest first. For its own people."""
    rows = db.session.execute(
        select(Ballot.version, Ballot.stance, Ballot.reason, Ballot.cast_at, Person.name, Ballot.receipt)
        .join(RollEntry, RollEntry.id == Ballot.roll_entry_id)
        .join(Person, Person.id == Ballot.cast_by)
        .where(RollEntry.decision_id == decision_id, RollEntry.practice_id == practice_id)
        .order_by(Ballot.version.desc())
    )
    return [PastBallot._make(row) for row in rows]


def tally_now(view: votes.DecisionView, options: tuple[rules.Option, ...]) -> rules.Tally:
    """How the votes stand while voting is open; only for those who may see it (``votes.shows_results``)."""
    rule = rules.Rule.from_dict(view.decision.rule or {})
    return rules.tally(rule, fixed_roll(view.decision.id), counted_ballots(view.decision.id), options)


class KeptAction(NamedTuple):
    """An action as it stands, to change a part of it."""

    decision_id: int
    title: str
    owner_id: int
    practice_id: int | None
    due_on: Any
    state: str
    note: str


def kept_action(action_id: int) -> KeptAction:
    """One action as it stands."""
    row = db.session.execute(
        select(
            Action.decision_id,
            Action.title,
            Action.owner_id,
            Action.practice_id,
            Action.due_on,
            Action.state,
            Action.note,
        ).where(Action.id == action_id)
    ).first()
    if row is None:
        raise NotFound()
    return KeptAction._make(row)


class OfferedRule(NamedTuple):
    """A rule that a vote can be held under."""

    key: str
    title: str
    summary: str
    rule: rules.Rule


def offered_rules() -> list[OfferedRule]:
    """The presets, then the federation's own rules by title."""
    own = db.session.execute(
        select(OwnRule.key, OwnRule.title, OwnRule.summary, OwnRule.rule)
        .where(OwnRule.retired_at.is_(None))
        .order_by(OwnRule.title)
    )
    presets = [OfferedRule(one.name, one.title, one.summary, one.rule) for one in rules.PRESETS.values()]
    return [
        *presets,
        *(OfferedRule(key, title, summary, rules.Rule.from_dict(rule)) for key, title, summary, rule in own),
    ]
