"""Decisions as plugins use them: everything that binds members goes through a proposal and its verdict."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from federation.decisions.models import Decision
from federation.decisions.proposals.actions import proposals
from federation.decisions.proposals.texts import Draft
from federation.kernel.db import db
from federation.kernel.policy import Actor
from federation.plugin.door import door


class DecisionAbout(NamedTuple):
    """A proposal or decision about a subject of a plugin. ``verdict`` is empty until there is one."""

    id: int
    title: str
    state: str
    verdict: str
    data: Mapping[str, Any]
    begun_at: datetime
    closed_at: datetime | None


def propose(
    actor: Actor, subject: str, draft: Draft, data: Mapping[str, Any], practice_id: int | None = None
) -> int:
    """Begin a proposal about one of a plugin's subjects; its author goes on writing it as any other.

    ``data`` (values that JSON can hold) comes back with ``DecisionClosed`` and :func:`decisions_about`. Returns the
    number of the decision. Raises :class:`ValueError` for a subject that no feature brings, ``NotYours`` where the
    person may not propose, ``Invalid`` for a text that cannot be taken.
    """
    known = {one.name for feature in door().features.values() for one in feature.subjects}
    if subject not in known:
        raise ValueError(f"no feature brings the subject {subject}")
    return proposals.start(actor, draft, practice_id, subject=subject, subject_data=data)


def decisions_about(subject: str, most: int = 200) -> tuple[DecisionAbout, ...]:
    """The decisions and proposals about a subject, the newest first; drafts are left out. One statement."""
    rows = db.session.execute(
        select(
            Decision.id,
            Decision.title,
            Decision.state,
            Decision.verdict,
            Decision.subject_data,
            Decision.created_at,
            Decision.closed_at,
        )
        .where(Decision.subject == subject, Decision.state != "draft")
        .order_by(Decision.id.desc())
        .limit(most)
    )
    return tuple(
        DecisionAbout(row[0], row[1], row[2], row[3] or "", row[4] or {}, row[5], row[6]) for row in rows
    )
