"""Who takes part: of the votes in which a practice could vote, those in which it did."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, select

from federation.decisions import rules
from federation.decisions.models import Ballot, Decision, RollEntry
from federation.kernel.db import db

_SILENT = tuple(name for name, method in rules.METHODS.items() if method.silent)
"""Ways to decide in which nobody need vote."""


def _counted(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(
        Decision.of_members(),
        Decision.state == "closed",
        Decision.closed_at >= since,
        Decision.closed_at < until,
        Decision.rule["method"].as_string().not_in(_SILENT),
    )


def by_practice(since: datetime, until: datetime) -> Any:
    """A statement of ``practice_id, part, whole``: in how many of the members' votes that closed a practice could vote, and
    in how many it did. Where it stood aside it could not; where nobody need vote none counts."""
    voted = exists().where(Ballot.roll_entry_id == RollEntry.id)
    return (
        select(
            RollEntry.practice_id,
            func.sum(case((voted, 1), else_=0)).label("part"),
            func.count().label("whole"),
        )
        .join(Decision, Decision.id == RollEntry.decision_id)
        .where(_counted(since, until), RollEntry.recused_at.is_(None), RollEntry.practice_id.is_not(None))
        .group_by(RollEntry.practice_id)
    )


def of_all(since: datetime, until: datetime) -> Any:
    """The same of all practices together, as each vote keeps it: a statement of ``part, whole``."""
    return select(
        func.sum(Decision.voted).label("part"),
        func.sum(Decision.roll["practices"].as_integer()).label("whole"),
    ).where(_counted(since, until))


def by_vote(since: datetime, until: datetime) -> Iterator[tuple[datetime, int, int]]:
    """The same for each vote: when it closed, how many practices voted, and how many could. One statement."""
    rows = db.session.execute(
        select(Decision.closed_at, Decision.voted, Decision.roll)
        .where(_counted(since, until))
        .order_by(Decision.closed_at, Decision.id)
    )
    for closed_at, voted, roll in rows:
        yield closed_at, voted, (roll or {}).get("practices", 0)
