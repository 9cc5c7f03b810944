"""Decisions in every state, the newest first, for programs."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from federation.decisions.models import CoAuthor, Decision
from federation.kernel import search
from federation.kernel.db import db
from federation.kernel.policy import Actor


class DecisionLine(NamedTuple):
    """A decision in a list."""

    id: int
    year: int | None
    ordinal: int | None
    series: str
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
    Decision.series,
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
) -> list[DecisionLine]:
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
    return [
        DecisionLine._make(row)
        for row in db.session.execute(statement.order_by(Decision.id.desc()).limit(most))
    ]
