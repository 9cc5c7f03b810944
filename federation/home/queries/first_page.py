"""The contents of a person's first page: what needs them, what was said and decided. Three statements.

Results start from the newest end of the register; what needs the person is in ``needed`` and with the dues.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, func, null, select

from federation.decisions.models import Ballot, Decision, ProposalVersion, RollEntry
from federation.decisions.register.queries.going_on import coming, drafts_of, in_discussion, together
from federation.decisions.rules import STANCES, VoteOption
from federation.decisions.subjects import TALK
from federation.decisions.words import ballot_words
from federation.kernel.clock import machine_now
from federation.kernel.db import db
from federation.kernel.record import now_here
from federation.network.models import ThreadComment, ThreadReading

RECENT = timedelta(weeks=8)
YEAR = timedelta(days=365)
MOST_RECENT = 8
MOST_LOOKED_AT = 100


class ProposalUnderway(NamedTuple):
    """A proposal that is not voted on yet, or whose vote is over and being counted (``open``)."""

    id: int
    title: str
    state: str
    changed_at: datetime
    comments: int
    opens_at: datetime | None
    mine: bool


class RecentResult(NamedTuple):
    """A recent result. ``ours`` is how the practice voted, in words; None where it was not on the roll."""

    id: int
    title: str
    verdict: str
    closed_at: datetime
    how: str
    ours: str | None


class PracticePart(NamedTuple):
    """How a practice took part in the decisions of the last 12 months, the newest 100 at most."""

    cast: int
    possible: int
    proposals: int
    looked_at: int


class RecentDecisions(NamedTuple):
    """The latest decisions, and the practice's part in them."""

    decided: list[RecentResult]
    part: PracticePart | None


_columns = (
    Decision.id,
    Decision.title,
    Decision.state,
    Decision.changed_at,
    Decision.comment_count,
    Decision.opens_at,
    Decision.author_id,
)
_COUNTING = (
    select(*_columns)
    .where(Decision.state == "open", Decision.closes_at <= now_here(), Decision.of_members())
    .order_by(Decision.closes_at.desc(), Decision.id.desc())
    .limit(MOST_RECENT)
)
_UNDERWAY = together(_COUNTING, coming(_columns, 5), in_discussion(_columns, 5), *drafts_of(_columns, 10))


def underway(person_id: int) -> list[ProposalUnderway]:
    """Votes that open soon, the newest proposals in discussion, the person's drafts, and votes being counted."""
    rows = db.session.execute(_UNDERWAY, {"person": person_id})
    found = [
        ProposalUnderway(id_, title, state, changed_at, comments, opens_at, author == person_id)
        for id_, title, state, changed_at, comments, opens_at, author in rows
    ]
    return sorted(found, key=_before_the_vote)


def _before_the_vote(one: ProposalUnderway) -> tuple[int, float]:
    if one.state == "scheduled" and one.opens_at:
        return (0, one.opens_at.timestamp())
    return (2 if one.state == "draft" else 1, -one.id)


_SAID = (
    ThreadComment.owner == TALK,
    ThreadComment.owner_id == Decision.id,
    ThreadComment.person_id != bindparam("person"),
    ThreadComment.withdrawn_at.is_(None),
)
_READ = (
    select(ThreadReading.upto)
    .where(
        ThreadReading.owner == TALK,
        ThreadReading.owner_id == Decision.id,
        ThreadReading.person_id == bindparam("person"),
    )
    .correlate(Decision)
    .scalar_subquery()
)
_WITH_NEWS = (
    select(Decision.id)
    .where(
        Decision.state.in_(("discussion", "scheduled", "open")),
        Decision.comment_count > 0,
        Decision.of_members(),
        exists().where(*_SAID, ThreadComment.id > func.coalesce(_READ, 0)),
    )
    .limit(MOST_LOOKED_AT)
)


def discussions_with_news(person_id: int) -> int:
    """In how many discussions of what is not decided yet others said something that the person has not read, counted to 100
    and no further; those of the page of open votes and proposals, which says where."""
    return len(db.session.execute(_WITH_NEWS, {"person": person_id}).all())


def lately(practice_id: int | None) -> RecentDecisions:
    """Results of the last 8 weeks with how a practice voted, and its part in the last 12 months."""
    now = machine_now()
    rows = db.session.execute(
        _DECIDED if practice_id else _DECIDED_BY_OTHERS, {"practice": practice_id, "since": now - YEAR}
    ).all()
    fresh = [row for row in rows if row.verdict and row.closed_at > now - RECENT][:MOST_RECENT]
    options = _options([row.id for row in fresh if row.stance and (row.choice or row.stance not in STANCES)])
    decided = [
        RecentResult(row.id, row.title, row.verdict, row.closed_at, row.how or "", _ours(row, options))
        for row in fresh
    ]
    part = _part(rows, practice_id) if practice_id else None
    return RecentDecisions(decided, part)


def _decided(with_practice: bool) -> Any:
    """The newest decisions of a year."""
    plain = select(
        Decision.id,
        Decision.title,
        Decision.verdict,
        Decision.closed_at,
        Decision.how,
        Decision.author_practice_id,
    )
    if with_practice:
        stance, choice = (
            select(said)
            .where(Ballot.roll_entry_id == RollEntry.id)
            .order_by(Ballot.version.desc())
            .limit(1)
            .correlate(RollEntry)
            .scalar_subquery()
            for said in (Ballot.stance, Ballot.choice)
        )
        here = (RollEntry.decision_id == Decision.id) & (RollEntry.practice_id == bindparam("practice"))
        plain = plain.add_columns(
            RollEntry.id.label("entry"),
            RollEntry.recused_at.label("recused"),
            stance.label("stance"),
            choice.label("choice"),
        ).outerjoin(RollEntry, here)
    else:
        names = ("entry", "recused", "stance", "choice")
        plain = plain.add_columns(*(null().label(name) for name in names))
    return (
        plain.where(
            Decision.state == "closed",
            Decision.closed_at > bindparam("since"),
            Decision.of_members(),
        )
        .order_by(Decision.closed_at.desc(), Decision.id.desc())
        .limit(MOST_LOOKED_AT)
    )


_DECIDED, _DECIDED_BY_OTHERS = _decided(True), _decided(False)


def _ours(row: Any, options: dict[int, list[VoteOption]]) -> str | None:
    if row.entry is None:
        return None
    return ballot_words(row, row.recused is not None, options.get(row.id, ()))


def _options(decision_ids: Sequence[int]) -> dict[int, list[VoteOption]]:
    """What could be chosen, for decisions among options."""
    if not decision_ids:
        return {}
    rows = db.session.execute(
        select(ProposalVersion.decision_id, ProposalVersion.options)
        .join(
            Decision,
            (Decision.id == ProposalVersion.decision_id) & (Decision.version == ProposalVersion.number),
        )
        .where(ProposalVersion.decision_id.in_(decision_ids))
    )
    return {
        decision_id: [VoteOption(one["id"], one["title"]) for one in options] for decision_id, options in rows
    }


def _part(rows: Sequence[Any], practice_id: int) -> PracticePart:
    votes = [row for row in rows if row.entry is not None and row.recused is None]
    return PracticePart(
        cast=sum(row.stance is not None for row in votes),
        possible=len(votes),
        proposals=sum(row.author_practice_id == practice_id for row in rows),
        looked_at=len(rows),
    )
