"""Decisions and comments as the search shows them: how each stands, and only what the person may see."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import exists, or_, select

from federation.decisions.models import CoAuthor, Decision, number_in
from federation.decisions.subjects import TALK
from federation.decisions.words import status_of
from federation.kernel.db import db
from federation.kernel.search import SearchHit
from federation.network.models import ThreadComment
from federation.people.models import Person
from federation.plugin.feature import FoundLine


def read_decisions(hits: Sequence[SearchHit], person_id: int) -> dict[int, FoundLine]:
    """Each with its number, state and result, drafts for those who write them alone. One statement."""
    helps = exists().where(CoAuthor.decision_id == Decision.id, CoAuthor.person_id == person_id)
    titles = {hit.ref_id: hit.title for hit in hits}
    rows = db.session.execute(
        select(
            Decision.id,
            Decision.series,
            Decision.year,
            Decision.ordinal,
            Decision.state,
            Decision.verdict,
            Decision.superseded_by_id,
            Decision.closed_at,
            Decision.how,
        ).where(
            Decision.id.in_(titles), or_(Decision.state != "draft", Decision.author_id == person_id, helps)
        )
    )
    return {
        id_: FoundLine(
            titles[id_],
            url_for("decisions.show", decision_id=id_),
            f"Decision {number_in(series, year, ordinal)}" if year else "Proposal",
            status_of(state, verdict, replaced is not None).tag,
            closed_at,
            how or "",
        )
        for id_, series, year, ordinal, state, verdict, replaced, closed_at, how in rows
    }


def read_comments(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each with who wrote it and about what, where it still stands. One statement."""
    rows = db.session.execute(
        select(ThreadComment.id, Decision.id, Decision.title, Person.name, ThreadComment.written_at)
        .join(Decision, Decision.id == ThreadComment.owner_id)
        .join(Person, Person.id == ThreadComment.person_id)
        .where(
            ThreadComment.owner == TALK,
            ThreadComment.id.in_([hit.ref_id for hit in hits]),
            ThreadComment.withdrawn_at.is_(None),
            Decision.state != "draft",
        )
    )
    return {
        id_: FoundLine(
            f"Comment on: {title}",
            url_for("decisions.show", decision_id=decision_id, _anchor=f"comment-{id_}"),
            f"Comment by {by}",
            at=at,
        )
        for id_, decision_id, title, by, at in rows
    }
