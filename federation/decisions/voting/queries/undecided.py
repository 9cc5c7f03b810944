"""Votes that are not decided: open, over and not written down, or tied and left to the chair."""

from sqlalchemy import false, func, select, true, union_all

from federation.decisions.models import Decision
from federation.kernel.db import db
from federation.network.members.queries.votes import UndecidedVote

_columns = (Decision.id, Decision.title, Decision.opened_at)
_UNDECIDED = select(
    union_all(
        select(*_columns, false().label("tied")).where(Decision.state == "open"),
        select(*_columns, true().label("tied")).where(Decision.verdict == "tied"),
    ).subquery()
)
_opened = union_all(
    select(Decision.opened_at.label("at")).where(Decision.state == "open"),
    select(Decision.opened_at).where(Decision.verdict == "tied"),
).subquery()
OLDEST = select(func.min(_opened.c.at)).scalar_subquery()
"""When the oldest vote opened that is not decided. In two parts, since each has an index and both together have none."""


def undecided_votes() -> list[UndecidedVote]:
    """The votes of the federation chosen in which roles still count for something, the oldest first."""
    rows = db.session.execute(_UNDECIDED)
    return sorted(
        (UndecidedVote._make(row) for row in rows), key=lambda vote: (vote.opened_at, vote.decision_id)
    )
