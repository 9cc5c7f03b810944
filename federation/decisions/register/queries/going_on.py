"""The decisions that are not taken yet: votes that are open or coming, proposals in discussion, and somebody's drafts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ColumnExpressionArgument, bindparam, func, select, union_all

from federation.decisions import rules
from federation.decisions.models import CoAuthor, Decision
from federation.kernel.db import db
from federation.kernel.record import now_here
from federation.kernel.words import day
from federation.network.models import Federation

MOST_COUNTED = 100


class RegisterPulse(NamedTuple):
    """The database's time, and what is going on, counted to 100 and no further.

    Votes open; proposals in discussion; votes whose time has passed that are not written down yet.
    """

    now: datetime
    open: int
    in_discussion: int
    over: int


def _few(*conditions: ColumnExpressionArgument[bool]) -> ColumnElement[int]:
    """How many decisions meet the conditions, counted to 100 and no further."""
    few = select(Decision.id).where(*conditions).limit(MOST_COUNTED).subquery()
    return select(func.count(few.c.id)).scalar_subquery()


_PULSE = (
    select(
        now_here(),
        _few(Decision.takes_ballots(now_here()), Decision.of_members()),
        _few(Decision.state == "discussion", Decision.of_members()),
        _few(Decision.is_over(now_here()), Decision.of_members()),
    )
    .select_from(Federation)
    .where(Federation.id == bindparam("federation"))
)


def pulse(federation_id: int) -> RegisterPulse:
    """The numbers of open votes, proposals and drafts, counted to 100 at most."""
    return RegisterPulse(*db.session.execute(_PULSE, {"federation": federation_id}).one())


class UndecidedLine(NamedTuple):
    """A proposal, a vote that opens at its time, or an open vote in a list; of that, how far it has come."""

    id: int
    title: str
    opens_at: datetime | None
    closes_at: datetime | None
    so_far: str
    comments: int


class GoingOn(NamedTuple):
    """The lists of what is not decided yet; each has 100 at most, and says whether there are more."""

    voting: list[UndecidedLine]
    coming: list[UndecidedLine]
    talked: list[UndecidedLine]
    drafts: list[UndecidedLine]
    most: int = MOST_COUNTED


_UNDECIDED = (
    Decision.state,
    Decision.id,
    Decision.title,
    Decision.opens_at,
    Decision.closes_at,
    Decision.voted,
    Decision.roll,
    Decision.rule,
    Decision.comment_count,
)


def drafts_of(columns: Sequence[Any], most: int) -> tuple[Any, Any]:
    """The drafts of the person bound as ``person``, and those they help to write; newest first."""
    person: Any = bindparam("person")
    own = (
        select(*columns)
        .where(Decision.author_id == person, Decision.state == "draft")
        .order_by(Decision.id.desc())
    )
    helped = (
        select(*columns)
        .join(CoAuthor, CoAuthor.decision_id == Decision.id)
        .where(CoAuthor.person_id == person, Decision.state == "draft", Decision.author_id != person)
        .order_by(CoAuthor.decision_id.desc())
    )
    return own.limit(most), helped.limit(most)


def in_discussion(columns: Sequence[Any], most: int) -> Any:
    """Proposals in discussion, newest first, from the end of their index: none has a deadline yet."""
    return (
        select(*columns)
        .where(Decision.state == "discussion", Decision.closes_at.is_(None), Decision.of_members())
        .order_by(Decision.id.desc())
        .limit(most)
    )


def coming(columns: Sequence[Any], most: int) -> Any:
    """Votes that open at a time that is set, the next one first."""
    return (
        select(*columns)
        .where(Decision.state == "scheduled", Decision.of_members())
        .order_by(Decision.opens_at, Decision.id)
        .limit(most)
    )


def together(*parts: Any) -> Any:
    """Several short lists in one statement."""
    return select(union_all(*(select(part.subquery()) for part in parts)).subquery())


_GOING_ON = together(
    select(*_UNDECIDED)
    .where(Decision.takes_ballots(now_here()), Decision.of_members())
    .order_by(Decision.closes_at, Decision.id)
    .limit(MOST_COUNTED + 1),
    coming(_UNDECIDED, MOST_COUNTED + 1),
    in_discussion(_UNDECIDED, MOST_COUNTED + 1),
    *drafts_of(_UNDECIDED, MOST_COUNTED + 1),
)


def going_on(person_id: int) -> GoingOn:
    """Votes open by deadline, votes that open soon, proposals in discussion newest first, and the person's own drafts."""
    found: dict[str, list[UndecidedLine]] = {"open": [], "scheduled": [], "discussion": [], "draft": []}
    for row in db.session.execute(_GOING_ON, {"person": person_id}):
        said = _so_far(row) if row.state == "open" else ""
        found[row.state].append(
            UndecidedLine(row.id, row.title, row.opens_at, row.closes_at, said, row.comment_count)
        )
    return GoingOn(
        sorted(found["open"], key=lambda one: (one.closes_at, one.id)),
        sorted(found["scheduled"], key=lambda one: (one.opens_at, one.id)),
        sorted(found["discussion"], key=lambda one: -one.id),
        sorted(found["draft"], key=lambda one: -one.id),
    )


def _so_far(row: Any) -> str:
    summary = rules.RollSummary.from_dict(row.roll)
    return rules.so_far(rules.Rule.from_dict(row.rule), summary, row.voted, day(row.closes_at))
